import TestSupport

/// Writes valid topologies at random, with every construct of nodes and links.
struct RandomTopology {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }
    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// Some of the entries, in their order.
    private mutating func some(_ entries: [String]) -> [String] { entries.filter { _ in chance(50) } }

    private mutating func impairments(hasPackets: Bool) -> String {
        var writer = RandomImpairments(random, hasPackets: hasPackets)
        defer { random = writer.random }
        return writer.directions()
    }

    mutating func text() -> String {
        var lines = ["version: 1", "topology:"]
        if chance(50) {
            lines.append(
                "  defaults: { \(some(["mtu: 1400", "model: plain", defaultLinks()]).joined(separator: ", ")) }")
        }
        lines.append("  nodes:")
        for number in 1...number(1...4) { lines.append("    h\(number): { \(host(number)) }") }
        lines.append(
            "    \"c[1..\(number(1...4))]\": { kind: host, ip: \"10.9.${i}.1/24\"\(pick(["", ", mtu: \"160${i}\""])) }")
        lines.append("    \"s[1..4]\": switch")
        lines.append("    v1: { kind: switch, aging: 5s, vlans: { \(vlans()) } }")
        lines.append("    n1: { kind: netdev, netdev: \(netdevs()) }")
        lines.append("    x1: hub\n  links:")
        lines.append("    - { star: { center: \(pick(["s1", "x1", "v1"])), leaves: \"c[*]\" }\(rest("la")) }")
        lines.append(
            "    - { \(pick(["chain: \"s[*]\"", "ring: \"s[1..3]\"", "mesh: \"s[2..4]\"", "tree: { nodes: \"s[*]\", fanout: 3 }"]))\(rest("lb")) }"
        )
        lines.append("    - { endpoints: [\"h[*]\", v1]\(rest("lc")) }")
        lines.append("    - { endpoints: [h1:eth\(number(5...9)), \"s1:p\(number(20...30))\"]\(rest("ld")) }")
        if chance(50) {
            let kind = pick(["mcast", "mcast, options: { mcast: \":7\" }, b: { localaddr: 127.0.0.9 }", "vde"])
            lines.append(
                "    - { id: le, endpoints: [\"s[1..2]\", s3, x1], kind: \(kind)\(impairments(hasPackets: false)) }")
        }
        lines.append("    - [n1, \(pick(["x1", "s2", "h1"]))]")
        lines.append("    - [\"v1:p99\", s4]")
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func defaultLinks() -> String {
        pick([
            "links: { kind: wire\(impairments(hasPackets: false)) }",
            "links: { kind: l2tpv3, options: { offset: 4 }\(impairments(hasPackets: true)) }",
            "links: { kind: dgram\(impairments(hasPackets: false)) }",
            "links: { kind: stream\(impairments(hasPackets: false)) }", "links: { kind: socket }",
            "links: { kind: tap }",
            "links: { kind: vde, options: { mode: 0770 } }", "links: { kind: mcast }",
        ])
    }

    private mutating func host(_ number: Int) -> String {
        let addresses = pick([
            "10.\(number).0.1/16", "none", "[10.\(number).0.1/16, \"fd0\(number)::1/64\", \"fe80::\(number)/64\"]",
        ])
        let byInterface = some([
            "eth0: \(addresses)", "eth1: 172.16.\(number).1/24", "eth1.30: [172.17.\(number).1/24]",
            "eth2.\(self.number(1...4094)): none",
        ])
        var parts = ["kind: host"]
        if chance(70) {
            parts.append(
                "ip: " + (chance(50) || byInterface.isEmpty ? addresses : "{ \(byInterface.joined(separator: ", ")) }"))
        }
        if chance(40) {
            parts.append(
                "routes: { 10.\(number + 50).0.0/16: [10.\(number).0.9, 10.\(number).0.8], \"fd90::/64\": \"fd0\(number)::9\" }"
            )
        }
        if chance(40) { parts.append("gateway: [10.\(number).0.7, \"fd0\(number)::7\"]") }
        if chance(40) {
            parts.append(
                "nics: [{ \(some(["mac: \"52:54:00:12:34:5\(number + 4)\"", "mtu: 900"]).joined(separator: ", ")) }, {}, {}, { ip: 192.0.2.\(number)/24, vlan: 9 }]"
            )
        }
        return parts.joined(separator: ", ")
    }

    private mutating func vlans() -> String {
        some([
            "p1: \(number(1...4094))", "p2: [\(number(1...9)), \(number(10...4094))]", "p3: { native: 7 }",
            "s4: { native: 1, tagged: [\(number(2...99))] }",
        ]).joined(separator: ", ")
    }

    private mutating func netdevs() -> String {
        let one = "\"dgram,local.type=unix,local.path=/tmp/a,,b,remote.type=unix,remote.path=/tmp/c\""
        let other =
            "{ type: l2tpv3, src: 127.0.0.1, dst: 127.0.0.2, txsession: \(number(1...99)), udp: on, srcport: 5, dstport: \(number(1...9)) }"
        return pick([one, other, "{ eth0: \(one), eth1: \(other) }"])
    }

    /// The keys of a link behind what it joins.
    private mutating func rest(_ id: String) -> String {
        var parts = [", id: \(id)"]
        switch number(0...7) {
        case 0: parts.append("kind: wire" + impairments(hasPackets: false))
        case 1:
            parts.append(
                "kind: l2tpv3, options: { \(some(["txsession: 0x\(number(1...99))", "counter: on", "txcookie: 1, rxcookie: 2", "ipv6: off"]).joined(separator: ", ")) }"
            )
            if chance(50) {
                parts.append(
                    "\(pick(["a", "b"])): { \(some(["offset: 4", "rxsession: ~", "udp: off, srcport: ~, dstport: ~"]).joined(separator: ", ")) }"
                )
            }
            parts[parts.count - 1] += impairments(hasPackets: true)
        case 2:
            let port = pick(["", ", port: \(number(0...9))"])
            let address = pick([
                "", "addr.type: unix", "addr: { path: /tmp/x }", "addr: { type: unix, abstract: on }",
                "addr: { path: /tmp/x, abstract: on, tight: off }", "addr: { host: 127.0.0.\(number(5...9))\(port) }",
                "addr.ipv6: on", "addr.ipv4: on", "addr: { host: \"::1\"\(port) }",
            ])
            parts.append("kind: stream, options: { \(address) }\(impairments(hasPackets: false))")
            if chance(50) { parts.append("b: { \(pick(["reconnect-ms: 5", "reconnect: 1", "reconnect: 0"])) }") }
        case 3:
            let keys = pick([
                "", "listen: \":\(number(1...9))\"", "listen: \"127.0.0.5:7\"", "listen: \"[::1]:7\"",
                "udp: \":\(number(1...9))\"", "localaddr: \"127.0.0.5:7\"",
                "udp: \"[::1]:\(number(1...9))\", localaddr: \":10\"",
            ])
            parts.append("kind: socket, options: { \(keys) }\(impairments(hasPackets: false))")
        case 4: parts.append("kind: tap, options: { \(pick(["", "vnet_hdr: on", "queues: 2, sndbuf: 64k"])) }")
        case 5:
            parts.append("kind: vde, options: { \(pick(["", "mode: 0770", "sock: /tmp/x.ctl", "frame-limit: 1600"])) }")
            if chance(50) { parts.append("\(pick(["a", "b"])): { \(pick(["frame-limit: 1500", "mode: 0600"])) }") }
        case 6:
            let group = pick(["", "mcast: \":\(number(1...9))\"", "mcast: \"239.1.1.1:5\"", "mcast: \"[ff15::1]:5\""])
            parts.append("kind: mcast, options: { \(group) }")
            if chance(30) { parts.append("\(pick(["a", "b"])): { mcast: \":10\", localaddr: 127.0.0.1 }") }
        default:
            parts.append(
                "kind: dgram, options: { \(pick(["", "local.type: unix", "remote: { type: unix, path: /tmp/x }", "local: { host: 127.0.0.\(number(5...9)), port: \(number(0...9)) }", "local.host: \"::1\", remote.port: \(number(1...9))"])) }"
            )
            if chance(50) {
                parts.append(
                    "\(pick(["a", "b"])): { \(pick(["", "local.port: ~", "remote.port: ~", "remote.host: ~"])) }")
            }
            parts[parts.count - 1] += impairments(hasPackets: false)
        }
        return parts.joined(separator: ", ")
    }
}
