import NetCore
import TestSupport
import Testing

@testable import Lab

@Suite("Routers with any routes", .timeLimit(.minutes(2)))
struct RandomRouterTests {
    /// Routers in a ring, a host on each, routes by chance: right ones, wrong ones, and circles.
    private static func file(_ seed: UInt64) -> String {
        var random = SplitMix64(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        func one(_ texts: [String]) -> String { texts[number(0...texts.count - 1)] }
        let count = number(2...5)
        var nodes: [String] = []
        var links: [String] = []
        for index in 1...count {
            let (left, next) = (index == 1 ? count : index - 1, index % count + 1)
            // Link n joins router n's eth1 with eth2 of the next.
            let hops = ["10.1.\(index).2", "10.1.\(left).1"]
            let routes = (1...count).filter { $0 != index && number(0...5) > 0 }.map {
                "10.2.\($0).0/24: \(one([hops[0], hops[1], "[\(hops[0]), \(hops[1])]"]))"
            }
            nodes.append(
                """
                    r\(index):
                      kind: router
                      ip: { eth0: 10.2.\(index).1/24, eth1: 10.1.\(index).1/24, eth2: 10.1.\(left).2/24 }
                      nics: [{}, { mtu: \(one(["1500", "1500", "300"])) }]
                      routes: { 10.3.0.0/16: \(one(hops)), \(routes.joined(separator: ", ")) }
                    h\(index): { kind: host, ip: 10.2.\(index).2/24, gateway: 10.2.\(index).1 }
                """)
            links.append("    - [h\(index), r\(index):eth0]")
            links.append(
                "    - { id: l\(index), kind: \(one(["wire", "l2tpv3", "dgram"])), endpoints: [r\(index):eth1, r\(next):eth2] }"
            )
        }
        let flows = (1...4).map { index in
            let to = one(["h\(number(1...count))", "r\(number(1...count))", "10.3.0.1", "10.2.1.77", "192.0.2.1"])
            let from = one((1...count).map { "h\($0)" }.filter { $0 != to })
            let kind = one(["ping", "udp, size: 64..1514", "udp, ttl: \(number(1...9))", "udp, warmup: arp"])
            return "  f\(index): { kind: \(kind), from: \(from), to: \(to), count: \(number(1...40)), interval: 1ms }"
        }
        let entries = (0..<number(0...4)).map { _ in
            one([
                "  - { at: \(number(0...40))ms, link: l\(number(1...count)), down: true, for: \(number(1...20))ms }",
                "  - { at: \(number(0...40))ms, node: r\(number(1...count)), flush: arp }",
            ])
        }
        return
            (["version: 1", "topology:", "  nodes:"] + nodes + ["  links:"] + links + ["traffic:"] + flows
            + (entries.isEmpty ? [] : ["timeline:"] + entries) + ["expect: [{ conserve: all }]"])
            .joined(separator: "\n")
    }

    @Test("every frame is accounted for, none ends as loop, and what is not delivered has its reason", arguments: 0..<60)
    func accounted(seed: Int) throws {
        let text = Self.file(UInt64(seed))
        let result = try run(text)
        #expect(result.verdict == .pass, "\(text)")
        #expect(result.conservation.holds && result.conservation.inFlight == 0, "\(text)")
        #expect(result.dropped("loop") == 0, "\(text)")
        for flow in result.flows {
            let ended = flow.losses.reduce(0) { $0 + $1.count }
            #expect(UInt64(flow.lost) == ended, "\(flow.name): \(flow.losses)\n\(text)")
        }
        #expect(try run(text).fingerprint == result.fingerprint)
    }
}
