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
        Golden("an option", link("options: { local.hots: 127.0.0.1 }"), ""),
        Golden("a nested option", link("options: { local: { hots: 127.0.0.1 } }"), ""),
        Golden("a mapping where none is", link("options: { locale: { host: 127.0.0.1 } }"), ""),
        Golden("a type", link("options: { local.type: tcp }"), ""),
        Golden("two types", link("options: { local.type: unix, remote.type: inet }"), ""),
        Golden("keys of another type", link("options: { local.type: unix, local.port: 5000 }"), ""),
        Golden("a group", link("options: { remote.host: 239.1.1.1 }"), ""),
        Golden("an inherited socket", link("options: { local: { type: fd, str: 3 } }"), ""),
        Golden("an option that stands twice", link("options: { local: { port: 5 }, local.port: 6 }"), ""),
        Golden("no value", link("options: { local.port: }, b: { type: dgram }"), ""),
        Golden("one end is the other", link("options: { local: { host: 127.0.0.1, port: 5 }, remote: { host: 127.0.0.1, port: 5 } }"), ""),
        Golden("versions of IP", link("options: { local.host: 127.0.0.1, remote.host: \"::1\" }"), ""),
        Golden("ports that do not fit", link("options: { local.port: 5 }, b: { remote.port: 6 }"), ""),
        Golden("an address that only the far end knows", link("b: { remote.host: 127.0.0.9 }"), ""),
        Golden("transports that do not fit", link("a: { local.type: unix }"), ""),
        Golden("versions that do not fit", link("a: { local.host: \"::1\" }"), ""),
        Golden("paths that do not fit", link("options: { local.path: /tmp/a }, b: { remote.path: /tmp/b }"), ""),
    ]
}
