@testable import ScenarioFile
import Testing

@Suite("Ranges, generators and defaults")
struct RangeTests {
    private func topology(_ nodes: String, _ links: String, set: [(String, String)] = []) throws -> Scenario {
        try scenario(
            "version: 1\nparams: { n: 4 }\nseed: \"${n}\"\ntopology:\n  nodes: \(nodes)\n  links:\n\(links)\n", set: set
        )
    }

    private func links(_ nodes: String, _ links: String) throws -> [String] {
        let plan = try topology(nodes, links)
        return plan.links.map { link in
            "\(link.id) "
                + [link.a, link.b].map { "\(plan.nodes[$0.node].name):\($0.interface)" }.joined(separator: " ")
        }
    }

    @Test("a range makes nodes in order, each with its number")
    func ranges() throws {
        let plan = try topology(
            #"{ "c[9..${n}1]": { kind: host, ip: "10.0.${i}.1/24" } }"#, "    []", set: [("n", "1")])
        #expect(plan.nodes.map(\.name) == ["c9", "c10", "c11"])
        #expect(
            plan.nodes.compactMap { $0.host?.addresses.first?.description } == [
                "10.0.9.1/24", "10.0.10.1/24", "10.0.11.1/24",
            ])
        #expect(try topology(#"{ "c[7]": hub }"#, "    []").nodes.map(\.name) == ["c7"])
    }

    @Test("ranges pair off first with first, a single name goes with all")
    func pairs() throws {
        let nodes = #"{ "c[1..3]": host, "d[4..6]": host, s: switch }"#
        #expect(
            try links(nodes, #"    - ["c[*]", "d[*]"]"#) == [
                "c1-d4 c1:eth0 d4:eth0", "c2-d5 c2:eth0 d5:eth0", "c3-d6 c3:eth0 d6:eth0",
            ])
        #expect(
            try links(nodes, #"    - { endpoints: [s, "c[2..3]:eth1"], id: spoke }"#) == [
                "spoke1 s:p1 c2:eth1", "spoke2 s:p2 c3:eth1",
            ])
        #expect(
            try links(nodes, #"    - ["c[1]", "d[*]"]"#) == [
                "c1-d4 c1:eth0 d4:eth0", "c1-d5 c1:eth1 d5:eth0", "c1-d6 c1:eth2 d6:eth0",
            ])
        #expect(try links(nodes, #"    - { endpoints: ["c[1]", "d[4]"], id: one }"#) == ["one c1:eth0 d4:eth0"])
    }

    @Test("generators: forward is from the center, the parent, the earlier one")
    func generators() throws {
        let nodes = #"{ "s[1..5]": switch, "h[1..2]": host }"#
        func pairs(_ text: String) throws -> [String] {
            try links(nodes, "    - \(text)").map { String($0.prefix { $0 != " " }) }
        }
        #expect(try pairs(#"star: { center: s1, leaves: ["h[*]", s3] }"#) == ["s1-h1", "s1-h2", "s1-s3"])
        #expect(try pairs(#"chain: "s[*]""#) == ["s1-s2", "s2-s3", "s3-s4", "s4-s5"])
        #expect(try pairs(#"ring: [s2, "s[4..5]"]"#) == ["s2-s4", "s4-s5", "s5-s2"])
        #expect(try pairs(#"mesh: "s[1..4]""#) == ["s1-s2", "s1-s3", "s1-s4", "s2-s3", "s2-s4", "s3-s4"])
        #expect(try pairs(#"tree: { nodes: "s[*]" }"#) == ["s1-s2", "s1-s3", "s2-s4", "s2-s5"])
        #expect(try pairs(#"tree: { nodes: "s[*]", fanout: 3 }"#) == ["s1-s2", "s1-s3", "s1-s4", "s2-s5"])
        #expect(try pairs(#"{ chain: [s3, s1], id: t, kind: l2tpv3 }"#) == ["t1"])
    }

    @Test("keys of a link stand beside a generator, and each tunnel has its own session")
    func tunnels() throws {
        let plan = try topology(
            #"{ "s[1..4]": switch }"#, #"    - { ring: "s[*]", id: t, kind: l2tpv3, options: { counter: on } }"#)
        let sessions = plan.links.map { link -> UInt32 in
            guard case .l2tpv3(let a, _) = link.kind else { return 0 }
            return a.options(local: ("a", 1), remote: ("b", 1)).txsession
        }
        #expect(sessions == [1, 2, 3, 4])
        #expect(plan.links.map(\.id) == ["t1", "t2", "t3", "t4"])
    }

    @Test("defaults go to who knows the key, and what is written wins")
    func defaults() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              defaults: { mtu: 9000, model: plain, links: { kind: l2tpv3, options: { offset: 4, txcookie: 1, rxcookie: 2 } } }
              nodes: { a: host, b: { kind: host, mtu: 1400 }, c: { kind: host, nics: [{}, { mtu: 600 }] }, s: switch }
              links:
                - [a, s]
                - { endpoints: [b, s], options: { offset: 8, txcookie: ~, rxcookie: ~ } }
                - { endpoints: [c, s], kind: wire }
                - { endpoints: [c, s], kind: dgram, id: d }
            """)
        #expect(plan.nodes.compactMap { $0.host?.nics.map(\.mtu) } == [[9000], [1400], [9000, 600]])
        let kinds = plan.links.map { link -> String in
            switch link.kind {
            case .l2tpv3(let a, _):
                let options = a.options(local: ("a", 1), remote: ("b", 1))
                return "l2tpv3 \(options.offset) \(options.txcookie ?? 0)"
            default: return link.kind.name
            }
        }
        #expect(kinds == ["l2tpv3 4 1", "l2tpv3 8 0", "wire", "dgram"])
    }
}
