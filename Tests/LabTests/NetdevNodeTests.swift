import Foundation
import Lab
import LinuxNet
import NetCore
import NetdevOptions
import Results
import TestSupport
import Testing

@testable import ScenarioFile

@Suite("netdev nodes", .tags(.kernel), .timeLimit(.minutes(5)))
struct NetdevNodeTests {
    /// A switch with two hosts, and the outside where the third stands.
    private static let text = """
        version: 1
        settle: 100ms
        topology:
          nodes: { h1: host, h2: host, out: host, s1: switch }
          links:
            - [h1, s1]
            - [h2, s1]
            - [out, s1]
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: 20, interval: 10ms }
        """

    private func scenario(_ options: String) throws -> Scenario {
        let scenario = try load(Self.text, clock: .real)
        let configuration = try NetdevSpecification.parse(options)
        return scenario.with(
            nodes: scenario.nodes.map { node in
                node.name == "out"
                    ? .init(name: "out", kind: .netdev([configuration]), portCount: 1, source: node.source) : node
            })
    }

    @Test("what goes out is left, what comes in is entered, and the sum holds")
    func conservation() throws {
        let number = UInt32(getpid()) % 0xfffe
        let host = "127.93.\(number >> 8).\(number & 0xff)"
        let peer = try UDPSocket(bindingTo: .loopback(.ipv4))
        let options =
            "dgram,local.type=inet,local.host=\(host),local.port=4001,"
            + "remote.type=inet,remote.host=127.0.0.1,remote.port=\(peer.localAddress.port)"
        let outside = try #require(try SocketAddress.resolve(host, service: "4001").first)
        let visitor = Visitor(peer.descriptor.rawValue, sendingTo: outside)
        let result = try LabRunner.run(scenario(options))
        let (sent, received) = visitor.stop()
        #expect(result.verdict == .pass)
        #expect(result.conservation.holds)
        #expect(result.conservation.entered > 0 && result.conservation.entered <= UInt64(sent))
        // The flooded ARP request, at least.
        #expect(result.conservation.left >= 1 && result.conservation.left >= UInt64(received))
        #expect(received >= 1)
        let node = try #require(result.nodes.first { $0.name == "out" })
        #expect(node.kind == "netdev" && node.nics.isEmpty)
        try peer.close()
    }

    @Test("a port that is taken is an error of the host that names node and interface")
    func portInUse() throws {
        let taken = try UDPSocket(bindingTo: .loopback(.ipv4))
        let port = taken.localAddress.port
        let options =
            "dgram,local.type=inet,local.host=127.0.0.1,local.port=\(port),"
            + "remote.type=inet,remote.host=127.0.0.1,remote.port=1"
        let error = #expect(throws: LabError.self) { try LabRunner.run(scenario(options)) }
        #expect(error?.kind == .host)
        #expect(error?.description.contains("node out, netdev eth0") == true)
        #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        try taken.close()
    }
}
