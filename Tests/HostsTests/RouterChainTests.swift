import Hosts
import NICModels
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Routers in a row, and in a circle")
struct RouterChainTests {
    /// h1 - r1 - r2 - r3 - h2 on networks 10.0.0.0/24 to 10.0.3.0/24: each has the lower address on its right, and r2 and
    /// r3 know the way back, r1 and r2 the way there, by default routes and longer prefixes.
    struct Chain {
        let loop = Loop()
        let recorder: WireRecorder
        let delegate = RecordingDelegate()
        let stacks: [Host]

        init(routes: [[(String, String)]]) throws {
            let loop = loop
            recorder = WireRecorder(loop)
            let addresses = [
                ["10.0.0.1/24"], ["10.0.0.2/24", "10.0.1.1/24"], ["10.0.1.2/24", "10.0.2.1/24"],
                ["10.0.2.2/24", "10.0.3.1/24"], ["10.0.3.2/24"],
            ]
            stacks = zip(addresses, routes).enumerated().map { number, node in
                let nics = node.0.indices.map { nic in
                    EmulatedNIC(
                        loop: loop, name: "\(number):eth\(nic)", macAddress: station(UInt8(number * 16 + nic)))
                }
                return Host(
                    loop: loop, name: "\(number)", nics: nics,
                    interfaces: node.0.enumerated().map { .init(nic: $0, addresses: prefixes([$1])) },
                    routes: node.1.flatMap { destination, hop in
                        prefixes([destination]).map { .init(destination: $0, nextHops: [address(hop)]) }
                    }, forwards: node.0.count > 1)
            }
            for (left, right) in zip(stacks, stacks.dropFirst()) {
                guard let port = left.nics.last?.port, let peer = right.nics.first?.port else { continue }
                try port.connect(to: peer)
            }
            stacks[0].delegate = delegate
            loop.settle()
        }

        func ping(_ destination: String) {
            stacks[0].sendEchoRequest(
                to: address(destination), ICMPEcho(.request, identifier: 1, sequence: 1), stamp: Literal.flowStamp,
                payloadByteCount: 16)
            _ = VirtualClock().run(loop)
        }

        func drops(_ reason: DropReason, at number: Int) -> UInt64 {
            stacks[number].nics.reduce(0) { $0 + $1.port.counters.drops[reason] }
        }
    }

    static let ways: [[(String, String)]] = [
        [("0.0.0.0/0", "10.0.0.2")], [("0.0.0.0/0", "10.0.1.2")],
        [("10.0.3.0/24", "10.0.2.2"), ("10.0.0.0/16", "10.0.1.1")], [("0.0.0.0/0", "10.0.2.1")],
        [("0.0.0.0/0", "10.0.3.1")],
    ]

    @Test("a ping goes there and back, over default routes and the longest prefix, in no time, as itself")
    func there() throws {
        let chain = try Chain(routes: Self.ways)
        chain.ping("10.0.3.2")
        #expect(chain.delegate.heard == [Heard(kind: .echoReply, stamp: Literal.flowStamp)])
        #expect(chain.loop.now == 0)
        let lives = chain.recorder.events.filter { $0.id == Literal.id }.map { $0.bytes[22] }
        #expect(lives == [64, 63, 62, 61, 64, 63, 62, 61])
        #expect(chain.loop.audit().isEmpty)
    }

    @Test("to a router's far address, too")
    func toRouter() throws {
        let chain = try Chain(routes: Self.ways)
        chain.ping("10.0.3.1")
        #expect(chain.delegate.heard == [Heard(kind: .echoReply, stamp: Literal.flowStamp)])
    }

    @Test("each time to live ends at its router, whose error comes back: a traceroute")
    func traceroute() throws {
        let chain = try Chain(routes: Self.ways)
        for life: UInt8 in 1...4 {
            chain.stacks[0].sendDatagram(
                to: address("10.0.3.2"), ports: (5000, 6000), stamp: FlowStamp(id: UInt64(life)),
                payloadByteCount: 16, timeToLive: life)
            _ = VirtualClock().run(chain.loop)
        }
        #expect((0..<5).map { chain.drops(.ttlExpired, at: $0) } == [0, 1, 1, 1, 0])
        let errors = chain.recorder.taken(by: chain.stacks[0].nics[0].port).map(\.bytes).filter { $0[23] == 1 }
        #expect(errors.map { Array($0[26..<30]) } == [[10, 0, 0, 2], [10, 0, 1, 2], [10, 0, 2, 2]])
        #expect(errors.allSatisfy { $0[34] == 11 })
        #expect(chain.drops(.notForMe, at: 0) == 0, "the sender takes them")
        #expect(chain.loop.audit().isEmpty)
    }

    @Test("two routers that point at each other: the frame ends as ttl-expired, and the error comes back")
    func circle() throws {
        var routes = Self.ways
        routes[2] = [("0.0.0.0/0", "10.0.1.1")]
        let chain = try Chain(routes: routes)
        chain.ping("10.9.9.9")
        #expect((0..<5).map { chain.drops(.ttlExpired, at: $0) } == [0, 0, 1, 0, 0])
        let passed = chain.recorder.events.filter { $0.id == Literal.id && $0.reason == nil }
        #expect(passed.count == 64)
        let error = chain.recorder.taken(by: chain.stacks[0].nics[0].port).last?.bytes
        #expect(error?[34] == 11 && error?[26..<30] == [10, 0, 1, 2])
        #expect(chain.loop.now == 0)
        #expect(chain.loop.audit().isEmpty)
    }

    @Test("a destination of nobody's: the last router asks three times and says so")
    func unreachable() throws {
        let chain = try Chain(routes: Self.ways)
        chain.ping("10.0.3.77")
        #expect(chain.drops(.unresolved, at: 3) == 1)
        let error = chain.recorder.taken(by: chain.stacks[0].nics[0].port).last?.bytes
        #expect(error?[34..<36] == [3, 1] && error?[26..<30] == [10, 0, 2, 2])
        #expect(chain.loop.audit().isEmpty)
    }
}
