import Testing

@Suite("Mistakes in the timeline")
struct TimelineErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "targets and actions",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, s1: switch, x: hub }, links: [[h1, s1], [h2, s1], [x, s1]] }
            traffic: { f: { kind: ping, from: h1, to: h2 } }
            timeline:
              - { at: 1s, link: h1-s2, down: true }
              - { at: 1s, link: h1-s1 }
              - { at: 1s, down: true }
              - { link: h1-s1, down: true }
              - { at: 1s, link: h1-s1, down: false }
              - { at: 1s, link: h1-s1, down: true, up: true }
              - { at: 1s, link: h1-s1, node: h1, down: true }
              - { at: 1s, node: h1, down: true, direction: forward }
              - { at: 1s, link: h1-s1, down: true, direction: back }
              - { at: 1s, link: h1-s1, pause: true }
              - { at: 1s, link: h1-s1, loss: 5%, frames: 5 }
              - { at: 1s, nic: h1, down: true }
              - { at: 1s, nic: s1:p9, down: true }
              - { at: 1s, node: h9, down: true }
              - { at: 1, link: h1-s1, dwn: true }
              - 5
            """#,
            #"""
            lab.yaml:5:21: error: no link is named `h1-s2`
             5 |   - { at: 1s, link: h1-s2, down: true }
               |                     ^~~~~ did you mean `h1-s1`?
            lab.yaml:6:5: error: the entry does nothing
             6 |   - { at: 1s, link: h1-s1 }
               |     ^
               = it needs one of down, up, set, ramp, fault, mtu, flush: write `down: true`
            lab.yaml:7:5: error: the entry happens to nothing
             7 |   - { at: 1s, down: true }
               |     ^
               = it needs one of link, node, nic: write `link: h1-h2`
            lab.yaml:8:5: error: the entry has no time
             8 |   - { link: h1-s1, down: true }
               |     ^
               = write `at: 2s` or `after: hello`
            lab.yaml:9:34: error: `down` takes `true`
             9 |   - { at: 1s, link: h1-s1, down: false }
               |                                  ^~~~~ did you mean `up: true`?
            lab.yaml:10:40: error: `down` and `up` exclude each other
             10 |   - { at: 1s, link: h1-s1, down: true, up: true }
                |                                        ^~
            lab.yaml:10:28: note: `down` stands here
             10 |   - { at: 1s, link: h1-s1, down: true, up: true }
                |                            ^~~~
            lab.yaml:11:28: error: `link` and `node` exclude each other
             11 |   - { at: 1s, link: h1-s1, node: h1, down: true }
                |                            ^~~~
            lab.yaml:11:15: note: `link` stands here
             11 |   - { at: 1s, link: h1-s1, node: h1, down: true }
                |               ^~~~
            lab.yaml:12:48: error: only a link has directions
             12 |   - { at: 1s, node: h1, down: true, direction: forward }
                |                                                ^~~~~~~
                = `forward` is from its first endpoint to the second
            lab.yaml:13:51: error: unknown direction `back`
             13 |   - { at: 1s, link: h1-s1, down: true, direction: back }
                |                                                   ^~~~
                = direction: forward, reverse
            lab.yaml:14:28: error: `pause` is not supported yet
             14 |   - { at: 1s, link: h1-s1, pause: true }
                |                            ^~~~~
            lab.yaml:15:28: error: `loss` belongs to `set`: `set: { loss: ... }`
             15 |   - { at: 1s, link: h1-s1, loss: 5%, frames: 5 }
                |                            ^~~~
                = an entry of the timeline takes: id, at, after, plus, every, until, link, node, nic, down, up, set, ramp, fault, mtu, flush, frames, direction, for, when
            lab.yaml:15:38: error: `frames` needs `fault`
             15 |   - { at: 1s, link: h1-s1, loss: 5%, frames: 5 }
                |                                      ^~~~~~
                = write `fault: wrong-session, frames: 5`
            lab.yaml:16:20: error: `nic` needs an interface
             16 |   - { at: 1s, nic: h1, down: true }
                |                    ^~ did you mean `h1:eth0`?
            lab.yaml:17:20: error: nothing is linked to `s1:p9`
             17 |   - { at: 1s, nic: s1:p9, down: true }
                |                    ^~~~~
            lab.yaml:18:21: error: no node is named `h9`
             18 |   - { at: 1s, node: h9, down: true }
                |                     ^~ did you mean `h1`?
            lab.yaml:19:11: error: a time needs its unit
             19 |   - { at: 1, link: h1-s1, dwn: true }
                |           ^ did you mean `1s`?
                = the units are ns us ms s min
            lab.yaml:19:27: error: unknown key `dwn` in an entry of the timeline
             19 |   - { at: 1, link: h1-s1, dwn: true }
                |                           ^~~ did you mean `down`?
                = an entry of the timeline takes: id, at, after, plus, every, until, link, node, nic, down, up, set, ramp, fault, mtu, flush, frames, direction, for, when
            lab.yaml:20:5: error: expected an entry of the timeline as a mapping, found a single value
             20 |   - 5
                |     ^
            """#),
        Golden(
            "tables and times",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, s1: switch, x: hub }, links: [[h1, s1], [h2, s1], [x, s1]] }
            traffic: { f: { kind: ping, from: h1, to: h2 } }
            timeline:
              - { at: 1s, node: x, flush: fdb }
              - { at: 1s, node: s1, flush: arp }
              - { at: 1s, node: s1, flush: mac }
              - { at: 1s, link: h1-s1, flush: fdb }
              - { at: 1s, node: s1, flush: fdb, for: 1s }
              - { at: 1s, link: h1-s1, down: true, every: 1s }
              - { at: 1s, link: h1-s1, down: true, until: 1s }
              - { at: 1s, link: h1-s1, down: true, every: 1s, until: 1s }
              - { at: 1s, link: h1-s1, down: true, every: 1ns, until: 2s }
              - { at: 1s, link: h1-s1, down: true, every: 1s, until: 9s, for: 1s }
              - { after: f, link: h1-s1, down: true, every: 1s, until: 9s }
              - { at: 1s, after: f, link: h1-s1, down: true, for: 0 }
              - { at: 1s, plus: 1s, link: h1-s1, down: true }
              - { id: f, at: 1s, link: h1-s1, down: true }
              - { id: 5x, at: 1s, link: h1-s1, down: true }
              - { after: g, link: h1-s1, down: true }
            """#,
            #"""
            lab.yaml:5:31: error: `x` is no switch: it learns no stations
             5 |   - { at: 1s, node: x, flush: fdb }
               |                               ^~~
            lab.yaml:6:32: error: `s1` is no host: it knows no neighbours
             6 |   - { at: 1s, node: s1, flush: arp }
               |                                ^~~
            lab.yaml:7:32: error: unknown table `mac`
             7 |   - { at: 1s, node: s1, flush: mac }
               |                                ^~~
               = table: fdb, arp
            lab.yaml:8:35: error: a node forgets, and nothing else
             8 |   - { at: 1s, link: h1-s1, flush: fdb }
               |                                   ^~~
               = write `node: s1`
            lab.yaml:9:42: error: what was forgotten is not put back: `flush` takes no `for`
             9 |   - { at: 1s, node: s1, flush: fdb, for: 1s }
               |                                          ^~
            lab.yaml:10:40: error: `every` needs `until`
             10 |   - { at: 1s, link: h1-s1, down: true, every: 1s }
                |                                        ^~~~~
                = write `at: 1s, every: 500ms, until: 3s`
            lab.yaml:11:40: error: `until` needs `every`
             11 |   - { at: 1s, link: h1-s1, down: true, until: 1s }
                |                                        ^~~~~
                = write `at: 1s, every: 500ms, until: 3s`
            lab.yaml:12:58: error: the entry never acts: it begins at 1s, and acts before `until`
             12 |   - { at: 1s, link: h1-s1, down: true, every: 1s, until: 1s }
                |                                                          ^~
            lab.yaml:13:47: error: the entry would act more than 1000000 times
             13 |   - { at: 1s, link: h1-s1, down: true, every: 1ns, until: 2s }
                |                                               ^~~
            lab.yaml:14:67: error: `for` lasts until the entry acts again
             14 |   - { at: 1s, link: h1-s1, down: true, every: 1s, until: 9s, for: 1s }
                |                                                                   ^~
                = `every` is 1s
            lab.yaml:15:42: error: `every` and `after` exclude each other
             15 |   - { after: f, link: h1-s1, down: true, every: 1s, until: 9s }
                |                                          ^~~~~
            lab.yaml:15:7: note: `after` stands here
             15 |   - { after: f, link: h1-s1, down: true, every: 1s, until: 9s }
                |       ^~~~~
            lab.yaml:16:15: error: `at` and `after` exclude each other
             16 |   - { at: 1s, after: f, link: h1-s1, down: true, for: 0 }
                |               ^~~~~
            lab.yaml:16:7: note: `at` stands here
             16 |   - { at: 1s, after: f, link: h1-s1, down: true, for: 0 }
                |       ^~
            lab.yaml:16:55: error: a time longer than 0 is needed here
             16 |   - { at: 1s, after: f, link: h1-s1, down: true, for: 0 }
                |                                                       ^
            lab.yaml:17:15: error: `plus` needs `after`
             17 |   - { at: 1s, plus: 1s, link: h1-s1, down: true }
                |               ^~~~
                = a time from zero is written `at: 1s`
            lab.yaml:18:11: error: `f` names two things
             18 |   - { id: f, at: 1s, link: h1-s1, down: true }
                |           ^
            lab.yaml:3:12: note: a flow has this name already
              3 | traffic: { f: { kind: ping, from: h1, to: h2 } }
                |            ^
            lab.yaml:19:11: error: `5x` is not a name for a timeline entry
             19 |   - { id: 5x, at: 1s, link: h1-s1, down: true }
                |           ^~
                = a name begins with a letter and has letters, digits, `_` and `-`
            lab.yaml:20:14: error: no flow and no entry of the timeline is named `g`
             20 |   - { after: g, link: h1-s1, down: true }
                |              ^
            """#),
        Golden(
            "flows and entries that wait for each other",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              f: { kind: ping, from: h1, to: h2, after: cut }
              g: { kind: ping, from: h1, to: h2, after: f }
            timeline:
              - { id: cut, after: g, link: h1-h2, down: true }
              - { after: cut, link: h1-h2, up: true }
            """#,
            #"""
            lab.yaml:4:45: error: these wait for each other: f after cut after g after f
             4 |   f: { kind: ping, from: h1, to: h2, after: cut }
               |                                             ^~~
            """#),
        Golden(
            "no list",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: [f]
            timeline: { at: 1s }
            """#,
            #"""
            lab.yaml:3:10: error: expected flows by name, found a list
             3 | traffic: [f]
               |          ^
            lab.yaml:4:11: error: expected `timeline` as a list, found a mapping
             4 | timeline: { at: 1s }
               |           ^
               = each entry begins with `- `
            """#),
    ]
}
