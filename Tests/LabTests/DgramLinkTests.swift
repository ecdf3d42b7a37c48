import Glibc
import Lab
import LinuxNet
import NetCore
import Results
import TestSupport
import Testing

@testable import ScenarioFile

@Suite("dgram links", .timeLimit(.minutes(5)))
struct DgramLinkTests {
    @Test(
        "all delivered, in order, nothing dropped, the sum holds", arguments: BothClocks.allCases,
        [DgramEndPlan.Transport.ipv4, .ipv6, .unix])
    func pair(clock: BothClocks, transport: DgramEndPlan.Transport) throws {
        let result = try LabRunner.run(load(pairOfHosts, clock: clock).linked(by: .dgram(transport)))
        #expect(result.verdict == .pass)
        #expect(result.ended == .done)
        for flow in result.flows { #expect(flow.delivered == flow.planned && flow.reordered == 0) }
        #expect(result.conservation.holds)
        #expect(result.conservation.dropped.isEmpty)
        let netdev = try #require(result.links[0].netdev)
        switch transport {
        case .ipv4:
            #expect(netdev.a.hasPrefix("dgram,id=cable.a,local.type=inet,local.host=127."))
            #expect(netdev.a.contains("local.port=1234"))
        case .ipv6: #expect(netdev.b.hasPrefix("dgram,id=cable.b,local.type=inet,local.host=::1"))
        case .unix: #expect(netdev.a.hasSuffix("cable.a,remote.type=unix,remote.path=\(Self.path(of: netdev.b))"))
        }
    }

    private static func path(of netdev: String) -> String {
        netdev.split(separator: ",").first { $0.hasPrefix("local.path=") }.map { String($0.dropFirst(11)) } ?? ""
    }

    @Test(
        "what the transport does not carry ends as oversize on the way in, in both clocks",
        arguments: BothClocks.allCases)
    func oversize(clock: BothClocks) throws {
        let text = """
            version: 1
            topology:
              nodes: { h1: { kind: host, mtu: 65535 }, h2: { kind: host, mtu: 65535 } }
              links:
                - { id: cable, endpoints: [h1, h2] }
            traffic:
              fits: { kind: udp, from: h1, to: h2, count: 2, size: 65507 }
              long: { kind: udp, from: h1, to: h2, count: 2, size: 65508 }
            expect:
              - fits: { delivered: all }
              - long: { delivered: 0 }
              - dropped: { link: cable, reason: oversize, count: 2 }
            """
        let result = try LabRunner.run(load(text, clock: clock).linked(by: .dgram(.ipv4)))
        #expect(result.verdict == .pass)
        #expect(result.links[0].forward.dropped == [DropCount("oversize", 2)])
        #expect(result.links[0].reverse.dropped.isEmpty)
    }

    @Test("written addresses, ports and paths are those of the sockets", .tags(.kernel))
    func written() throws {
        let number = UInt32(getpid()) % 0xfffe
        let host = "127.91.\(number >> 8).\(number & 0xff)"
        let inet = try LabRunner.run(
            load(pairOfHosts, clock: .real).linked(
                by: .dgram(.ipv4, a: .init(host: host, port: 4001), b: .init(host: host, port: 4002))))
        #expect(inet.verdict == .pass)
        #expect(
            inet.links[0].netdev?.b
                == "dgram,id=cable.b,local.type=inet,local.host=\(host),local.port=4002,remote.type=inet,remote.host=\(host),remote.port=4001"
        )
        let directory = try TemporaryDirectory()
        let (a, b) = (directory["a"], directory["b"])
        let unix = try LabRunner.run(
            load(pairOfHosts, clock: .real).linked(by: .dgram(.unix, a: .init(host: a), b: .init(host: b))))
        #expect(unix.verdict == .pass)
        #expect(unix.links[0].netdev?.a.contains("local.path=\(a)") == true)
        #expect(directory.names.isEmpty, "the paths go with the sockets")
    }

    @Test("a port that is taken is named, and so is the link", .tags(.kernel))
    func portInUse() throws {
        let taken = try UDPSocket(bindingTo: .loopback(.ipv4))
        let place = DgramEndPlan.Place(host: "127.0.0.1", port: taken.localAddress.port)
        let scenario = try load(pairOfHosts, clock: .real).linked(by: .dgram(.ipv4, b: place))
        let error = #expect(throws: LabError.self) { try LabRunner.run(scenario) }
        #expect(error?.kind == .host)
        #expect(error?.description.contains("link cable, end b") == true)
        #expect(error?.description.contains("127.0.0.1:\(taken.localAddress.port)") == true)
        try taken.close()
    }

    @Test("a stranger's datagrams do not enter, from the same host or the same port", .tags(.kernel))
    func stranger() throws {
        let number = UInt32(getpid()) % 0xfffe
        let host = "127.92.\(number >> 8).\(number & 0xff)"
        let address = try #require(try SocketAddress.resolve(host, service: "4001").first)
        var running = try load(
            pairOfHosts.replacingOccurrences(of: "count: 3, interval: 5ms", with: "count: 60, interval: 5ms"),
            clock: .real)
        running = running.linked(
            by: .dgram(.ipv4, a: .init(host: host, port: 4001), b: .init(host: host, port: 4002)))
        let stranger = try Stranger(sendingTo: address)
        let result = try LabRunner.run(running)
        #expect(stranger.stop() > 10)
        #expect(result.verdict == .pass)
        // Replies, the other flow, and an ARP reply; perhaps an ARP request that crossed ours.
        #expect((60 + 50 + 1...60 + 50 + 2).contains(result.nodes[0].nics[0].rxFrames))
        #expect(result.conservation.entered == 0 && result.conservation.holds)
    }
}
