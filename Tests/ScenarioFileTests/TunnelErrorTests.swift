import Testing

@Suite("Mistakes in tunnels")
struct TunnelErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "options",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { cokie64: on } }
            """#,
            #"""
            lab.yaml:5:62: error: unknown option 'cokie64' of l2tpv3
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { cokie64: on } }
               |                                                              ^~~~~~~ did you mean `cookie64`?
            """#),
        Golden(
            "an option's value",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { counter: maybe } }
            """#,
            #"""
            lab.yaml:5:71: error: counter: 'maybe' is neither on nor off
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { counter: maybe } }
               |                                                                       ^~~~~
            """#),
        Golden(
            "an option that belongs to another",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 5 } }
            """#,
            #"""
            lab.yaml:5:62: error: txcookie without rxcookie
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 5 } }
               |                                                              ^~~~~~~~ did you mean `rxcookie-bits: 0`?
               = QEMU: require both 'rxcookie' and 'txcookie' or neither
            """#),
        Golden(
            "a wide cookie",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 0x100000000, rxcookie: 5 } }
            """#,
            #"""
            lab.yaml:5:62: error: txcookie 0x100000000 has more than 32 bits and cookie64=on is not set
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 0x100000000, rxcookie: 5 } }
               |                                                              ^~~~~~~~ did you mean `cookie64: on`?
               = a cookie has 32 bits, with cookie64=on 64
            """#),
        Golden(
            "options that are no options",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { type: tap, offset: [1], counter: } }
            """#,
            #"""
            lab.yaml:5:62: error: `type` is not an option of a link; the link has its own `kind` and `id`
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { type: tap, offset: [1], counter: } }
               |                                                              ^~~~
            lab.yaml:5:81: error: expected a single value, found a list
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { type: tap, offset: [1], counter: } }
               |                                                                                 ^
            lab.yaml:5:86: error: `counter` has no value
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { type: tap, offset: [1], counter: } }
               |                                                                                      ^~~~~~~
               = write `~` to take a key away
            """#),
        Golden(
            "an option of one end",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { counter: on }, b: { offset: 300 } }
            """#,
            #"""
            lab.yaml:5:90: error: offset: 300 is not in 0...256
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { counter: on }, b: { offset: 300 } }
               |                                                                                          ^~~
            """#),
        Golden(
            "session 0",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txsession: 0 } }
            """#,
            #"""
            lab.yaml:5:73: error: txsession: 0 is not in 1...2^32-1
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txsession: 0 } }
               |                                                                         ^
               = RFC 3931 4.1.1.2: session 0 is reserved for control messages
            """#),
        Golden(
            "ports over IP",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { udp: off, srcport: 5 } }
            """#,
            #"""
            lab.yaml:5:72: error: srcport is only for udp=on
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { udp: off, srcport: 5 } }
               |                                                                        ^~~~~~~ did you mean `udp: on`?
               = RFC 3931 4.1.1: over IP there are no ports
            """#),
        Golden(
            "a port taken away",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, a: { srcport: ~ } }
            """#,
            #"""
            lab.yaml:5:30: error: udp=on needs srcport and dstport
             5 |     - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: {}, a: { srcport: ~ } }
               |                              ^~~~~~~~~
               = QEMU: need both src and dst port for udp
            """#),
    ]
}
