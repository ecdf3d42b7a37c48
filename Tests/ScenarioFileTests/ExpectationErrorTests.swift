import Testing

@Suite("Mistakes in expectations")
struct ExpectationErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "unknown kinds and flows",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - g: { delivered: all }
              - frame: { at: h1 }
              - exec: { node: h1 }
              - {}
              - 5
            """#,
            #"""
            lab.yaml:5:5: error: `g` is neither a flow nor a kind of expectation
             5 |   - g: { delivered: all }
               |     ^
               = expectations: frames, nothing_else, dropped, bytes, pcap, state, converge, conserve, or the name of a flow
            lab.yaml:6:5: error: `frame` is neither a flow nor a kind of expectation
             6 |   - frame: { at: h1 }
               |     ^~~~~ did you mean `frames`?
               = expectations: frames, nothing_else, dropped, bytes, pcap, state, converge, conserve, or the name of a flow
            lab.yaml:7:5: error: `exec` is not supported yet
             7 |   - exec: { node: h1 }
               |     ^~~~
            lab.yaml:8:5: error: the line expects nothing
             8 |   - {}
               |     ^
               = expectations: frames, nothing_else, dropped, bytes, pcap, state, converge, conserve, or the name of a flow
            lab.yaml:9:5: error: expected an expectation as a mapping, found a single value
             9 |   - 5
               |     ^
            """#),
        Golden(
            "two things on a line",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - { f: { delivered: all }, conserve: all }
            """#,
            #"""
            lab.yaml:5:30: error: one line expects one thing: `f` or `conserve`
             5 |   - { f: { delivered: all }, conserve: all }
               |                              ^~~~~~~~
               = begin another line with `- `
            """#),
        Golden(
            "keys of a flow",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - f: { delivred: all, via: [h3], latency: { p95: 5ms, max: 5 } }
            """#,
            #"""
            lab.yaml:5:10: error: unknown key `delivred` in the expectation of a flow
             5 |   - f: { delivred: all, via: [h3], latency: { p95: 5ms, max: 5 } }
               |          ^~~~~~~~ did you mean `delivered`?
               = the expectation of a flow takes: delivered, lost, loss, duplicates, reordered, latency, via
            lab.yaml:5:31: error: no node and no link is named `h3`
             5 |   - f: { delivred: all, via: [h3], latency: { p95: 5ms, max: 5 } }
               |                               ^~ did you mean `h1`?
            lab.yaml:5:47: error: unknown key `p95` in `latency`
             5 |   - f: { delivred: all, via: [h3], latency: { p95: 5ms, max: 5 } }
               |                                               ^~~ did you mean `p90`?
               = `latency` takes: min, p50, p90, p99, max
            lab.yaml:5:62: error: a time needs its unit
             5 |   - f: { delivred: all, via: [h3], latency: { p95: 5ms, max: 5 } }
               |                                                              ^ did you mean `5s`?
               = the units are ns us ms s min
            """#),
        Golden(
            "comparisons",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - f: { delivered: "=> 5", lost: "== 5", duplicates: 7..3, reordered: 101% }
              - f: { delivered: "> x", lost: 5..10%, duplicates: }
            """#,
            #"""
            lab.yaml:5:21: error: unknown comparison `=>`
             5 |   - f: { delivered: "=> 5", lost: "== 5", duplicates: 7..3, reordered: 101% }
               |                     ^~~~~~ did you mean `>= 5`?
               = comparisons are < <= > >= != and a..b; a bare value means equal
            lab.yaml:5:35: error: unknown comparison `==`
             5 |   - f: { delivered: "=> 5", lost: "== 5", duplicates: 7..3, reordered: 101% }
               |                                   ^~~~~~ did you mean `5`?
               = comparisons are < <= > >= != and a..b; a bare value means equal
            lab.yaml:5:55: error: `7..3` is empty: the lower end comes first
             5 |   - f: { delivered: "=> 5", lost: "== 5", duplicates: 7..3, reordered: 101% }
               |                                                       ^~~~
            lab.yaml:5:72: error: 101% is more than all
             5 |   - f: { delivered: "=> 5", lost: "== 5", duplicates: 7..3, reordered: 101% }
               |                                                                        ^~~~
            lab.yaml:6:24: error: `x` is not an integer
             6 |   - f: { delivered: "> x", lost: 5..10%, duplicates: }
               |                        ^
               = integers are written 1000, 1_000 or 0x3e8
            lab.yaml:6:34: error: both ends of `5..10%` are numbers, or both are percentages
             6 |   - f: { delivered: "> x", lost: 5..10%, duplicates: }
               |                                  ^~~~~~
            lab.yaml:6:42: error: `duplicates` has no value
             6 |   - f: { delivered: "> x", lost: 5..10%, duplicates: }
               |                                          ^~~~~~~~~~
            """#),
        Golden(
            "frames",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - frames: { at: h3 }
              - frames: { at: h1:eth0, count: all }
              - frames: { at: h1, count: 5%, match: eth.dts == h2 }
              - frames: { at: h1, dir: in }
              - frames: { count: 5 }
            """#,
            #"""
            lab.yaml:5:19: error: no node is named `h3`
             5 |   - frames: { at: h3 }
               |                   ^~ did you mean `h1`?
            lab.yaml:6:35: error: `all` needs a number of frames that were to be sent; here is none
             6 |   - frames: { at: h1:eth0, count: all }
               |                                   ^~~
            lab.yaml:7:30: error: a percentage needs a number of frames that were to be sent; here is none
             7 |   - frames: { at: h1, count: 5%, match: eth.dts == h2 }
               |                              ^~
            lab.yaml:8:28: error: unknown direction `in`
             8 |   - frames: { at: h1, dir: in }
               |                            ^~
               = direction: rx, tx
            lab.yaml:9:13: error: `frames` needs `at`
             9 |   - frames: { count: 5 }
               |             ^
               = write `at: h1:eth0`
            """#),
        Golden(
            "drops",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - dropped: { link: h1-h2, reason: cookie-mismtch, count: 1 }
              - dropped: { link: h1-h3, reason: loop, count: 1 }
              - dropped: { node: h1, link: h1-h2, count: 1 }
              - dropped: { reason: loop }
              - conserve: none
            """#,
            #"""
            lab.yaml:5:37: error: unknown reason `cookie-mismtch`
             5 |   - dropped: { link: h1-h2, reason: cookie-mismtch, count: 1 }
               |                                     ^~~~~~~~~~~~~~ did you mean `cookie-mismatch`?
               = reason: link-down, no-peer, queue-full, oversize, filtered, vlan, not-for-me, truncated, bad-version, control-message, session-mismatch, cookie-mismatch, source-mismatch, sequence, corrupted, impaired-loss, impaired-drop, impaired-queue, unresolved, no-route, ttl-expired, same-port, loop, runt, stale, socket-overflow, socket-error, closed
            lab.yaml:6:22: error: no link is named `h1-h3`
             6 |   - dropped: { link: h1-h3, reason: loop, count: 1 }
               |                      ^~~~~ did you mean `h1-h2`?
            lab.yaml:7:26: error: `link` and `node` exclude each other
             7 |   - dropped: { node: h1, link: h1-h2, count: 1 }
               |                          ^~~~
            lab.yaml:7:16: note: `node` stands here
             7 |   - dropped: { node: h1, link: h1-h2, count: 1 }
               |                ^~~~
            lab.yaml:8:14: error: `dropped` needs `count`
             8 |   - dropped: { reason: loop }
               |              ^
               = write `count: 0` or `count: ">= 1"`
            lab.yaml:9:15: error: `conserve` takes `all`
             9 |   - conserve: none
               |               ^~~~
            """#),
        Golden(
            "a link that is not there",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - dropped: { link: h2-h1, count: 1 }
            """#,
            #"""
            lab.yaml:5:22: error: no link is named `h2-h1`
             5 |   - dropped: { link: h2-h1, count: 1 }
               |                      ^~~~~ did you mean `h1-h2`?
            """#),
        Golden(
            "an interface that nothing is linked to",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, s1: switch }, links: [[h1, s1], [h2, s1]] }
            expect:
              - frames: { at: s1:p3, count: 0 }
            """#,
            #"""
            lab.yaml:4:19: error: nothing is linked to `s1:p3`
             4 |   - frames: { at: s1:p3, count: 0 }
               |                   ^~~~~
            """#),
        Golden(
            "expectations that are no list",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            expect: { conserve: all }
            """#,
            #"""
            lab.yaml:3:9: error: expected `expect` as a list, found a mapping
             3 | expect: { conserve: all }
               |         ^
               = each line begins with `- `
            """#),
    ]
}
