import Testing

@Suite("Mistakes in dgram links")
struct DgramErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    private static func link(_ rest: String) -> String {
        """
        version: 1
        topology:
          nodes: { h1: host, h2: host }
          links:
            - { kind: dgram, endpoints: [h1, h2], \(rest) }
        """
    }

    static let cases: [Golden] = [
        Golden(
            "an option", link("options: { local.hots: 127.0.0.1 }"),
            #"""
            lab.yaml:5:54: error: unknown option 'local.hots' of dgram
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.hots: 127.0.0.1 } }
               |                                                      ^~~~~~~~~~ did you mean `local.host`?
            """#),
        Golden(
            "a nested option", link("options: { local: { hots: 127.0.0.1 } }"),
            #"""
            lab.yaml:5:63: error: unknown option 'local.hots' of dgram
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local: { hots: 127.0.0.1 } } }
               |                                                               ^~~~ did you mean `host`?
            """#),
        Golden(
            "a mapping where none is", link("options: { locale: { host: 127.0.0.1 } }"),
            #"""
            lab.yaml:5:54: error: `locale` is no mapping of options
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { locale: { host: 127.0.0.1 } } }
               |                                                      ^~~~~~ did you mean `local`?
            """#),
        Golden(
            "a type", link("options: { local.type: tcp }"),
            #"""
            lab.yaml:5:66: error: local.type: 'tcp' is none of inet, unix, fd
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.type: tcp } }
               |                                                                  ^~~
            """#),
        Golden(
            "two types", link("options: { local.type: unix, remote.type: inet }"),
            #"""
            lab.yaml:5:85: error: remote.type=inet with local.type=unix
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.type: unix, remote.type: inet } }
               |                                                                                     ^~~~ did you mean `remote.type: unix`?
               = QEMU: remote and local types must be the same
               = write remote.type=unix,remote.path=PATH
            """#),
        Golden(
            "keys of another type", link("options: { local.type: unix, local.port: 5000 }"),
            #"""
            lab.yaml:5:72: error: local.port does not go with local.type=unix
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.type: unix, local.port: 5000 } }
               |                                                                        ^~~~~~~~~~
               = QEMU: Parameter 'local.port' is unexpected
               = local.type=unix takes local.path
            """#),
        Golden(
            "a group", link("options: { remote.host: 239.1.1.1 }"),
            #"""
            lab.yaml:5:67: error: a dgram link has two ends; 239.1.1.1 is a multicast group
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { remote.host: 239.1.1.1 } }
               |                                                                   ^~~~~~~~~
               = a netdev node takes a group: `netdev: "dgram,remote.type=inet,remote.host=..."`
            """#),
        Golden(
            "an inherited socket", link("options: { local: { type: fd, str: 3 } }"),
            #"""
            lab.yaml:5:69: error: a dgram link opens its own sockets; a descriptor belongs to a netdev node
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local: { type: fd, str: 3 } } }
               |                                                                     ^~
               = write `{ kind: netdev, netdev: "dgram,local.type=fd,..." }`
            """#),
        Golden(
            "an option that stands twice", link("options: { local: { port: 5 }, local.port: 6 }"),
            #"""
            lab.yaml:5:74: error: option 'local.port' stands twice
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local: { port: 5 }, local.port: 6 } }
               |                                                                          ^~~~~~~~~~
            lab.yaml:5:63: note: it stands here already
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local: { port: 5 }, local.port: 6 } }
               |                                                               ^~~~
            """#),
        Golden(
            "no value", link("options: { local.port: }, b: { type: dgram }"),
            #"""
            lab.yaml:5:54: error: `local.port` has no value
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.port: }, b: { type: dgram } }
               |                                                      ^~~~~~~~~~
               = write `~` to take a key away
            lab.yaml:5:74: error: `type` is not an option of a link; the link has its own `kind` and `id`
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.port: }, b: { type: dgram } }
               |                                                                          ^~~~
            """#),
        Golden(
            "one end is the other",
            link("options: { local: { host: 127.0.0.1, port: 5 }, remote: { host: 127.0.0.1, port: 5 } }"),
            #"""
            lab.yaml:5:124: error: remote is the same as local
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local: { host: 127.0.0.1, port: 5 }, remote: { host: 127.0.0.1, port: 5 } } }
               |                                                                                                                            ^
               = a frame that was sent would come back as if it had been received
            """#),
        Golden(
            "versions of IP", link("options: { local.host: 127.0.0.1, remote.host: \"::1\" }"),
            #"""
            lab.yaml:5:90: error: remote.host is IPv6 and local.host is IPv4
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.host: 127.0.0.1, remote.host: "::1" } }
               |                                                                                          ^~~~~
               = one UDP socket has one version of IP for both
               = write both as IPv4 or both as IPv6
            """#),
        Golden(
            "ports that do not fit", link("options: { local.port: 5 }, b: { remote.port: 6 }"),
            #"""
            lab.yaml:5:76: warning: the port of a is 5 and b sends to 6: nothing arrives
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.port: 5 }, b: { remote.port: 6 } }
               |                                                                            ^~~~~~~~~~~
            """#),
        Golden(
            "an address that only the far end knows", link("b: { remote.host: 127.0.0.9 }"),
            #"""
            lab.yaml:5:48: warning: the address of a is picked by the runner and b sends to 127.0.0.9: nothing arrives
             5 |     - { kind: dgram, endpoints: [h1, h2], b: { remote.host: 127.0.0.9 } }
               |                                                ^~~~~~~~~~~
            """#),
        Golden(
            "transports that do not fit", link("a: { local.type: unix }"),
            #"""
            lab.yaml:5:48: warning: a speaks unix sockets and b UDP over IPv4: nothing arrives
             5 |     - { kind: dgram, endpoints: [h1, h2], a: { local.type: unix } }
               |                                                ^~~~~~~~~~
            """#),
        Golden(
            "versions that do not fit", link("a: { local.host: \"::1\" }"),
            #"""
            lab.yaml:5:48: warning: a speaks UDP over IPv6 and b UDP over IPv4: nothing arrives
             5 |     - { kind: dgram, endpoints: [h1, h2], a: { local.host: "::1" } }
               |                                                ^~~~~~~~~~
            """#),
        Golden(
            "paths that do not fit", link("options: { local.path: /tmp/a }, b: { remote.path: /tmp/b }"),
            #"""
            lab.yaml:5:81: warning: the path of a is /tmp/a and b sends to /tmp/b: nothing arrives
             5 |     - { kind: dgram, endpoints: [h1, h2], options: { local.path: /tmp/a }, b: { remote.path: /tmp/b } }
               |                                                                                 ^~~~~~~~~~~
            """#),
    ]
}
