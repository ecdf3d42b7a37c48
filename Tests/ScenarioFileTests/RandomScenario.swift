import TestSupport

/// Writes valid scenarios at random, with every construct of this version.
struct RandomScenario {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func time() -> String { "\(number(1...5000))\(pick(["ns", "us", "ms", "s", "min"]))" }

    /// Some of the entries, in their order.
    private mutating func some(_ entries: [String]) -> String {
        entries.filter { _ in chance(40) }.map { ", " + $0 }.joined()
    }

    mutating func text() -> String {
        let hosts = (1...number(2...5)).map { "h\($0)" }
        var lines = ["version: 1"]
        if chance(30) { lines.append("description: \"\(pick(["a: b", "${n} $${n}", "é", "100 %", "no"]))\"") }
        lines.append("params: { n: \(number(1...9)) }\nseed: \"${n}\"")
        if chance(50) { lines.append("clock: \(pick(["real", "virtual"]))\ntimeout: \(time())\nduration: \(time())") }
        lines.append("topology:\n  nodes:")
        for (index, host) in hosts.enumerated() {
            let address = "10.0.\(number(0...3)).\(index + 10)/\(number(8...24))"
            let options = some([
                "ip: [\(address), 192.0.2.\(index + 1)/24]", "mac: 52:54:00:00:00:0\(index)", "mtu: 1600",
            ])
            lines.append("    \(host): { kind: host\(options) }")
        }
        lines.append("    s1: { kind: switch\(some(["aging: \(time())"])) }\n    x1: hub\n  links:")
        for host in hosts { lines.append("    - \(link(host, pick(["s1", "x1"])))") }
        lines.append("    - \(link("s1", "x1:p\(number(20...30))"))\ntraffic:")
        let flows = (1...number(1...4)).map { "f\($0)" }
        for (index, flow) in flows.enumerated() {
            lines.append("  \(flow): { \(self.flow(hosts, after: index > 0 ? flows[index - 1] : nil)) }")
        }
        if chance(70) {
            lines.append("expect:")
            for flow in flows {
                lines.append("  - { \(flow): { \(expected()) }\(some(["level: warning", "because: \"x: y\""])) }")
            }
            lines.append(
                "  - { frames: { at: \(pick(hosts + ["s1", "x1"])), dir: \(pick(["rx", "tx"])), count: \"\(pick([">= 1", "0", "3..5"]))\" } }"
            )
            lines.append(
                "  - dropped: { \(pick(["node: s1, ", "link: s1-x1, ", ""]))\(pick(["reason: loop, ", ""]))count: 0 }")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func link(_ a: String, _ b: String) -> String {
        let id = "\(a)-\(b.prefix(2))"
        guard chance(50) else { return "{ id: \(id), endpoints: [\(a), \"\(b)\"] }" }
        let options = some([
            "txsession: \(number(1...99))", "rxsession: 0x\(number(1...99))",
            "txcookie: 1, rxcookie: \(number(0...99))",
            "cookie64: on", "sublayer: \(pick(["none", "counter", "pinned", "default"]))", "offset: \(number(0...256))",
            "src: 127.0.0.9", "strict-peer: on", "ipv6: off",
        ]).dropFirst(2)
        let over = some(["offset: \(number(0...9))", "rxsession: ~", "txsession: 5", "srcport: \(number(1...9))"])
            .dropFirst(2)
        return
            "{ id: \(id), kind: l2tpv3, endpoints: [\(a), \"\(b)\"], options: { \(options) }, \(pick(["a", "b"])): { \(over) } }"
    }

    private mutating func flow(_ hosts: [String], after: String?) -> String {
        let kind = pick(["ping", "udp"])
        let start = after.map { ["at: \(time())", "after: \($0), plus: \(time())"] } ?? ["at: \(time())"]
        var parts = ["kind: \(kind)", "from: \(hosts[0])", "to: \(hosts[number(1...hosts.count - 1)])", pick(start)]
        parts.append(pick(["count: \(number(1...999))", "for: \(number(1...999))ms"]))
        parts.append(
            pick(["rate: \(number(1...999))pps", "rate: 1.\(number(1...9))kpps", "interval: \(number(1...999))us"]))
        if kind == "udp" {
            parts.append("size: \(number(58...1514)), ttl: \(number(1...255)), dscp: \(number(0...63))")
        }
        return parts.joined(separator: ", ") + some(["warmup: arp"])
    }

    private mutating func expected() -> String {
        let comparison = { (generator: inout RandomScenario) in
            generator.pick(["all", "none", "5", "\"> 3\"", "\"!= 1\"", "1..9", "\"<= 100%\"", "0%..100%"])
        }
        let parts = [
            "lost: \(comparison(&self))", "duplicates: \(comparison(&self))", "reordered: 0",
            "latency: { p50: \"< \(time())\", max: 1s..2s }",
        ]
        return "delivered: \(comparison(&self))" + some(parts)
    }
}
