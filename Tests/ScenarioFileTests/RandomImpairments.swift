import NetdevOptions
import TestSupport

/// Writes valid impairments at random, with every form that each of them has.
struct RandomImpairments {
    private(set) var random: SplitMix64
    /// Whether there are IP packets around the frames.
    private let hasPackets: Bool

    /// Goes on with a stream of random numbers; it is to be taken back from ``random``.
    init(_ random: SplitMix64, hasPackets: Bool) {
        self.random = random
        self.hasPackets = hasPackets
    }

    private mutating func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }
    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func chance() -> String {
        pick(["0%", "100%", "\(number(1...99))%", "0.\(number(1...9999))%", "\(number(0...99)).5%"])
    }

    private mutating func time() -> String { pick(["0", "\(number(0...5000))\(pick(["ns", "us", "ms", "s"]))"]) }

    private mutating func rate() -> String {
        pick([
            "\(number(1...9999))\(pick(["bps", "kbit", "Mbit", "pps", "kpps"]))", "0.\(number(1...999))pps",
            "1.\(number(1...999))kbit", "400Gbit",
        ])
    }

    private mutating func loss() -> String {
        let states = "p: \(chance()), r: \(chance())\(pick(["", ", good: \(chance())", ", bad: \(chance())"]))"
        return pick([chance(), "{ gilbert: { \(states) } }", "{ pattern: \"\(pick(["0", "1101", "0001110"]))\" }"])
    }

    private mutating func drop() -> String {
        let first = number(1...50)
        return pick([
            "\(first)", "\(first)..\(first + number(0...9))", "[\(number(1...9)), \(first)..\(first + 3), 20..30]",
            "[]",
        ])
    }

    private mutating func jitter() -> String {
        pick([time(), "{ amount: \(time()), distribution: \(pick(["uniform", "normal", "pareto"])) }"])
    }

    /// A mapping with at least one of them.
    mutating func settings() -> String {
        var entries = [
            "mtu: \(number(68...65535))", "drop: \(drop())", "loss: \(loss())", "corrupt: \(chance())",
            "duplicate: \(chance())", "rate: \(rate())", "queue: \(number(1...5000))", "delay: \(time())",
            "jitter: \(jitter())", "reorder: \(chance())",
            "\(pick(["rate", "mtu", "loss", "delay"])): \(pick(["~", "none"]))",
        ]
        if hasPackets { entries.append("outer_mtu: \(number(68...65535))") }
        var keys: Set<Substring> = []
        let chosen = entries.shuffled(using: &random).prefix(number(1...4)).filter {
            keys.insert($0.prefix { $0 != ":" }).inserted
        }
        return "{ \(chosen.joined(separator: ", ")) }"
    }

    /// Keys of a link, with a comma before each.
    mutating func directions() -> String {
        ["forward", "reverse", "both"].filter { _ in number(0...2) == 0 }
            .map { ", \($0): \(settings())" }.joined()
    }

    /// A ramp that takes a millisecond at most.
    mutating func ramp() -> String {
        let rates = pick(["1kbit..2.5Mbit", "\(number(1...9))Gbit..1bps", "1pps..3kpps"])
        var entries = ["loss", "corrupt", "duplicate", "reorder"].map { "\($0): \(chance())..\(chance())" }
        entries += ["delay: \(time())..\(time())", "jitter: 0..5ms", "rate: \(rates)"]
        let chosen = entries.shuffled(using: &random).prefix(number(1...3))
        return "{ \(chosen.joined(separator: ", ")), over: \(number(1...1000))us }"
    }

    /// One of all faults.
    mutating func fault() -> String { pick(L2TPv3Fault.allCases.map(\.rawValue)) }
}
