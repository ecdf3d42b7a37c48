import NetCore
@testable import ScenarioFile
import Testing

@Suite("Impairments of links")
struct ImpairmentTests {
    /// The links of a file with a tunnel `t`, a wire `w` and two nodes `s[1..2]`.
    private func links(_ rest: String, defaults: String = "") throws -> [Scenario.Link] {
        try scenario(
            """
            version: 1
            topology:
              \(defaults)
              nodes: { h1: host, h2: host, "s[1..3]": switch }
              links:
            \(rest)
                - { id: last, chain: [h1, s1, s2, s3, h2] }
            """
        ).links
    }

    private func forward(_ impairments: String) throws -> Impairments {
        try links("    - { id: t, kind: l2tpv3, endpoints: [h1, h2], forward: { \(impairments) } }")[0].forward
    }

    private func made(_ settings: ImpairmentSetting...) -> Impairments {
        settings.reduce(into: .none) { $0.set($1) }
    }

    @Test("every key is read")
    func keys() throws {
        #expect(try forward("mtu: 1400") == made(.mtu(1400)))
        #expect(try forward("outer_mtu: 1500") == made(.outerMTU(1500)))
        #expect(try forward("drop: 3") == made(.drop([3...3])))
        #expect(try forward("drop: [3, 7..9]") == made(.drop([3...3, 7...9])))
        #expect(try forward("loss: 1%") == made(.loss(.chance(Chance(partsPerMillion: 10_000)))))
        #expect(try forward("loss: { pattern: \"1101\" }") == made(.loss(.pattern([false, false, true, false]))))
        #expect(try forward("corrupt: 0.0001%") == made(.corrupt(Chance(partsPerMillion: 1))))
        #expect(try forward("duplicate: 100%") == made(.duplicate(.always)))
        #expect(try forward("reorder: 2.5%") == made(.reorder(Chance(partsPerMillion: 25_000))))
        #expect(try forward("rate: 10Mbit") == made(.rate(.bits(thousandths: 10_000_000_000))))
        #expect(try forward("rate: 1kpps, queue: 5") == made(.rate(.frames(1, per: 1_000_000)), .queue(5)))
        #expect(try forward("delay: 20ms, jitter: 2ms") == made(.delay(20_000_000), .jitter(Jitter(amount: 2_000_000))))
        #expect(
            try forward("delay: 1s, jitter: { amount: 2us, distribution: pareto }")
                == made(.delay(1_000_000_000), .jitter(Jitter(amount: 2000, distribution: .pareto))))
    }

    @Test("Gilbert's states lose nothing and everything unless it is said")
    func gilbert() throws {
        let (one, half) = (Chance(partsPerMillion: 10_000), Chance(partsPerMillion: 500_000))
        #expect(
            try forward("loss: { gilbert: { p: 1%, r: 50% } }")
                == made(.loss(.gilbert(GilbertElliott(enter: one, leave: half)))))
        #expect(
            try forward("loss: { gilbert: { p: 1%, r: 50%, good: 1%, bad: 50% } }")
                == made(.loss(.gilbert(GilbertElliott(enter: one, leave: half, good: one, bad: half)))))
    }

    @Test(
        "dropped numbers ascend and do not touch, whatever was written",
        arguments: [
            ("[9, 3, 5]", [3...3, 5...5, 9...9]), ("[7..9, 1..2, 8..12]", [1...2, 7...12]), ("[4, 4, 3..3]", [3...4]),
            ("[1..100, 5..6]", [1...100]), ("[]", []), ("none", []),
        ] as [(String, [ClosedRange<Int64>])])
    func dropNumbers(text: String, numbers: [ClosedRange<Int64>]) throws {
        #expect(try forward("drop: \(text)").drop == numbers)
    }

    @Test("one direction wins over both, key by key; both are of each direction by itself")
    func bothAndOne() throws {
        let link = try links(
            "    - { id: t, endpoints: [h1, h2], reverse: { loss: 1%, delay: ~ }, both: { delay: 5ms, mtu: 900 } }")[0]
        #expect(link.forward == made(.delay(5_000_000), .mtu(900)))
        #expect(link.reverse == made(.mtu(900), .loss(.chance(Chance(partsPerMillion: 10_000)))))
    }

    @Test("links of a generator have them all")
    func generator() throws {
        let links = try links("    - { star: { center: s1, leaves: [s2, s3] }, id: x, forward: { delay: 5ms } }")
        #expect(links.prefix(2).map(\.forward) == [made(.delay(5_000_000)), made(.delay(5_000_000))])
        #expect(links.map(\.reverse) == Array(repeating: .none, count: links.count))
    }

    @Test("what a link says wins over defaults key by key, and `~` or `none` takes one away")
    func defaults() throws {
        let links = try links(
            """
                - [h1, h2]
                - { id: t, endpoints: [h1, h2], both: { delay: 1ms } }
                - { id: u, endpoints: [h1, h2], forward: { delay: ~, loss: none }, reverse: { mtu: 800 } }
            """, defaults: "defaults: { links: { both: { delay: 7ms }, forward: { loss: 100%, delay: 9ms } } }")
        let lost = ImpairmentSetting.loss(.chance(.always))
        #expect(links[0].forward == made(.delay(9_000_000), lost))
        #expect(links[0].reverse == made(.delay(7_000_000)))
        #expect(links[1].forward == made(.delay(1_000_000), lost))
        #expect(links[1].reverse == made(.delay(1_000_000)))
        #expect(links[2].forward == .none)
        #expect(links[2].reverse == made(.delay(7_000_000), .mtu(800)))
        #expect(links[3].forward == links[0].forward)
    }

    @Test("a default of the outer packet goes to links of the default kind alone")
    func outerDefault() throws {
        let links = try links(
            "    - { id: t, endpoints: [h1, h2], kind: wire }\n    - [s1, h2]",
            defaults: "defaults: { links: { kind: l2tpv3, both: { outer_mtu: 1500, mtu: 1400 } } }")
        #expect(links[0].forward == made(.mtu(1400)))
        #expect(links[1].forward == made(.mtu(1400), .outerMTU(1500)))
    }

    @Test("a rate is written in the largest unit that fits")
    func rates() {
        let texts = [
            ("1Mbit", LinkRate.bits(thousandths: 1_000_000_000)), ("1500kbit", .bits(thousandths: 1_500_000_000)),
            ("0.001bps", .bits(thousandths: 1)), ("1kpps", .frames(1, per: 1_000_000)),
            ("0.333pps", .frames(333, per: 1_000_000_000_000)),
        ]
        for (text, rate) in texts { #expect(LinkRateValue.text(rate) == text) }
    }
}
