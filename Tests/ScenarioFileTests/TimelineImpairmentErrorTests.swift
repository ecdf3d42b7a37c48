import Testing

@Suite("Mistakes in impairments and faults of the timeline")
struct TimelineImpairmentErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "what is set",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links:
                - { id: w, endpoints: [h1, s1] }
                - { id: t, kind: l2tpv3, endpoints: [h2, s1], forward: { delay: 5ms } }
            timeline:
              - { at: 1s, link: w, set: { dealy: 5ms, loss: 5 } }
              - { at: 1s, link: w, set: {} }
              - { at: 1s, link: w, set: 5ms }
              - { at: 1s, link: w, delay: 5ms }
              - { at: 1s, link: w, corrupt: 5%, set: { loss: 5% } }
              - { at: 1s, node: s1, set: { outer_mtu: 1500 } }
              - { at: 1s, link: t, set: { outer_mtu: 1500 } }
              - { at: 1s, node: h1, set: { loss: 5% }, direction: forward }
              - { at: 1s, link: w, set: { loss: 5% }, down: true }
              - { at: 1s, every: 1s, until: 5s, link: w, set: { loss: 5% }, for: 1s }
            """#,
            #"""
            lab.yaml:8:31: error: unknown key `dealy` in `set`
             8 |   - { at: 1s, link: w, set: { dealy: 5ms, loss: 5 } }
               |                               ^~~~~ did you mean `delay`?
               = `set` takes: mtu, outer_mtu, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
            lab.yaml:8:49: error: a chance is a percentage
             8 |   - { at: 1s, link: w, set: { dealy: 5ms, loss: 5 } }
               |                                                 ^ did you mean `5%`?
               = 1% is one in a hundred; the finest is 0.0001%
            lab.yaml:9:29: error: `set` changes nothing
             9 |   - { at: 1s, link: w, set: {} }
               |                             ^
               = write `set: { delay: 20ms }`
            lab.yaml:10:29: error: expected `set` as a mapping, found a single value
             10 |   - { at: 1s, link: w, set: 5ms }
                |                             ^~~
            lab.yaml:11:24: error: `delay` belongs to `set`: `set: { delay: ... }`
             11 |   - { at: 1s, link: w, delay: 5ms }
                |                        ^~~~~
                = an entry of the timeline takes: id, at, after, plus, every, until, link, node, nic, down, up, set, ramp, fault, mtu, flush, frames, direction, for, when
            lab.yaml:12:24: error: `corrupt` belongs to `set`: `set: { corrupt: ... }`
             12 |   - { at: 1s, link: w, corrupt: 5%, set: { loss: 5% } }
                |                        ^~~~~~~
                = an entry of the timeline takes: id, at, after, plus, every, until, link, node, nic, down, up, set, ramp, fault, mtu, flush, frames, direction, for, when
            lab.yaml:13:32: error: `outer_mtu` bounds the IP packet that a frame travels in: a wire has none
             13 |   - { at: 1s, node: s1, set: { outer_mtu: 1500 } }
                |                                ^~~~~~~~~
                = `mtu` bounds the packet in the frame
            lab.yaml:15:55: error: only a link has directions
             15 |   - { at: 1s, node: h1, set: { loss: 5% }, direction: forward }
                |                                                       ^~~~~~~
                = `forward` is from its first endpoint to the second
            lab.yaml:16:43: error: `set` and `down` exclude each other
             16 |   - { at: 1s, link: w, set: { loss: 5% }, down: true }
                |                                           ^~~~
            lab.yaml:16:24: note: `set` stands here
             16 |   - { at: 1s, link: w, set: { loss: 5% }, down: true }
                |                        ^~~
            lab.yaml:17:70: error: `for` lasts until the entry acts again
             17 |   - { at: 1s, every: 1s, until: 5s, link: w, set: { loss: 5% }, for: 1s }
                |                                                                      ^~
                = `every` is 1s
            """#),
        Golden(
            "ramps",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [{ id: w, endpoints: [h1, h2] }] }
            timeline:
              - { at: 1s, link: w, ramp: { los: 0%..10%, over: 1s } }
              - { at: 1s, link: w, ramp: { loss: 10%, delay: 5ms, rate: 1Mbit, over: 1s } }
              - { at: 1s, link: w, ramp: { delay: 0..20, jitter: 1..5ms, loss: 0..10%, over: 1s } }
              - { at: 1s, link: w, ramp: { loss: 0%..10% } }
              - { at: 1s, link: w, ramp: { over: 1s } }
              - { at: 1s, link: w, ramp: { rate: 1Mbit..1kpps, over: 0 } }
              - { at: 1s, link: w, ramp: { rate: 0..1Mbit, over: 1 } }
              - { at: 1s, link: w, ramp: { mtu: 1500..576, drop: 1..2, over: 1s } }
              - { at: 1s, link: w, ramp: { loss: 0%..10%, over: 1s }, for: 500ms }
              - { at: 1s, every: 500ms, until: 5s, link: w, ramp: { loss: 0%..10%, over: 1s } }
              - { at: 1s, link: w, ramp: [loss] }
            """#,
            #"""
            lab.yaml:4:32: error: unknown key `los` in `ramp`
             4 |   - { at: 1s, link: w, ramp: { los: 0%..10%, over: 1s } }
               |                                ^~~ did you mean `loss`?
               = `ramp` takes: loss, corrupt, duplicate, rate, delay, jitter, reorder, over
            lab.yaml:5:38: error: a ramp goes from one value to another
             5 |   - { at: 1s, link: w, ramp: { loss: 10%, delay: 5ms, rate: 1Mbit, over: 1s } }
               |                                      ^~~ did you mean `0%..10%`?
               = write both ends, as in `loss: 0%..10%`
            lab.yaml:5:50: error: a ramp goes from one value to another
             5 |   - { at: 1s, link: w, ramp: { loss: 10%, delay: 5ms, rate: 1Mbit, over: 1s } }
               |                                                  ^~~ did you mean `0..5ms`?
               = write both ends, as in `delay: 0..5ms`
            lab.yaml:5:61: error: a ramp goes from one value to another
             5 |   - { at: 1s, link: w, ramp: { loss: 10%, delay: 5ms, rate: 1Mbit, over: 1s } }
               |                                                             ^~~~~
               = write both ends, as in `rate: 10Mbit..1Mbit`
            lab.yaml:6:42: error: a time needs its unit
             6 |   - { at: 1s, link: w, ramp: { delay: 0..20, jitter: 1..5ms, loss: 0..10%, over: 1s } }
               |                                          ^~ did you mean `0..20ms`?
               = the units are ns us ms s min
            lab.yaml:6:54: error: a time needs its unit
             6 |   - { at: 1s, link: w, ramp: { delay: 0..20, jitter: 1..5ms, loss: 0..10%, over: 1s } }
               |                                                      ^ did you mean `1ms..5ms`?
               = the units are ns us ms s min
            lab.yaml:6:68: error: a chance is a percentage
             6 |   - { at: 1s, link: w, ramp: { delay: 0..20, jitter: 1..5ms, loss: 0..10%, over: 1s } }
               |                                                                    ^ did you mean `0%..10%`?
               = 1% is one in a hundred; the finest is 0.0001%
            lab.yaml:7:24: error: `ramp` has no `over`
             7 |   - { at: 1s, link: w, ramp: { loss: 0%..10% } }
               |                        ^~~~
               = write `ramp: { loss: 0%..10%, over: 1s }`
            lab.yaml:8:30: error: `ramp` changes nothing
             8 |   - { at: 1s, link: w, ramp: { over: 1s } }
               |                              ^
               = write `ramp: { loss: 0%..10%, over: 1s }`
            lab.yaml:9:38: error: a ramp goes from bits to bits, or from frames to frames
             9 |   - { at: 1s, link: w, ramp: { rate: 1Mbit..1kpps, over: 0 } }
               |                                      ^~~~~~~~~~~~
            lab.yaml:9:58: error: a time longer than 0 is needed here
             9 |   - { at: 1s, link: w, ramp: { rate: 1Mbit..1kpps, over: 0 } }
               |                                                          ^
            lab.yaml:10:38: error: at a rate of 0 nothing arrives
             10 |   - { at: 1s, link: w, ramp: { rate: 0..1Mbit, over: 1 } }
                |                                      ^
                = `none` is no bound; a link that carries nothing is `down` in the timeline
            lab.yaml:10:54: error: a time needs its unit
             10 |   - { at: 1s, link: w, ramp: { rate: 0..1Mbit, over: 1 } }
                |                                                      ^ did you mean `1s`?
                = the units are ns us ms s min
            lab.yaml:11:32: error: `mtu` does not change little by little: `set: { mtu: ... }` changes it at once
             11 |   - { at: 1s, link: w, ramp: { mtu: 1500..576, drop: 1..2, over: 1s } }
                |                                ^~~
                = `ramp` takes: loss, corrupt, duplicate, rate, delay, jitter, reorder, over
            lab.yaml:11:48: error: `drop` does not change little by little: `set: { drop: ... }` changes it at once
             11 |   - { at: 1s, link: w, ramp: { mtu: 1500..576, drop: 1..2, over: 1s } }
                |                                                ^~~~
                = `ramp` takes: loss, corrupt, duplicate, rate, delay, jitter, reorder, over
            lab.yaml:12:64: error: `for` ends before the ramp does, which takes 1s
             12 |   - { at: 1s, link: w, ramp: { loss: 0%..10%, over: 1s }, for: 500ms }
                |                                                                ^~~~~
            lab.yaml:13:22: error: the ramp begins again before it ends: it takes 1s
             13 |   - { at: 1s, every: 500ms, until: 5s, link: w, ramp: { loss: 0%..10%, over: 1s } }
                |                      ^~~~~
            lab.yaml:14:30: error: expected `ramp` as a mapping, found a list
             14 |   - { at: 1s, link: w, ramp: [loss] }
                |                              ^
            """#),
        Golden(
            "faults that the header has no field for",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2] }
                - { id: ip, kind: l2tpv3, endpoints: [h1, h2], options: { udp: off, sublayer: pinned } }
                - { id: six, kind: l2tpv3, endpoints: [h1, h2], options: { udp: off, ipv6: on } }
                - { id: one, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 5, txcookie-bits: 32, rxcookie-bits: 0 } }
                - { id: w, endpoints: [h1, h2] }
                - { id: d, kind: dgram, endpoints: [h1, h2] }
            timeline:
              - { at: 1s, link: t, fault: wrong-coookie }
              - { at: 1s, link: t, fault: wrong-session, frames: 0 }
              - { at: 1s, link: t, fault: wrong-session, for: 1s }
              - { at: 1s, node: h1, fault: wrong-session }
              - { at: 1s, nic: h1:eth0, fault: wrong-session }
              - { at: 1s, link: t, fault: wrong-cookie }
              - { at: 1s, link: t, fault: counter-skew }
              - { at: 1s, link: ip, fault: counter-rollover }
              - { at: 1s, link: ip, fault: control-bit }
              - { at: 1s, link: ip, fault: wrong-version }
              - { at: 1s, link: one, fault: short-cookie }
              - { at: 1s, link: one, fault: short-cookie, direction: reverse }
              - { at: 1s, link: w, fault: duplicate }
              - { at: 1s, link: w, fault: oversize }
              - { at: 1s, link: w, fault: wrong-version }
              - { at: 1s, link: d, fault: wrong-version }
              - { at: 1s, link: d, fault: duplicate }
              - { at: 1s, link: t, down: true, frames: 5 }
              - { at: 1s, link: t, frames: 5 }
              - { at: 1s, link: t, fault: , frames: 5 }
              - { at: 1s, link: six, fault: spoofed-source }
            """#,
            #"""
            lab.yaml:12:31: error: unknown fault `wrong-coookie`
             12 |   - { at: 1s, link: t, fault: wrong-coookie }
                |                               ^~~~~~~~~~~~~ did you mean `wrong-cookie`?
                = fault: wrong-session, wrong-cookie, short-cookie, truncated-header, control-bit, wrong-version, spoofed-source, counter-skew, counter-rollover, duplicate, oversize
            lab.yaml:13:54: error: 0 is out of range: from 1 to 1000000000000
             13 |   - { at: 1s, link: t, fault: wrong-session, frames: 0 }
                |                                                      ^
            lab.yaml:14:51: error: a fault is over with the frames that it strikes: it takes no `for`
             14 |   - { at: 1s, link: t, fault: wrong-session, for: 1s }
                |                                                   ^~
                = write `frames: 5`; `every` and `until` strike again
            lab.yaml:15:32: error: a fault strikes a link
             15 |   - { at: 1s, node: h1, fault: wrong-session }
                |                                ^~~~~~~~~~~~~
                = write `link: tunnel`
            lab.yaml:16:36: error: a fault strikes a link
             16 |   - { at: 1s, nic: h1:eth0, fault: wrong-session }
                |                                    ^~~~~~~~~~~~~
                = write `link: tunnel`
            lab.yaml:17:31: error: `t` cannot have the fault `wrong-cookie`: no cookie goes that way
             17 |   - { at: 1s, link: t, fault: wrong-cookie }
                |                               ^~~~~~~~~~~~
                = write `options: { txcookie: 1, rxcookie: 2 }` at the link
            lab.yaml:18:31: error: `t` cannot have the fault `counter-skew`: no numbers go that way
             18 |   - { at: 1s, link: t, fault: counter-skew }
                |                               ^~~~~~~~~~~~
                = write `options: { sublayer: counter }` at the link
            lab.yaml:19:32: error: `ip` cannot have the fault `counter-rollover`: its numbers are always 0
             19 |   - { at: 1s, link: ip, fault: counter-rollover }
                |                                ^~~~~~~~~~~~~~~~
                = write `options: { sublayer: counter }` at the link
            lab.yaml:20:32: error: `ip` cannot have the fault `control-bit`: over IP the header has neither flags nor version
             20 |   - { at: 1s, link: ip, fault: control-bit }
                |                                ^~~~~~~~~~~
                = write `options: { udp: on }` at the link
            lab.yaml:21:32: error: `ip` cannot have the fault `wrong-version`: over IP the header has neither flags nor version
             21 |   - { at: 1s, link: ip, fault: wrong-version }
                |                                ^~~~~~~~~~~~~
                = write `options: { udp: on }` at the link
            lab.yaml:23:33: error: `one` cannot have the fault `short-cookie`: no cookie goes that way
             23 |   - { at: 1s, link: one, fault: short-cookie, direction: reverse }
                |                                 ^~~~~~~~~~~~
                = write `options: { txcookie: 1, rxcookie: 2 }` at the link
            lab.yaml:24:31: error: `w` cannot have the fault `duplicate`: it is no l2tpv3 link
             24 |   - { at: 1s, link: w, fault: duplicate }
                |                               ^~~~~~~~~
                = `set: { duplicate: 100% }` repeats the frames of every link
            lab.yaml:25:31: error: `w` cannot have the fault `oversize`: it is no l2tpv3 link
             25 |   - { at: 1s, link: w, fault: oversize }
                |                               ^~~~~~~~
                = `mtu: 576` lets long frames of every link end as oversize
            lab.yaml:26:31: error: `w` cannot have the fault `wrong-version`: it is no l2tpv3 link
             26 |   - { at: 1s, link: w, fault: wrong-version }
                |                               ^~~~~~~~~~~~~
                = faults spoil L2TPv3 headers: they are for links of `kind: l2tpv3`
            lab.yaml:27:31: error: `d` cannot have the fault `wrong-version`: it is no l2tpv3 link
             27 |   - { at: 1s, link: d, fault: wrong-version }
                |                               ^~~~~~~~~~~~~
                = faults spoil L2TPv3 headers: they are for links of `kind: l2tpv3`
            lab.yaml:28:31: error: `d` cannot have the fault `duplicate`: it is no l2tpv3 link
             28 |   - { at: 1s, link: d, fault: duplicate }
                |                               ^~~~~~~~~
                = `set: { duplicate: 100% }` repeats the frames of every link
            lab.yaml:29:36: error: `frames` needs `fault`
             29 |   - { at: 1s, link: t, down: true, frames: 5 }
                |                                    ^~~~~~
                = write `fault: wrong-session, frames: 5`
            lab.yaml:30:24: error: `frames` needs `fault`
             30 |   - { at: 1s, link: t, frames: 5 }
                |                        ^~~~~~
                = write `fault: wrong-session, frames: 5`
            lab.yaml:31:24: error: `fault` has no value
             31 |   - { at: 1s, link: t, fault: , frames: 5 }
                |                        ^~~~~
            lab.yaml:32:33: error: `six` cannot have the fault `spoofed-source`: over IPv6 without ports the loopback has no second source
             32 |   - { at: 1s, link: six, fault: spoofed-source }
                |                                 ^~~~~~~~~~~~~~
                = write `options: { udp: on }` at the link
            """#),
        Golden(
            "MTUs",
            #"""
            version: 1
            topology: { nodes: { h1: host, s1: switch }, links: [{ id: w, endpoints: [h1, s1] }] }
            timeline:
              - { at: 1s, link: w, mtu: 60 }
              - { at: 1s, node: h1, mtu: 576 }
              - { at: 1s, nic: s1:p1, mtu: 576 }
              - { at: 1s, link: w, mtu: 576, direction: forward }
              - { at: 1s, link: w, mtu: 576, set: { mtu: 576 } }
            """#,
            #"""
            lab.yaml:4:29: error: 60 is out of range: from 68 to 65535
             4 |   - { at: 1s, link: w, mtu: 60 }
               |                             ^~
            lab.yaml:5:30: error: each NIC has an MTU of its own
             5 |   - { at: 1s, node: h1, mtu: 576 }
               |                              ^~~
               = write `nic: h1:eth0`, or `link:`
            lab.yaml:6:32: error: `s1` is no host: its interfaces have no MTU
             6 |   - { at: 1s, nic: s1:p1, mtu: 576 }
               |                                ^~~
               = write `link:`, or the `nic:` of the host at the other end
            lab.yaml:7:45: error: `mtu` goes both ways
             7 |   - { at: 1s, link: w, mtu: 576, direction: forward }
               |                                             ^~~~~~~
               = for one direction write `set: { mtu: 576 }`
            lab.yaml:8:34: error: `mtu` and `set` exclude each other
             8 |   - { at: 1s, link: w, mtu: 576, set: { mtu: 576 } }
               |                                  ^~~
            lab.yaml:8:24: note: `mtu` stands here
             8 |   - { at: 1s, link: w, mtu: 576, set: { mtu: 576 } }
               |                        ^~~
            """#),
        Golden(
            "what comes to nothing",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links:
                - { id: a, endpoints: [h1, s1], forward: { queue: 5 } }
                - { id: b, endpoints: [h2, s1], both: { queue: 7 } }
            timeline:
              - { at: 1s, link: a, set: { rate: 1Mbit }, direction: reverse }
              - { at: 1s, node: h2, ramp: { rate: 1Mbit..2Mbit, over: 1s } }
              - { at: 2s, link: a, set: { queue: 50 }, direction: forward }
              - { at: 2s, link: a, set: { delay: 1ms, jitter: 2ms } }
              - { at: 2s, link: a, set: { jitter: 2ms } }
            """#,
            #"""
            lab.yaml:5:48: warning: `queue` without a `rate`: frames wait for nothing
             5 |     - { id: a, endpoints: [h1, s1], forward: { queue: 5 } }
               |                                                ^~~~~
               = write `rate: 10Mbit` beside it
            lab.yaml:10:7: warning: `queue` without a `rate`: frames wait for nothing
             10 |   - { at: 2s, link: a, set: { queue: 50 }, direction: forward }
                |       ^~
                = write `rate: 10Mbit` beside it
            lab.yaml:11:43: warning: a jitter of 2ms is more than the delay of 1ms has room for
             11 |   - { at: 2s, link: a, set: { delay: 1ms, jitter: 2ms } }
                |                                           ^~~~~~
                = a delay that would be less than 0 is 0, so that the mean is more than 1ms
            """#),
    ]
}
