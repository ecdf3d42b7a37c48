import Testing

@Suite("Mistakes in what is expected of interfaces and nodes")
struct PlaceExpectationErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "frames, nothing else and bytes",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, s1: switch }, links: [[h1, s1], { id: t, kind: l2tpv3, endpoints: [h2, s1] }] }
            expect:
              - frames: { at: h1, match: "eth.dts == h2" }
              - frames: { at: "c[*]", count: 1 }
              - frames: { at: h1, match: [a] }
              - nothing_else: { at: h1, except: "ip.dst == h9" }
              - nothing_else: { at: h1, match: arp }
              - nothing_else: { except: arp }
              - bytes: { at: h1 }
              - bytes: { at: h1, starts: "00", equals: "00" }
              - bytes: { at: h1, starts: "0x00" }
              - bytes: { at: h1, starts: "00", frame: 0 }
              - bytes: { at: h1, starts: "00", layer: wire }
              - bytes: { at: s1, starts: "00", layer: wire }
              - bytes: { at: s1:p2, starts: "00", layer: outer }
              - bytes: { at: h2, starts: "00", layer: wire, frme: 2 }
              - frames: { at: s1:p7, count: 0 }
              - frames: { at: "1", count: 0 }
            """#,
            #"""
            lab.yaml:4:31: error: no field is named `eth.dts`
             4 |   - frames: { at: h1, match: "eth.dts == h2" }
               |                               ^~~~~~~ did you mean `eth.dst`?
               = the fields are Wireshark's, as far as docs/fields.md has them
            lab.yaml:5:19: error: no node matches `c[*]`
             5 |   - frames: { at: "c[*]", count: 1 }
               |                   ^~~~
            lab.yaml:6:30: error: expected a single value, found a list
             6 |   - frames: { at: h1, match: [a] }
               |                              ^
            lab.yaml:7:48: error: no node is named `h9`
             7 |   - nothing_else: { at: h1, except: "ip.dst == h9" }
               |                                                ^~ did you mean `h1`?
            lab.yaml:8:29: error: `match` is not for `nothing_else`: what may arrive stands in `except`
             8 |   - nothing_else: { at: h1, match: arp }
               |                             ^~~~~
               = `nothing_else` takes: at, except
            lab.yaml:9:19: error: `nothing_else` needs `at`
             9 |   - nothing_else: { except: arp }
               |                   ^
               = write `at: h1:eth0`
            lab.yaml:10:12: error: `bytes` needs `equals` or `starts`
             10 |   - bytes: { at: h1 }
                |            ^
                = write `starts: "0003 ????"`; ? is a free half byte
            lab.yaml:11:36: error: `equals` and `starts` exclude each other
             11 |   - bytes: { at: h1, starts: "00", equals: "00" }
                |                                    ^~~~~~
            lab.yaml:11:22: note: `starts` stands here
             11 |   - bytes: { at: h1, starts: "00", equals: "00" }
                |                      ^~~~~~
            lab.yaml:12:32: error: `x` is not a hex digit
             12 |   - bytes: { at: h1, starts: "0x00" }
                |                                ^
                = pairs of hex digits, with spaces or colons between bytes: "dead beef", "de:ad"; `?` is a free half byte
            lab.yaml:13:43: error: 0 is out of range: from 1 to 1000000000000
             13 |   - bytes: { at: h1, starts: "00", frame: 0 }
                |                                           ^
            lab.yaml:14:43: error: `h1` is not the end of a tunnel
             14 |   - bytes: { at: h1, starts: "00", layer: wire }
                |                                           ^~~~
                = `layer: wire` begins at the header of an l2tpv3 link
            lab.yaml:15:43: error: `s1` is not the end of a tunnel
             15 |   - bytes: { at: s1, starts: "00", layer: wire }
                |                                           ^~~~
                = `layer: wire` begins at the header of an l2tpv3 link
            lab.yaml:16:46: error: unknown layer `outer`
             16 |   - bytes: { at: s1:p2, starts: "00", layer: outer }
                |                                              ^~~~~
                = layer: frame, wire
            lab.yaml:17:49: error: unknown key `frme` in `bytes`
             17 |   - bytes: { at: h2, starts: "00", layer: wire, frme: 2 }
                |                                                 ^~~~ did you mean `frame`?
                = `bytes` takes: at, frame, match, equals, starts, layer
            lab.yaml:18:19: error: nothing is linked to `s1:p7`
             18 |   - frames: { at: s1:p7, count: 0 }
                |                   ^~~~~
            lab.yaml:19:19: error: `1` is neither a node nor an interface
             19 |   - frames: { at: "1", count: 0 }
                |                   ^~~
                = write `h1`, or `s1:p1` for one of its interfaces
            """#),
        Golden(
            "state",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, s1: switch, x: hub }, links: [[h1, s1], [h2, s1], [x, s1]] }
            expect:
              - state: { fdb: { h1: p1 } }
              - state: { node: s1 }
              - state: { node: s9, fdb: { h1: p1 } }
              - state: { node: x, fdb: { h1: p1 } }
              - state: { node: s1, fdb: { h9: p1, h2: } }
              - state: { node: s1, fdb: h1 }
              - state: { node: s1, fdb: { h1: p9 } }
              - state: { node: h1, arp: { h2: "h[*]" } }
              - state: { node: s1, fdb: {} }
              - state: { node: s1, arp: { h1: h1 } }
              - state: { node: h1, arp: { h9: none, h2: maybe, "52:54:00:12:34:56": none } }
              - state: { node: h1, counters: { rx_frames: 5, eth0.rx: 5, eth0.dropped.lop: 0, eth0.tx_frames: all } }
              - state: { node: s1, mac: "52:54:00:12:34:56" }
              - state: { node: h1, mac: x }
              - state: { node: h1, mac: { eth0:  } }
              - state: { node: h1, fbd: { h1: p1 } }
              - { state: { node: h1, within: 1s } }
            """#,
            #"""
            lab.yaml:4:12: error: `state` needs `node`
             4 |   - state: { fdb: { h1: p1 } }
               |            ^
               = write `node: s1`
            lab.yaml:5:12: error: nothing is expected of the state of `s1`
             5 |   - state: { node: s1 }
               |            ^
               = `state` takes: fdb, arp, counters, mac
            lab.yaml:6:20: error: no node is named `s9`
             6 |   - state: { node: s9, fdb: { h1: p1 } }
               |                    ^~ did you mean `s1`?
            lab.yaml:7:30: error: `x` is no switch: it learns no stations
             7 |   - state: { node: x, fdb: { h1: p1 } }
               |                              ^~
            lab.yaml:8:31: error: no node is named `h9`
             8 |   - state: { node: s1, fdb: { h9: p1, h2: } }
               |                               ^~ did you mean `h1`?
            lab.yaml:8:39: error: `h2` has no value
             8 |   - state: { node: s1, fdb: { h9: p1, h2: } }
               |                                       ^~
               = inside { } and [ ] text with a comma is quoted
            lab.yaml:9:29: error: expected `fdb` as a mapping, found a single value
             9 |   - state: { node: s1, fdb: h1 }
               |                             ^~
               = write `fdb: { h2: p2, h3: none }`
            lab.yaml:10:35: error: nothing is linked to `s1:p9`
             10 |   - state: { node: s1, fdb: { h1: p9 } }
                |                                   ^~
            lab.yaml:11:35: error: one station answers
             11 |   - state: { node: h1, arp: { h2: "h[*]" } }
                |                                   ^~~~~~
                = write a node, an interface, a MAC address or `none`
            lab.yaml:12:29: error: `fdb` says nothing
             12 |   - state: { node: s1, fdb: {} }
                |                             ^
            lab.yaml:13:31: error: `s1` is no host: it knows no neighbours
             13 |   - state: { node: s1, arp: { h1: h1 } }
                |                               ^~
            lab.yaml:14:31: error: no node is named `h9`
             14 |   - state: { node: h1, arp: { h9: none, h2: maybe, "52:54:00:12:34:56": none } }
                |                               ^~ did you mean `h1`?
            lab.yaml:14:45: error: no node is named `maybe`
             14 |   - state: { node: h1, arp: { h9: none, h2: maybe, "52:54:00:12:34:56": none } }
                |                                             ^~~~~
            lab.yaml:14:52: error: 52:54:00:12:34:56 is a station
             14 |   - state: { node: h1, arp: { h9: none, h2: maybe, "52:54:00:12:34:56": none } }
                |                                                    ^~~~~~~~~~~~~~~~~~~
                = `arp` is by node or address: { h2: "52:54:00:12:34:56" }
            lab.yaml:15:36: error: `rx_frames` is no counter of an interface
             15 |   - state: { node: h1, counters: { rx_frames: 5, eth0.rx: 5, eth0.dropped.lop: 0, eth0.tx_frames: all } }
                |                                    ^~~~~~~~~
                = write `eth0.rx_frames`
            lab.yaml:15:50: error: unknown counter `rx`
             15 |   - state: { node: h1, counters: { rx_frames: 5, eth0.rx: 5, eth0.dropped.lop: 0, eth0.tx_frames: all } }
                |                                                  ^~~~~~~
                = counter: rx_frames, rx_bytes, tx_frames, tx_bytes, dropped, dropped.REASON
            lab.yaml:15:62: error: unknown reason `lop`
             15 |   - state: { node: h1, counters: { rx_frames: 5, eth0.rx: 5, eth0.dropped.lop: 0, eth0.tx_frames: all } }
                |                                                              ^~~~~~~~~~~~~~~~ did you mean `loop`?
                = reason: link-down, no-peer, queue-full, oversize, filtered, vlan, not-for-me, truncated, bad-version, control-message, session-mismatch, cookie-mismatch, source-mismatch, sequence, corrupted, impaired-loss, impaired-drop, impaired-queue, unresolved, no-route, ttl-expired, same-port, loop, runt, stale, socket-overflow, socket-error, closed
            lab.yaml:15:99: error: `all` needs a number of frames that were to be sent; here is none
             15 |   - state: { node: h1, counters: { rx_frames: 5, eth0.rx: 5, eth0.dropped.lop: 0, eth0.tx_frames: all } }
                |                                                                                                   ^~~
            lab.yaml:16:29: error: `s1` has no NIC
             16 |   - state: { node: s1, mac: "52:54:00:12:34:56" }
                |                             ^~~~~~~~~~~~~~~~~~~
            lab.yaml:17:29: error: `x` is not a MAC address
             17 |   - state: { node: h1, mac: x }
                |                             ^
                = six pairs of hex digits: "52:54:00:12:34:56"
            lab.yaml:18:31: error: `eth0` has no value
             18 |   - state: { node: h1, mac: { eth0:  } }
                |                               ^~~~
                = inside { } and [ ] text with a comma is quoted
            lab.yaml:19:24: error: unknown key `fbd` in `state`
             19 |   - state: { node: h1, fbd: { h1: p1 } }
                |                        ^~~ did you mean `fdb`?
                = `state` takes: node, fdb, arp, counters, mac
            lab.yaml:20:26: error: `within` stands beside the expectation, not inside it
             20 |   - { state: { node: h1, within: 1s } }
                |                          ^~~~~~
                = `state` takes: node, fdb, arp, counters, mac
            """#),
    ]
}
