import Testing

@Suite("What is doubtful")
struct WarningTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "cookies that do not fit",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 1, rxcookie: 2 }, b: { rxcookie: 3 } }
            """#,
            #"""
            lab.yaml:5:95: warning: a sends cookie 0x1 and b expects 0x3: frames end as cookie-mismatch
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 1, rxcookie: 2 }, b: { rxcookie: 3 } }
               |                                                                                               ^~~~~~~~
            """#),
        Golden(
            "cookies of different sizes",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 1, rxcookie: 2 }, b: { cookie64: on } }
            """#,
            #"""
            lab.yaml:5:95: warning: the cookies of a have 4 bytes and those of b 8: frames end as cookie-mismatch, or arrive damaged
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 1, rxcookie: 2 }, b: { cookie64: on } }
               |                                                                                               ^~~~~~~~
            """#),
        Golden(
            "sessions that do not fit",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, a: { txsession: 7 } }
            """#,
            #"""
            lab.yaml:5:69: warning: a sends session 0x7 and b expects 0x1: frames end as session-mismatch
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, a: { txsession: 7 } }
               |                                                                     ^~~~~~~~~
            """#),
        Golden(
            "sublayer and offset",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { counter: on, offset: 4 }, b: { counter: off, offset: ~ } }
            """#,
            #"""
            lab.yaml:5:93: warning: the sublayer of a is counter and that of b none: frames arrive shifted by 4 bytes
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { counter: on, offset: 4 }, b: { counter: off, offset: ~ } }
               |                                                                                             ^~~~~~~
            lab.yaml:5:107: warning: the offset of a is 4 and that of b 0: frames arrive shifted by 4 bytes
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { counter: on, offset: 4 }, b: { counter: off, offset: ~ } }
               |                                                                                                           ^~~~~~
            """#),
        Golden(
            "ports and encapsulations",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, b: { dstport: 5000 } }
            """#,
            #"""
            lab.yaml:5:69: warning: a has port 1701 and b sends to 5000: nothing arrives
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, b: { dstport: 5000 } }
               |                                                                     ^~~~~~~
            """#),
        Golden(
            "UDP at one end",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, b: { udp: off } }
            """#,
            #"""
            lab.yaml:5:69: warning: one end speaks UDP and the other IP: nothing arrives
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, b: { udp: off } }
               |                                                                     ^~~
            """#),
        Golden(
            "twins",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, ip: 10.0.0.1/24, mac: "52:54:00:00:00:01" }
                h2: { kind: host, ip: 10.0.0.1/24, mac: "52:54:00:00:00:01" }
              links: [[h1, h2]]
            """#,
            #"""
            lab.yaml:5:27: warning: two nodes have the address 10.0.0.1
             5 |     h2: { kind: host, ip: 10.0.0.1/24, mac: "52:54:00:00:00:01" }
               |                           ^~~~~~~~~~~
            lab.yaml:4:27: note: it stands here already
             4 |     h1: { kind: host, ip: 10.0.0.1/24, mac: "52:54:00:00:00:01" }
               |                           ^~~~~~~~~~~
            lab.yaml:5:45: warning: two NICs have the MAC address 52:54:00:00:00:01
             5 |     h2: { kind: host, ip: 10.0.0.1/24, mac: "52:54:00:00:00:01" }
               |                                             ^~~~~~~~~~~~~~~~~~~
            lab.yaml:4:45: note: it stands here already
             4 |     h1: { kind: host, ip: 10.0.0.1/24, mac: "52:54:00:00:00:01" }
               |                                             ^~~~~~~~~~~~~~~~~~~
            """#),
        Golden(
            "a node without a link, and two networks",
            #"""
            version: 1
            topology:
              nodes: { h1: { kind: host, ip: 10.0.0.1/24 }, h2: { kind: host, ip: 10.0.1.1/24 }, h3: host }
              links: [[h1, h2]]
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            """#,
            #"""
            lab.yaml:3:86: warning: `h3` has no link
             3 |   nodes: { h1: { kind: host, ip: 10.0.0.1/24 }, h2: { kind: host, ip: 10.0.1.1/24 }, h3: host }
               |                                                                                      ^~
            lab.yaml:5:12: warning: 10.0.0.1/24 and 10.0.1.1/24 share no network: the frames of `f` end as no-route
             5 | traffic: { f: { kind: udp, from: h1, to: h2 } }
               |            ^
            """#),
    ]
}
