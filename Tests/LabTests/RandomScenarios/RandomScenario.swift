import TestSupport

/// A scenario made up by a seed: a tree of switches and hubs with hosts on it, every impairment, every action.
///
/// It stays in parts, so that one that fails can be made smaller.
struct RandomScenario: CustomStringConvertible {
    struct Link {
        let id: String
        let ends: (String, String)
        var kind: String
        var options: [String]
        var forward: [String]
        var reverse: [String]
        /// Whether its datagrams have what an L2TPv3 fault spoils.
        var isTunnel: Bool { kind == "l2tpv3" }
    }

    private var seed: UInt64
    private var nodes: [String]
    private var links: [Link]
    private var flows: [String]
    private var timeline: [String]

    init(seed: UInt64) {
        self.seed = seed
        var draw = Draw(seed: seed)
        let hosts = (1...draw.number(2...4)).map { "h\($0)" }
        let middles = (1...draw.number(1...3)).map { "s\($0)" }
        nodes = hosts.map { "\($0): host" } + middles.map { "\($0): \(draw.one(["switch", "switch", "hub"]))" }
        // Each stands on one that came before it, so nothing is a loop.
        var ends = middles.indices.dropFirst().map { (middles[draw.number(0...$0 - 1)], middles[$0]) }
        ends += hosts.map { (draw.one(middles), $0) }
        links = ends.enumerated().map { Self.link("l\($0 + 1)", $1, &draw) }
        flows = (1...draw.number(1...4)).map { Self.flow($0, hosts, &draw) }
        timeline = []
        for _ in 0..<draw.number(0...5) { timeline.append(entry(hosts, middles, &draw)) }
    }

    // MARK: Making it up

    private static func link(_ id: String, _ ends: (String, String), _ draw: inout Draw) -> Link {
        let kind = draw.one(["wire", "l2tpv3", "l2tpv3", "dgram"])
        var options: [String] = []
        if kind == "l2tpv3" {
            options = draw.some([
                "sublayer: \(draw.one(["counter", "default", "pinned"]))", "offset: \(draw.number(0...16))",
                "strict-peer: on", "ipv6: on",
            ])
            if draw.chance(2) { options += ["cookie64: \(draw.one(["on", "off"]))", "txcookie: 7", "rxcookie: 8"] }
            if options.contains(where: { $0.hasPrefix("sublayer: c") || $0.hasPrefix("sublayer: d") }) {
                options += draw.some(["sequence: \(draw.one(["check", "reorder"]))"])
            }
        }
        return Link(
            id: id, ends: ends, kind: kind, options: options, forward: impairments(kind, &draw),
            reverse: impairments(kind, &draw))
    }

    private static func impairments(_ kind: String, _ draw: inout Draw) -> [String] {
        guard draw.chance(3) else { return [] }
        var all = [
            "delay: \(draw.number(0...20))ms",
            "jitter: \(draw.one(["1ms", "{ amount: 300us, distribution: normal }", "{ amount: 1ms, distribution: pareto }"]))",
            "loss: \(draw.one(["10%", "0.5%", "{ gilbert: { p: 5%, r: 40% } }", "{ pattern: \"11101\" }"]))",
            "drop: [2, 5..7]", "duplicate: \(draw.number(0...20))%", "reorder: \(draw.number(0...30))%",
            "corrupt: \(draw.number(0...10))%", "mtu: \(draw.one(["1500", "600", "200"]))",
        ]
        if kind != "wire" { all.append("outer_mtu: \(draw.one(["1500", "700"]))") }
        var chosen = draw.some(all)
        if draw.chance(3) {
            chosen.append("rate: \(draw.one(["1Mbit", "10Mbit", "2kpps"]))")
            chosen += draw.some(["queue: \(draw.number(1...10))"])
        }
        return chosen
    }

    private static func flow(_ number: Int, _ hosts: [String], _ draw: inout Draw) -> String {
        let from = draw.one(hosts)
        let to = draw.one(hosts.filter { $0 != from })
        let kind = draw.one(["ping", "udp", "udp", "frames"])
        var keys = [
            "kind: \(kind)", "from: \(from)", "to: \(to)", "at: \(draw.number(0...30))ms",
            "count: \(draw.number(1...60))", "interval: \(draw.one(["10us", "1ms", "3ms", "0.1us"]))",
        ]
        switch kind {
        case "udp":
            keys.append("size: \(draw.one(["64", "1514", "imix", "64..1514"]))")
            if draw.chance(3) { keys.append("warmup: arp") }
        case "frames":
            keys.append(
                "frame: \(draw.one(["[{ payload: a }, { vlan: 7, payload: b }]", "{ eth: { dst: \"ff:ff:ff:ff:ff:ff\" }, payload: c }", "{ payload: { zeros: 1400 } }"]))"
            )
        default: break
        }
        return "f\(number): { \(keys.joined(separator: ", ")) }"
    }

    private func entry(_ hosts: [String], _ middles: [String], _ draw: inout Draw) -> String {
        let link = draw.one(links)
        let time = "at: \(draw.number(0...100))ms"
        let lasting = draw.chance(2) ? ", for: \(draw.number(3...30))ms" : ""
        let direction = draw.chance(2) ? ", direction: \(draw.one(["forward", "reverse"]))" : ""
        switch draw.number(0...5) {
        case 0: return "{ \(time), link: \(link.id), down: true\(direction)\(lasting) }"
        case 1: return "{ \(time), node: \(draw.one(middles)), down: true\(lasting) }"
        case 2: return "{ \(time), node: \(draw.one(hosts)), flush: arp }"
        case 3:
            let change = draw.one(["delay: 3ms", "loss: 30%", "rate: 500pps", "duplicate: 50%, reorder: 20%"])
            return "{ \(time), link: \(link.id), set: { \(change) }\(direction)\(lasting) }"
        case 4:
            return
                "{ \(time), link: \(link.id), ramp: { loss: 0%..40%, delay: 0..5ms, over: 2ms }\(direction)\(lasting) }"
        case 5: return "{ \(time), link: \(link.id), mtu: \(draw.one(["1000", "1500", "100"]))\(lasting) }"
        default:
            guard let tunnel = links.first(where: \.isTunnel) else {
                return "{ \(time), link: \(link.id), down: true }"
            }
            let faults = ["wrong-session", "truncated-header", "control-bit", "wrong-version", "duplicate"]
            return
                "{ \(time), link: \(tunnel.id), fault: \(draw.one(faults)), frames: \(draw.number(1...9))\(direction) }"
        }
    }

    // MARK: The file

    var description: String {
        var lines = ["version: 1", "seed: \(seed)", "topology:", "  nodes:"]
        lines += nodes.map { "    \($0)" }
        lines.append("  links:")
        lines += links.map(Self.text)
        lines.append("traffic:")
        lines += flows.map { "  \($0)" }
        if !timeline.isEmpty { lines += ["timeline:"] + timeline.map { "  - \($0)" } }
        lines.append("expect: [{ conserve: all }]")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ link: Link) -> String {
        var keys = ["id: \(link.id)", "kind: \(link.kind)", "endpoints: [\(link.ends.0), \(link.ends.1)]"]
        for (key, values) in [("options", link.options), ("forward", link.forward), ("reverse", link.reverse)] {
            if !values.isEmpty { keys.append("\(key): { \(values.joined(separator: ", ")) }") }
        }
        return "    - { \(keys.joined(separator: ", ")) }"
    }

    // MARK: Making it smaller

    /// The same with one part less, every way there is.
    var smaller: [RandomScenario] {
        var results: [RandomScenario] = []
        func without<Part>(_ path: WritableKeyPath<RandomScenario, [Part]>, atLeast least: Int = 0) {
            for index in self[keyPath: path].indices where self[keyPath: path].count > least {
                var copy = self
                copy[keyPath: path].remove(at: index)
                results.append(copy)
            }
        }
        without(\.timeline)
        without(\.flows, atLeast: 1)
        for index in links.indices {
            without(\.links[index].forward)
            without(\.links[index].reverse)
            without(\.links[index].options)
        }
        return results
    }

    /// The smallest that fails still, taking away one part at a time.
    func smallest(_ fails: (RandomScenario) -> Bool) -> RandomScenario {
        var current = self
        while let next = current.smaller.first(where: fails) { current = next }
        return current
    }
}

/// Draws from lists.
private struct Draw {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func chance(_ oneIn: Int) -> Bool { number(1...oneIn) == 1 }
    mutating func one<Item>(_ items: [Item]) -> Item { items[number(0...items.count - 1)] }
    mutating func some<Item>(_ items: [Item]) -> [Item] { items.filter { _ in chance(2) } }
}
