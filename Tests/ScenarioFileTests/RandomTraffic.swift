import TestSupport

/// Writes valid scenarios at random, with every construct of traffic, timeline and expectations, on one topology.
struct RandomTraffic {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    static let topology = """
        version: 1
        topology:
          nodes:
            h1: { kind: host, ip: { eth0: [10.0.0.1/24, "fd00::1/64"], eth0.30: 10.0.30.1/24, eth1: 10.1.0.1/24 }, routes: { 10.9.0.0/16: 10.0.0.254, default: 10.1.0.254 } }
            h2: { kind: host, ip: ["fd00::2/64", 10.0.0.2/24, 10.0.30.2/24] }
            h3: { kind: host, ip: { eth0: 10.9.0.3/24, eth1: "fd00::3/64" }, mtu: 9000 }
            "c[1..4]": { kind: host, ip: "10.0.0.1${i}/24" }
            s1: switch
            x1: hub
          links:
            - [h1:eth0, s1]
            - [h1:eth1, x1]
            - { id: t, kind: l2tpv3, endpoints: [h2, s1], options: { txcookie: 1, rxcookie: 2, counter: on } }
            - [h3:eth0, x1]
            - { id: v6, endpoints: [h3:eth1, s1] }
            - [c1, s1]
            - [c2, s1]
            - [c3, x1]
            - [c4, x1]
            - [x1, s1]

        """

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func time() -> String { "\(number(1...5000))\(pick(["ns", "us", "ms", "s", "min"]))" }

    /// Some of the entries, in their order.
    private mutating func some(_ entries: [String]) -> String {
        entries.filter { _ in chance(40) }.map { ", " + $0 }.joined()
    }

    mutating func text() -> String {
        var (flows, single): ([String], [String]) = ([], ["cut"])
        var lines = ["traffic:"]
        for number in 1...number(1...6) {
            let name = "f\(number)"
            let (ends, isGroup) = self.ends()
            let start = chance(50) ? "at: \(time())" : "after: \"\(pick(single))\", plus: \(time())"
            lines.append("  \(name): { \(ends), \(start), \(pace()) }")
            flows.append(name)
            single.append(isGroup ? "\(name)[1]" : name)
        }
        lines.append("  long: { kind: udp, from: h1, to: c1, count: 1000000, interval: 1ms }")
        lines.append("timeline:\n  - { id: tear, at: 400s, link: t, down: true, for: \(number(1...999))ms }")
        lines.append("  - { id: cut, at: \(time()), link: t, down: true }")
        for _ in 0..<number(0...4) { lines.append("  - { \(entry(single)) }") }
        if chance(90) {
            lines.append("expect:")
            for flow in flows { lines.append("  - { \(flow): { \(flowExpectation()) }\(modifiers()) }") }
            for _ in 0..<number(0...6) { lines.append("  - { \(expectation())\(modifiers("2s")) }") }
            if chance(50) { lines.append("  - { \(converge())\(some(["level: warning", "because: \"x: y\""])) }") }
            if chance(50) { lines.append("  - { \(state())\(pick(["", ", within: 3s", ", during: [3s, 3s]"])) }") }
        }
        return Self.topology + lines.joined(separator: "\n") + "\n"
    }

    // MARK: Traffic

    private mutating func ends() -> (text: String, isGroup: Bool) {
        switch number(0...9) {
        case 0: return ("kind: ping, from: \"c[*]\", pairs: next", true)
        case 1: return ("kind: ping, from: \"c[1..3]\", to: \"c[2..4]\", pairs: all", true)
        case 2: return ("kind: udp, from: \"c[*]:eth0\", to: \(pick(["h1", "h2", "10.0.0.77"]))", true)
        case 3: return ("kind: ping, from: h1:eth0.30, to: 10.0.30.2", false)
        case 4:
            return (
                "kind: frames, from: h1, \(frames())", false
            )
        case 5:
            return (
                "kind: ping, from: \(pick(["h1", "\"fd00::1\""])), to: \(pick(["h2", "h3", "\"fd00::9\""])), family: 6",
                false
            )
        default:
            let from = pick(["h1", "h1:eth0", "h1:eth1", "10.0.30.1", "10.1.0.1"])
            let to = pick(["h2", "h3", "h2:eth0", "10.0.0.2", "10.0.30.2", "192.0.2.1", "10.9.0.3", "c2"])
            let size = pick(["size: \(number(60...1514))", "size: 64..\(number(64...1514))", "size: imix"])
            let options = some(["ttl: \(number(1...255))", "dscp: \(number(0...63))", "port: 53", "warmup: arp"])
            return ("kind: udp, from: \(from), to: \(to), \(size)\(options)", false)
        }
    }

    private mutating func frames() -> String {
        pick([
            "to: \(pick(["s1:p1", "h2", "x1"])), hex: \"ffffffffffff 525400000001 88b5 00\"",
            "to: \(pick(["s1:p1", "h2"])), frame: { eth: { dst: h2 }, payload: \"text\" }",
            "to: h2:eth0, frame: [{ ip: { ttl: 1 }, udp: { dport: 53 } }, { arp: {} }]",
        ])
    }

    private mutating func pace() -> String {
        let count = pick(["count: \(number(1...999))", "for: \(number(1...999))ms"])
        return count
            + some([
                pick(["rate: \(number(1...999))pps", "rate: 1.\(number(1...9))kpps", "interval: \(number(1...999))us"])
            ])
    }

    private mutating func entry(_ names: [String]) -> String {
        let start = pick([
            "at: \(time())", "after: \"\(pick(names))\", plus: \(time())", "at: 1s, every: 1s, until: 9s",
        ])
        switch number(0...8) {
        case 0: return "\(start), node: \(pick(["h1", "s1", "x1"])), \(pick(["down", "up"])): true\(some(["for: 1ms"]))"
        case 1: return "\(start), nic: \(pick(["h1:eth1", "\"s1:p1\""])), down: true\(some(["for: 300ms"]))"
        case 2: return "\(start), node: s1, flush: fdb"
        case 3: return "\(start), node: h1, flush: arp"
        case 4:
            let target = pick(["node: s1", "nic: h1:eth0", "link: h1-s1", "link: t"])
            return "\(start), \(target), set: \(impairment(hasPackets: target == "link: t") { $0.settings() })"
                + some(["for: 300ms"])
        case 5:
            return "\(start), link: t, ramp: \(impairment(hasPackets: true) { $0.ramp() })"
                + some(["direction: \(pick(["forward", "reverse"]))", "for: 1ms"])
        case 6:
            return "\(start), link: t, fault: \(impairment(hasPackets: true) { $0.fault() })"
                + some(["direction: \(pick(["forward", "reverse"]))", "frames: \(number(1...99))"])
        case 7: return "\(start), \(pick(["link: t", "nic: h3:eth1"])), mtu: \(number(68...9999))\(some(["for: 1ms"]))"
        default:
            return "\(start), link: \(pick(["t", "h1-s1"])), down: true"
                + some(["direction: \(pick(["forward", "reverse"]))", "for: 20us"])
        }
    }

    private mutating func impairment(hasPackets: Bool, _ write: (inout RandomImpairments) -> String) -> String {
        var writer = RandomImpairments(random, hasPackets: hasPackets)
        defer { random = writer.random }
        return write(&writer)
    }

    // MARK: Expectations

    private mutating func flowExpectation() -> String {
        func comparison() -> String { pick(["all", "none", "5", "\"> 3\"", "1..9", "\"<= 100%\"", "0%..100%"]) }
        let parts = [
            "lost: \(comparison())", "loss: \"\(pick(["<= 100%", "0%..100%", "!= 0%"]))\"",
            "duplicates: \(comparison())", "reordered: 0", "latency: { p50: \"< \(time())\", max: 1s..2s }",
            "via: [\(pick(["s1", "t", "h1-s1, s1", "x1"]))]",
        ]
        return "delivered: \(comparison())" + some(parts)
    }

    /// Of a flow a part of the run may have no frames, which a percentage would be of.
    private mutating func modifiers(_ from: String? = nil) -> String {
        let during = from.map { ["during: [\($0), 3s]"] } ?? []
        return some(during + ["within: \(number(3...9))s", "level: warning", "because: \"x: y\""])
    }

    private mutating func match() -> String {
        let parts = [
            "eth.dst == h2", "arp", "not (ip.ttl < 5)", "ip.src == h1:eth1 || udp",
            "eth.src != \\\"52:54:00:12:34:56\\\"",
            "(arp or icmp) and eth.type == 0x800",
        ]
        return pick(parts) + (chance(30) ? " and \(pick(["arp", "(udp or not ip)"]))" : "")
    }

    private mutating func expectation() -> String {
        switch number(0...3) {
        case 0:
            return "frames: { at: \"\(pick(["h1", "h1:eth1", "c[*]", "s1:p2", "c[2..3]:eth0"]))\""
                + some(["match: \"\(match())\"", "dir: tx", "count: \"\(pick([">= 1", "0", "3..5"]))\""]) + " }"
        case 1:
            return "nothing_else: { at: \"\(pick(["h1", "c[*]", "s1:p2"]))\""
                + some(["except: [\"\(match())\", \"\(match())\"]"]) + " }"
        case 2:
            return
                "bytes: { at: h2, \(pick(["equals", "starts"])): \"\(pick(["00", "0003 ?4?? f"  + "?", "dead beef"]))\""
                + some(["frame: \(number(1...9))", "match: \"\(match())\"", "layer: \(pick(["wire", "frame"]))"]) + " }"
        default:
            return "dropped: { \(pick(["node: s1, ", "link: t, ", ""]))\(pick(["reason: loop, ", ""]))count: 0 }"
        }
    }

    private mutating func converge() -> String {
        let bounds = pick(["within: 320ms", "lost: \"<= 330\"", "within: 1s, lost: 3..5"])
        return "converge: { after: tear, flow: long, \(bounds)\(some(["rate: \(pick(["95%", "100%", "0.5%"]))"])) }"
    }

    private mutating func state() -> String {
        pick([
            "state: { node: s1, fdb: { h1: p1, c1: none, \"h3:eth1\": p3 }, counters: { p1.rx_bytes: 5, p2.dropped: 0 } }",
            "state: { node: h1, arp: { h2: h2, 10.0.0.9: none, \"fd00::9\": h3:eth1, c1: h1 }, mac: { eth1: \"52:54:00:12:34:57\" } }",
            "state: { node: h1, mac: \"52:54:00:12:34:56\", counters: { eth1.tx_frames: \">= 5\", eth0.dropped.loop: none } }",
        ])
    }
}
