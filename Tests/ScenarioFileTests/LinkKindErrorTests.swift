import Testing

@Suite("Mistakes in links of every kind")
struct LinkKindErrorTests {
    /// A link, and words that are said about it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let link: String
        let words: [String]
        var testDescription: String { link }

        init(_ link: String, _ words: String...) {
            self.link = link
            self.words = words
        }
    }

    static let mistakes = [
        Mistake("kind: stream, options: { server: on }", "the first endpoint listens", "leave out `server`"),
        Mistake("kind: stream, options: { reconnect-ms: 5 }", "write `b: { reconnect-ms: 5 }`"),
        Mistake("kind: stream, a: { reconnect: 5 }", "write `b: { reconnect: 5 }`"),
        Mistake("kind: stream, options: { addr: { type: fd, str: 3 } }", "belongs to a netdev node"),
        Mistake("kind: stream, options: { addr.to: 5000 }", "addr.to", "a range of ports"),
        Mistake("kind: stream, options: { addr.host: 0.0.0.0 }", "every address of this host"),
        Mistake("kind: stream, options: { addr.host: \"0::0\" }", "every address of this host"),
        Mistake("kind: stream, options: { addr.host: 239.1.1.1 }", "is a multicast group"),
        Mistake("kind: stream, options: { addr: { type: unix, port: 5 } }", "does not go with addr.type=unix"),
        Mistake("kind: stream, b: { addr.type: unix }", "a listens on TCP over IPv4 and b connects over a unix socket"),
        Mistake("kind: socket, options: { connect: \"127.0.0.1:5\" }", "the first endpoint listens", "listen: "),
        Mistake("kind: socket, b: { listen: \"127.0.0.1:5\" }", "the first endpoint listens"),
        Mistake("kind: socket, options: { mcast: \"239.1.1.1:5\" }", "write `kind: mcast`"),
        Mistake("kind: socket, options: { fd: 3 }", "belongs to a netdev node"),
        Mistake("kind: socket, options: { udp: \"0.0.0.0:5\" }", "an end of a link is at one address"),
        Mistake("kind: socket, b: { udp: \":5\" }", "one end of the link speaks UDP and the other TCP"),
        Mistake("kind: socket, options: { listen: \":5\", udp: \":6\" }", "beside"),
        Mistake("kind: socket, options: { listen: \"5\" }", "has no port"),
        Mistake("kind: mcast, options: { listen: \":5\" }", "an mcast link is a group", "write `kind: socket`"),
        Mistake("kind: mcast, options: { mcast: \"127.0.0.1:5\" }", "127.0.0.1 is no multicast group"),
        Mistake("kind: mcast, options: { mcast: \":0\" }", "is not a port number"),
        Mistake("kind: vde, options: { port: 3 }", "has a port for each endpoint"),
        Mistake("kind: vde, options: { sock: /tmp/x, port: 3 }", "two plugs cannot have one port"),
        Mistake("kind: vde, options: { sokc: /tmp/x }", "did you mean `sock`?"),
        Mistake("kind: tap, options: { ifname: tap0 }", "names of their own", "kind: netdev"),
        Mistake("kind: tap, options: { script: no }", "nothing is to be set up"),
        Mistake("kind: tap, options: { br: br0 }", "a bridge of its own"),
        Mistake("kind: tap, options: { fd: 3 }", "opens its own interfaces"),
        Mistake("kind: tap, options: { vhost: on }", "vhost"),
    ]

    @Test("what makes no sense on a link is refused, with the reason and the remedy", arguments: mistakes)
    func refused(_ mistake: Mistake) {
        let said = refusal(
            """
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [{ endpoints: [h1, h2], \(mistake.link) }] }
            """)
        for words in mistake.words { #expect(said.contains(words), "\(said)") }
        #expect(said.hasPrefix("lab.yaml:2:"), "\(said)")
    }

    @Test(
        "a word of another tool leads to the one that stands for it here",
        arguments: [
            ("veth", "did you mean `wire`?"), ("tcp", "did you mean `stream`?"), ("udp", "did you mean `dgram`?"),
            ("l2tp", "did you mean `l2tpv3`?"), ("multicast", "did you mean `mcast`?"), ("tun", "did you mean `tap`?"),
            ("vde_plug", "did you mean `vde`?"), ("vxlan", "the tunnel that a link can be is l2tpv3"),
            ("bridge", "`kind: switch`"), ("strem", "did you mean `stream`?"), ("sockte", "did you mean `socket`?"),
        ])
    func foreign(_ word: String, _ words: String) {
        for text in [
            "links: [{ endpoints: [h1, h2], kind: \(word) }]",
            "defaults: { links: { kind: \(word) } }, links: [[h1, h2]]",
        ] {
            let said = refusal("version: 1\ntopology: { nodes: { h1: host, h2: host }, \(text) }")
            #expect(said.contains("unknown kind of link `\(word)`") && said.contains(words), "\(said)")
        }
    }

    @Test("a network outside of the lab needs the real clock")
    func outside() {
        let said = refusal(
            """
            version: 1
            clock: virtual
            topology:
              nodes: { h1: host, h2: host }
              links: [{ id: lan, kind: vde, endpoints: [h1, h2], options: { sock: /tmp/x } }]
            """)
        #expect(said.contains("`lan` plugs into /tmp/x, which needs the real clock"))
    }

    @Test("more than two endpoints are for vde and mcast")
    func endpoints() {
        func said(_ link: String) -> String {
            refusal("version: 1\ntopology: { nodes: { \"h[1..4]\": host, s1: switch }, links: [\(link)] }")
        }
        #expect(said("{ kind: stream, endpoints: [h1, h2, h3] }").contains("a link has two endpoints, found 3"))
        #expect(said("[h1, h2, h3]").contains("kind mcast and vde have two endpoints or more"))
        #expect(said("{ kind: vde, endpoints: [h1] }").contains("at least 2 nodes are needed here, found 1"))
        #expect(said("{ kind: vde, endpoints: [] }").contains("found 0"))
        #expect(said("{ kind: mcast, endpoints: [h1, h2, h9] }").contains("no node is named `h9`"))
        #expect(said("{ kind: mcast, endpoints: [h1:eth0, h2, h1:eth0] }").contains("`h1:eth0` has two links"))
    }
}
