import Testing

@Suite("Mistakes in what is expected of flows")
struct FlowExpectationErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "loss, way and numbers",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, h3: host, s1: switch }, links: [[h1, s1], [h2, s1], [h3, s1]] }
            traffic:
              f: { kind: udp, from: h1, to: h2, count: 100 }
              g: { kind: udp, from: "h[1..2]", to: h3, count: 10 }
            expect:
              - f: { loss: 1% }
              - f: { loss: "<= 0.5%" }
              - f: { loss: 5 }
              - f: { loss: "<= 5" }
              - f: { loss: 0% }
              - f: { loss: all }
              - f: { via: s1 }
              - f: { via: [s2] }
              - f: { via: [] }
              - "f[1]": { delivered: all }
              - "g[3]": { delivered: all }
              - "g[2..1]": { delivered: all }
              - "g[x]": { delivered: all }
              - "k[1]": { delivered: all }
              - f: {}
              - { f: { loss: 10% }, during: [0s, 500ms] }
            """#,
            #"""
            lab.yaml:7:16: error: of 100 frames none may be lost by chance alone: 1% needs 917 frames
             7 |   - f: { loss: 1% }
               |                ^~
               = a percentage says the process; `"<= 1%"` compares what was measured
            lab.yaml:8:16: error: 0.5% of 100 frames is less than one frame: 0.5% needs 200 frames
             8 |   - f: { loss: "<= 0.5%" }
               |                ^~~~~~~~~
            lab.yaml:9:16: error: a share is a percentage
             9 |   - f: { loss: 5 }
               |                ^ did you mean `5%`?
            lab.yaml:10:20: error: a share is a percentage
             10 |   - f: { loss: "<= 5" }
                |                    ^ did you mean `<= 5%`?
            lab.yaml:11:16: error: a chance of 0% is no chance
             11 |   - f: { loss: 0% }
                |                ^~
                = write `lost: none`
            lab.yaml:12:16: error: loss is a percentage
             12 |   - f: { loss: all }
                |                ^~~
                = write `lost: all` for a number of frames
            lab.yaml:13:15: error: expected `via` as a list of nodes and links, found a single value
             13 |   - f: { via: s1 }
                |               ^~
                = write `via: [s1, tunnel]`
            lab.yaml:14:16: error: no node and no link is named `s2`
             14 |   - f: { via: [s2] }
                |                ^~ did you mean `h2`?
            lab.yaml:15:15: error: `via` is an empty list
             15 |   - f: { via: [] }
                |               ^
            lab.yaml:16:5: error: `f` is one flow
             16 |   - "f[1]": { delivered: all }
                |     ^~~~~~ did you mean `f`?
            lab.yaml:17:5: error: `g[3]` is not there
             17 |   - "g[3]": { delivered: all }
                |     ^~~~~~
                = `g` is g[1] to g[2]
            lab.yaml:18:5: error: the range of `g[2..1]` runs backwards
             18 |   - "g[2..1]": { delivered: all }
                |     ^~~~~~~~~ did you mean `g[1..2]`?
            lab.yaml:19:5: error: `g[x]` names no flow
             19 |   - "g[x]": { delivered: all }
                |     ^~~~~~
                = write `g` for all of them, `g[3]` for one, `g[2..4]` for some
            lab.yaml:20:5: error: `k[1]` is neither a flow nor a kind of expectation
             20 |   - "k[1]": { delivered: all }
                |     ^~~~~~
                = expectations: frames, nothing_else, dropped, bytes, pcap, state, converge, conserve, or the name of a flow
            lab.yaml:21:5: error: nothing is expected of `f`
             21 |   - f: {}
                |     ^
            lab.yaml:22:18: error: of 50 frames none may be lost by chance alone: 10% needs 88 frames
             22 |   - { f: { loss: 10% }, during: [0s, 500ms] }
                |                  ^~~
                = a percentage says the process; `"<= 10%"` compares what was measured
            """#),
        Golden(
            "the nearest name, with its number",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              hello: { kind: ping, from: h1, to: h2, at: 1s, plus: }
            expect:
              - helo[3]: { delivered: all }
              - frame: { at: h1 }
            """#,
            #"""
            lab.yaml:4:50: error: `plus` has no value
             4 |   hello: { kind: ping, from: h1, to: h2, at: 1s, plus: }
               |                                                  ^~~~
            lab.yaml:6:5: error: `helo[3]` is neither a flow nor a kind of expectation
             6 |   - helo[3]: { delivered: all }
               |     ^~~~~~~ did you mean `hello[3]`?
               = expectations: frames, nothing_else, dropped, bytes, pcap, state, converge, conserve, or the name of a flow
            lab.yaml:7:5: error: `frame` is neither a flow nor a kind of expectation
             7 |   - frame: { at: h1 }
               |     ^~~~~ did you mean `frames`?
               = expectations: frames, nothing_else, dropped, bytes, pcap, state, converge, conserve, or the name of a flow
            """#),
        Golden(
            "modifiers",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - { f: { delivered: all, because: x }, level: warn }
              - { conserve: all, within: 5s }
              - { conserve: all, during: [1s, 2s] }
              - { f: { delivered: all }, during: [2s, 1s] }
              - { f: { delivered: all }, during: [1s, 1s] }
              - { f: { delivered: all }, during: 1s }
              - { f: { delivered: all }, during: [1s] }
              - { f: { delivered: all }, during: [1s, 2s], within: 1.5s }
              - { state: { node: h1, mac: "52:54:00:12:34:56" }, during: [1s, 2s], within: 3s }
              - { f: { delivered: all }, within: 0 }
              - { f: { delivered: all }, withn: 1s }
              - { f: { delivered: all, during: [1s, 2s] } }
            """#,
            #"""
            lab.yaml:5:28: error: `because` stands beside the expectation, not inside it
             5 |   - { f: { delivered: all, because: x }, level: warn }
               |                            ^~~~~~~
               = the expectation of a flow takes: delivered, lost, loss, duplicates, reordered, latency, via
            lab.yaml:5:49: error: unknown level `warn`
             5 |   - { f: { delivered: all, because: x }, level: warn }
               |                                                 ^~~~
               = level: error, warning
            lab.yaml:6:30: error: `conserve` looks at the whole run and takes no `within`
             6 |   - { conserve: all, within: 5s }
               |                              ^~
            lab.yaml:7:22: error: `conserve` looks at the whole run and takes no `during`
             7 |   - { conserve: all, during: [1s, 2s] }
               |                      ^~~~~~
            lab.yaml:8:43: error: `during` ends at 1s, before it begins
             8 |   - { f: { delivered: all }, during: [2s, 1s] }
               |                                           ^~ did you mean `[1s, 2s]`?
            lab.yaml:9:30: error: `during` is empty: its end is not in it
             9 |   - { f: { delivered: all }, during: [1s, 1s] }
               |                              ^~~~~~
               = an instant such as [2s, 2s] is for `state`
            lab.yaml:10:38: error: expected `during` as two times, found a single value
             10 |   - { f: { delivered: all }, during: 1s }
                |                                      ^~
                = write `during: [1s, 2s]`
            lab.yaml:11:38: error: `during` takes two times, found 1
             11 |   - { f: { delivered: all }, during: [1s] }
                |                                      ^
                = write `during: [1s, 2s]`
            lab.yaml:12:56: error: `f` is judged at 1500ms, before `during` ends
             12 |   - { f: { delivered: all }, during: [1s, 2s], within: 1.5s }
                |                                                        ^~~~
            lab.yaml:12:30: note: `during` ends at 2s
             12 |   - { f: { delivered: all }, during: [1s, 2s], within: 1.5s }
                |                              ^~~~~~
            lab.yaml:13:80: error: a state holds once by `within`, or throughout `during`: not both
             13 |   - { state: { node: h1, mac: "52:54:00:12:34:56" }, during: [1s, 2s], within: 3s }
                |                                                                                ^~
            lab.yaml:14:38: error: a time longer than 0 is needed here
             14 |   - { f: { delivered: all }, within: 0 }
                |                                      ^
            lab.yaml:15:30: error: one line expects one thing: `f` or `withn`
             15 |   - { f: { delivered: all }, withn: 1s }
                |                              ^~~~~ did you mean `within`?
                = begin another line with `- `
            lab.yaml:16:28: error: `during` stands beside the expectation, not inside it
             16 |   - { f: { delivered: all, during: [1s, 2s] } }
                |                            ^~~~~~
                = the expectation of a flow takes: delivered, lost, loss, duplicates, reordered, latency, via
            lab.yaml:12:30: warning: `f` sends nothing in this time: nothing of it is judged
             12 |   - { f: { delivered: all }, during: [1s, 2s], within: 1.5s }
                |                              ^~~~~~
            """#),
    ]
}
