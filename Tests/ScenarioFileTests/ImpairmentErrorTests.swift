import Testing

@Suite("Mistakes in impairments")
struct ImpairmentErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "values and units",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch, s2: switch }
              links:
                - { id: a, endpoints: [h1, h2], forward: { delay: 20, jitter: 2 ms, loss: 10, corrupt: 101%, duplicate: 0.00001% } }
                - { id: b, endpoints: [h1, h2], reverse: { reorder: -1%, loss: 1% 25%, rate: 10Mbps, queue: 0, mtu: 60 } }
                - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
                - { id: d, endpoints: [s1, s2], both: { rate: 1000, queue: 1.5, loss: low, corrupt: 0, drop: { every: 3 } } }
                - { id: e, endpoints: [s1, s2], both: 20ms }
                - { id: f, endpoints: [s1, s2], both: [delay], forward: , reverse: { delay: , loss: ~ } }
            """#,
            #"""
            lab.yaml:5:55: error: a time needs its unit
             5 |     - { id: a, endpoints: [h1, h2], forward: { delay: 20, jitter: 2 ms, loss: 10, corrupt: 101%, duplicate: 0.00001% } }
               |                                                       ^~ did you mean `20ms`?
               = the units are ns us ms s min
            lab.yaml:5:68: error: unknown unit ` ms` of time
             5 |     - { id: a, endpoints: [h1, h2], forward: { delay: 20, jitter: 2 ms, loss: 10, corrupt: 101%, duplicate: 0.00001% } }
               |                                                                    ^~~ did you mean `2ms`?
               = the units are ns us ms s min, case-sensitive
            lab.yaml:5:79: error: a chance is a percentage
             5 |     - { id: a, endpoints: [h1, h2], forward: { delay: 20, jitter: 2 ms, loss: 10, corrupt: 101%, duplicate: 0.00001% } }
               |                                                                               ^~ did you mean `10%`?
               = 1% is one in a hundred; the finest is 0.0001%
            lab.yaml:5:92: error: 101% is more than all
             5 |     - { id: a, endpoints: [h1, h2], forward: { delay: 20, jitter: 2 ms, loss: 10, corrupt: 101%, duplicate: 0.00001% } }
               |                                                                                            ^~~~
            lab.yaml:5:109: error: `0.00001%` is not a percentage of at most four decimals
             5 |     - { id: a, endpoints: [h1, h2], forward: { delay: 20, jitter: 2 ms, loss: 10, corrupt: 101%, duplicate: 0.00001% } }
               |                                                                                                             ^~~~~~~~
            lab.yaml:6:57: error: `-1%` is not a number with a unit
             6 |     - { id: b, endpoints: [h1, h2], reverse: { reorder: -1%, loss: 1% 25%, rate: 10Mbps, queue: 0, mtu: 60 } }
               |                                                         ^~~
            lab.yaml:6:68: error: `1% 25%` is not a percentage of at most four decimals
             6 |     - { id: b, endpoints: [h1, h2], reverse: { reorder: -1%, loss: 1% 25%, rate: 10Mbps, queue: 0, mtu: 60 } }
               |                                                                    ^~~~~~
               = losses that come in bursts are `{ gilbert: { p: 1%, r: 25% } }`
            lab.yaml:6:84: error: unknown unit `Mbps` of rate
             6 |     - { id: b, endpoints: [h1, h2], reverse: { reorder: -1%, loss: 1% 25%, rate: 10Mbps, queue: 0, mtu: 60 } }
               |                                                                                    ^~~~ did you mean `10Mbit`?
               = the units are pps kpps Mpps bps kbit Mbit Gbit, case-sensitive
            lab.yaml:6:97: error: 0 is out of range: from 1 to 1000000
             6 |     - { id: b, endpoints: [h1, h2], reverse: { reorder: -1%, loss: 1% 25%, rate: 10Mbps, queue: 0, mtu: 60 } }
               |                                                                                                 ^
            lab.yaml:6:105: error: 60 is out of range: from 68 to 65535
             6 |     - { id: b, endpoints: [h1, h2], reverse: { reorder: -1%, loss: 1% 25%, rate: 10Mbps, queue: 0, mtu: 60 } }
               |                                                                                                         ^~
            lab.yaml:7:51: error: at a rate of 0 nothing arrives
             7 |     - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
               |                                                   ^
               = `none` is no bound; a link that carries nothing is `down` in the timeline
            lab.yaml:7:61: error: frames are numbered from 1
             7 |     - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
               |                                                             ^
            lab.yaml:7:64: error: `7-9` is no number of a frame
             7 |     - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
               |                                                                ^~~ did you mean `7..9`?
            lab.yaml:7:69: error: `9..7` is empty: the lower end comes first
             7 |     - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
               |                                                                     ^~~~ did you mean `7..9`?
            lab.yaml:7:75: error: `x` is not an integer
             7 |     - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
               |                                                                           ^
               = integers are written 1000, 1_000 or 0x3e8
            lab.yaml:7:88: error: unknown unit `%` of time
             7 |     - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
               |                                                                                        ^
               = the units are ns us ms s min, case-sensitive
            lab.yaml:7:98: error: expected a single value, found a list
             7 |     - { id: c, endpoints: [h1, h2], both: { rate: 0, drop: [0, 7-9, 9..7, x], jitter: 5%, delay: [1ms] } }
               |                                                                                                  ^
            lab.yaml:8:51: error: a rate needs its unit
             8 |     - { id: d, endpoints: [s1, s2], both: { rate: 1000, queue: 1.5, loss: low, corrupt: 0, drop: { every: 3 } } }
               |                                                   ^~~~ did you mean `1000kbit`?
               = the units are pps kpps Mpps bps kbit Mbit Gbit
            lab.yaml:8:64: error: `1.5` is not an integer
             8 |     - { id: d, endpoints: [s1, s2], both: { rate: 1000, queue: 1.5, loss: low, corrupt: 0, drop: { every: 3 } } }
               |                                                                ^~~
               = integers are written 1000, 1_000 or 0x3e8
            lab.yaml:8:75: error: a chance is a percentage
             8 |     - { id: d, endpoints: [s1, s2], both: { rate: 1000, queue: 1.5, loss: low, corrupt: 0, drop: { every: 3 } } }
               |                                                                           ^~~
               = 1% is one in a hundred; the finest is 0.0001%
            lab.yaml:8:89: error: a chance is a percentage
             8 |     - { id: d, endpoints: [s1, s2], both: { rate: 1000, queue: 1.5, loss: low, corrupt: 0, drop: { every: 3 } } }
               |                                                                                         ^ did you mean `0%`?
               = 1% is one in a hundred; the finest is 0.0001%
            lab.yaml:8:98: error: expected `drop` as numbers of frames, found a mapping
             8 |     - { id: d, endpoints: [s1, s2], both: { rate: 1000, queue: 1.5, loss: low, corrupt: 0, drop: { every: 3 } } }
               |                                                                                                  ^
               = write `drop: [3, 7..9]`
            lab.yaml:9:43: error: expected `both` as a mapping, found a single value
             9 |     - { id: e, endpoints: [s1, s2], both: 20ms }
               |                                           ^~~~
            lab.yaml:10:43: error: expected `both` as a mapping, found a list
             10 |     - { id: f, endpoints: [s1, s2], both: [delay], forward: , reverse: { delay: , loss: ~ } }
                |                                           ^
            lab.yaml:10:52: error: `forward` has no value
             10 |     - { id: f, endpoints: [s1, s2], both: [delay], forward: , reverse: { delay: , loss: ~ } }
                |                                                    ^~~~~~~
            lab.yaml:10:74: error: `delay` has no value
             10 |     - { id: f, endpoints: [s1, s2], both: [delay], forward: , reverse: { delay: , loss: ~ } }
                |                                                                          ^~~~~
            """#),
        Golden(
            "models of loss and jitter",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch, s2: switch }
              links:
                - { id: a, endpoints: [h1, h2], both: { loss: { pattern: "" }, jitter: {} } }
                - { id: b, endpoints: [h1, h2], both: { loss: { pattern: "11x1" }, jitter: { amount: 1ms, distribution: gauss } } }
                - { id: c, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1% } }, jitter: { distribution: nromal } } }
                - { id: d, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1, r: 25%, 1-h: 0%, h: 1% } } } }
                - { id: e, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1%, r: 2% }, pattern: "10" } } }
                - { id: f, endpoints: [h1, h2], both: { loss: { gilbrt: { p: 1%, r: 2% } } } }
                - { id: g, endpoints: [h1, h2], both: { loss: {}, jitter: [2ms] } }
                - { id: h, endpoints: [h1, h2], both: { loss: [1%], corrupt: { chance: 1% } } }
                - { id: i, endpoints: [h1, h2], both: { loss: { gilbert: 1%, } } }
            """#,
            #"""
            lab.yaml:5:62: error: an empty pattern loses nothing and passes nothing
             5 |     - { id: a, endpoints: [h1, h2], both: { loss: { pattern: "" }, jitter: {} } }
               |                                                              ^~
               = 1 passes, 0 is lost, and it repeats: "1101" loses the third of every four frames
            lab.yaml:5:68: error: `jitter` has no `amount`
             5 |     - { id: a, endpoints: [h1, h2], both: { loss: { pattern: "" }, jitter: {} } }
               |                                                                    ^~~~~~
               = write `jitter: { amount: 2ms, distribution: normal }`
            lab.yaml:6:65: error: a pattern has 0 and 1, found `x`
             6 |     - { id: b, endpoints: [h1, h2], both: { loss: { pattern: "11x1" }, jitter: { amount: 1ms, distribution: gauss } } }
               |                                                                 ^
               = 1 passes, 0 is lost, and it repeats: "1101" loses the third of every four frames
            lab.yaml:6:109: error: unknown distribution `gauss`
             6 |     - { id: b, endpoints: [h1, h2], both: { loss: { pattern: "11x1" }, jitter: { amount: 1ms, distribution: gauss } } }
               |                                                                                                             ^~~~~
               = distribution: uniform, normal, pareto
            lab.yaml:7:53: error: `gilbert` has no `r`, the chance to leave the bad state
             7 |     - { id: c, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1% } }, jitter: { distribution: nromal } } }
               |                                                     ^~~~~~~
               = write `gilbert: { p: 1%, r: 25% }`
            lab.yaml:7:75: error: `jitter` has no `amount`
             7 |     - { id: c, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1% } }, jitter: { distribution: nromal } } }
               |                                                                           ^~~~~~
               = write `jitter: { amount: 2ms, distribution: normal }`
            lab.yaml:7:99: error: unknown distribution `nromal`
             7 |     - { id: c, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1% } }, jitter: { distribution: nromal } } }
               |                                                                                                   ^~~~~~ did you mean `normal`?
               = distribution: uniform, normal, pareto
            lab.yaml:8:67: error: a chance is a percentage
             8 |     - { id: d, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1, r: 25%, 1-h: 0%, h: 1% } } } }
               |                                                                   ^ did you mean `1%`?
               = 1% is one in a hundred; the finest is 0.0001%
            lab.yaml:8:78: error: `1-h` is `bad` here: the loss in the bad state
             8 |     - { id: d, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1, r: 25%, 1-h: 0%, h: 1% } } } }
               |                                                                              ^~~
               = `gilbert` takes: p, r, good, bad
            lab.yaml:8:87: error: `h` is what passes in the bad state; here `bad` is what is lost there
             8 |     - { id: d, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1, r: 25%, 1-h: 0%, h: 1% } } } }
               |                                                                                       ^
               = `gilbert` takes: p, r, good, bad
            lab.yaml:9:80: error: `gilbert` and `pattern` exclude each other
             9 |     - { id: e, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1%, r: 2% }, pattern: "10" } } }
               |                                                                                ^~~~~~~
            lab.yaml:9:53: note: `gilbert` stands here
             9 |     - { id: e, endpoints: [h1, h2], both: { loss: { gilbert: { p: 1%, r: 2% }, pattern: "10" } } }
               |                                                     ^~~~~~~
            lab.yaml:10:53: error: unknown key `gilbrt` in `loss`
             10 |     - { id: f, endpoints: [h1, h2], both: { loss: { gilbrt: { p: 1%, r: 2% } } } }
                |                                                     ^~~~~~ did you mean `gilbert`?
                = `loss` takes: gilbert, pattern
            lab.yaml:11:51: error: `loss` says nothing
             11 |     - { id: g, endpoints: [h1, h2], both: { loss: {}, jitter: [2ms] } }
                |                                                   ^
                = write `1%`, `{ gilbert: { p: 1%, r: 25% } }` or `{ pattern: "1101" }`
            lab.yaml:11:63: error: expected a single value, found a list
             11 |     - { id: g, endpoints: [h1, h2], both: { loss: {}, jitter: [2ms] } }
                |                                                               ^
            lab.yaml:12:51: error: expected a single value, found a list
             12 |     - { id: h, endpoints: [h1, h2], both: { loss: [1%], corrupt: { chance: 1% } } }
                |                                                   ^
            lab.yaml:12:66: error: expected a single value, found a mapping
             12 |     - { id: h, endpoints: [h1, h2], both: { loss: [1%], corrupt: { chance: 1% } } }
                |                                                                  ^
            lab.yaml:13:62: error: expected `gilbert` as a mapping, found a single value
             13 |     - { id: i, endpoints: [h1, h2], both: { loss: { gilbert: 1%, } } }
                |                                                              ^~
            """#),
        Golden(
            "words of other tools, and words in the wrong place",
            #"""
            version: 1
            topology:
              defaults: { links: { delay: 5ms, tc: {} } }
              nodes: { h1: host, h2: host }
              links:
                - { id: clab, endpoints: [h1, h2], both: { delay: 50ms, corruption: 0.1%, dealy: 5ms } }
                - { id: mininet, endpoints: [h1, h2], bw: 10, both: { bw: 10, max_queue_size: 100, limit: 5 } }
                - { id: gns3, endpoints: [h1, h2], both: { packet_loss: 10, frequency_drop: 3, latency: 5ms } }
                - { id: netlab, endpoints: [h1, h2], tc: { delay: 20ms } }
                - { id: parts, endpoints: [h1, h2], both: { distribution: normal, gilbert: {}, pattern: "10", down: true } }
            """#,
            #"""
            lab.yaml:3:24: error: `delay` belongs to a direction: `forward`, `reverse` or `both`, as in `both: { delay: 20ms }`
             3 |   defaults: { links: { delay: 5ms, tc: {} } }
               |                        ^~~~~
               = `links` of `defaults` takes: kind, options, forward, reverse, both
            lab.yaml:3:36: error: `tc` is `both`, `forward` or `reverse` here: `both: { delay: 20ms, loss: 1% }`
             3 |   defaults: { links: { delay: 5ms, tc: {} } }
               |                                    ^~
               = `links` of `defaults` takes: kind, options, forward, reverse, both
            lab.yaml:6:61: error: `corruption` is `corrupt` here: `corrupt: 1%`
             6 |     - { id: clab, endpoints: [h1, h2], both: { delay: 50ms, corruption: 0.1%, dealy: 5ms } }
               |                                                             ^~~~~~~~~~
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:6:79: error: unknown key `dealy` in `both`
             6 |     - { id: clab, endpoints: [h1, h2], both: { delay: 50ms, corruption: 0.1%, dealy: 5ms } }
               |                                                                               ^~~~~ did you mean `delay`?
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:7:43: error: `bw` is `rate` here: `rate: 10Mbit`, under `forward`, `reverse` or `both`
             7 |     - { id: mininet, endpoints: [h1, h2], bw: 10, both: { bw: 10, max_queue_size: 100, limit: 5 } }
               |                                           ^~
               = a link takes: id, kind, endpoints, star, chain, ring, mesh, tree, options, a, b, forward, reverse, both, when
            lab.yaml:7:59: error: `bw` is `rate` here: `rate: 10Mbit`
             7 |     - { id: mininet, endpoints: [h1, h2], bw: 10, both: { bw: 10, max_queue_size: 100, limit: 5 } }
               |                                                           ^~
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:7:67: error: `max_queue_size` is `queue` here, in frames: `queue: 100`
             7 |     - { id: mininet, endpoints: [h1, h2], bw: 10, both: { bw: 10, max_queue_size: 100, limit: 5 } }
               |                                                                   ^~~~~~~~~~~~~~
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:7:88: error: `limit` is `queue` here, in frames: `queue: 100`
             7 |     - { id: mininet, endpoints: [h1, h2], bw: 10, both: { bw: 10, max_queue_size: 100, limit: 5 } }
               |                                                                                        ^~~~~
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:8:48: error: `packet_loss` is `loss` here, a chance for each frame: `loss: 1%`
             8 |     - { id: gns3, endpoints: [h1, h2], both: { packet_loss: 10, frequency_drop: 3, latency: 5ms } }
               |                                                ^~~~~~~~~~~
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:8:65: error: `frequency_drop` is a pattern here: `loss: { pattern: "1110" }` loses every fourth frame
             8 |     - { id: gns3, endpoints: [h1, h2], both: { packet_loss: 10, frequency_drop: 3, latency: 5ms } }
               |                                                                 ^~~~~~~~~~~~~~
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:8:84: error: `latency` is `delay` here: `delay: 20ms`
             8 |     - { id: gns3, endpoints: [h1, h2], both: { packet_loss: 10, frequency_drop: 3, latency: 5ms } }
               |                                                                                    ^~~~~~~
               = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:9:42: error: `tc` is `both`, `forward` or `reverse` here: `both: { delay: 20ms, loss: 1% }`
             9 |     - { id: netlab, endpoints: [h1, h2], tc: { delay: 20ms } }
               |                                          ^~
               = a link takes: id, kind, endpoints, star, chain, ring, mesh, tree, options, a, b, forward, reverse, both, when
            lab.yaml:10:49: error: `distribution` belongs to `jitter`: `jitter: { amount: 2ms, distribution: normal }`
             10 |     - { id: parts, endpoints: [h1, h2], both: { distribution: normal, gilbert: {}, pattern: "10", down: true } }
                |                                                 ^~~~~~~~~~~~
                = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:10:71: error: `gilbert` belongs to `loss`: `loss: { gilbert: { p: 1%, r: 25% } }`, `loss: { pattern: "1101" }`
             10 |     - { id: parts, endpoints: [h1, h2], both: { distribution: normal, gilbert: {}, pattern: "10", down: true } }
                |                                                                       ^~~~~~~
                = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:10:84: error: `pattern` belongs to `loss`: `loss: { gilbert: { p: 1%, r: 25% } }`, `loss: { pattern: "1101" }`
             10 |     - { id: parts, endpoints: [h1, h2], both: { distribution: normal, gilbert: {}, pattern: "10", down: true } }
                |                                                                                    ^~~~~~~
                = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:10:99: error: `down` belongs to the timeline: `{ at: 1s, link: h1-h2, down: true }`
             10 |     - { id: parts, endpoints: [h1, h2], both: { distribution: normal, gilbert: {}, pattern: "10", down: true } }
                |                                                                                                   ^~~~
                = `both` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            """#),
        Golden(
            "packets that are not there",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch, s2: switch }
              links:
                - { id: a, endpoints: [h1, h2], forward: { outer_mtu: 1500 } }
                - { id: b, kind: dgram, endpoints: [h1, h2], options: { local.type: unix }, both: { outer_mtu: 1500 } }
                - { id: c, kind: dgram, endpoints: [h1, h2], both: { outer_mtu: 1500 } }
                - [s1, s2]
            """#,
            #"""
            lab.yaml:5:48: error: `outer_mtu` bounds the IP packet that a frame travels in: a wire has none
             5 |     - { id: a, endpoints: [h1, h2], forward: { outer_mtu: 1500 } }
               |                                                ^~~~~~~~~
               = `mtu` bounds the packet in the frame
            lab.yaml:6:89: error: `outer_mtu` bounds the IP packet that a frame travels in: unix sockets have none
             6 |     - { id: b, kind: dgram, endpoints: [h1, h2], options: { local.type: unix }, both: { outer_mtu: 1500 } }
               |                                                                                         ^~~~~~~~~
               = `mtu` bounds the packet in the frame
            """#),
        Golden(
            "what comes to nothing",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch, s2: switch }
              links:
                - { id: a, endpoints: [h1, h2], both: { delay: 2ms, jitter: 5ms } }
                - { id: b, endpoints: [h1, h2], forward: { jitter: { amount: 3ms, distribution: pareto } }, both: { delay: 2ms } }
                - { id: c, endpoints: [h1, h2], forward: { queue: 5 }, reverse: { rate: 1Mbit } }
                - { id: d, endpoints: [h1, h2], forward: { rate: 5kpps }, both: { queue: 50 } }
                - [s1, s2]
            """#,
            #"""
            lab.yaml:5:57: warning: a jitter of 5ms is more than the delay of 2ms has room for
             5 |     - { id: a, endpoints: [h1, h2], both: { delay: 2ms, jitter: 5ms } }
               |                                                         ^~~~~~
               = a delay that would be less than 0 is 0, so that the mean is more than 2ms
            lab.yaml:7:48: warning: `queue` without a `rate`: frames wait for nothing
             7 |     - { id: c, endpoints: [h1, h2], forward: { queue: 5 }, reverse: { rate: 1Mbit } }
               |                                                ^~~~~
               = write `rate: 10Mbit` beside it
            """#),
    ]
}
