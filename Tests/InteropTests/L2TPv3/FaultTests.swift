import Foundation
import NetdevOptions
import TestSupport
import Testing

/// What QEMU makes of messages that a scenario of the subject's spoils: frame by frame, seen behind it.
///
/// QEMU looks at length, cookie and session. It does not look at version and T bit, at numbers, or at where a datagram comes
/// from, so those faults reach its guests, which is why a lab has to be able to send them.
@Suite(
    "l2tpv3: messages with faults", .tags(.peer), .needsQEMU, .enabled(if: Program.subject == .wirework), .serialized,
    .timeLimit(.minutes(1)))
struct FaultTests {
    /// A fault, and how often QEMU hands over the frame that it strikes.
    private static let faults: [(name: String, copies: Int)] = [
        ("wrong-session", 0), ("wrong-cookie", 0), ("short-cookie", 0), ("truncated-header", 0), ("oversize", 0),
        ("control-bit", 1), ("wrong-version", 1), ("spoofed-source", 1), ("counter-skew", 1), ("duplicate", 2),
        ("counter-rollover", 1), ("wrong-cookie", 0),
    ]

    /// Options of the sender, and what of its header is missing.
    struct Header: Sendable, CustomTestStringConvertible {
        let options: String
        var lacks: [String] = []

        var testDescription: String { options }
    }

    static let headers = [
        Header(options: "cookie64=on,txcookie=0x1122334455667788,rxcookie=0x99aabbccddeeff00,counter=on"),
        Header(options: "txcookie=0xa1b2c3d4,rxcookie=5,counter=on,offset=7"),
        Header(options: "counter=on,pincounter=on", lacks: ["cookie", "counter"]),
        Header(options: "offset=0", lacks: ["cookie", "counter"]),
    ]

    @Test(
        "every other frame is struck with another fault, and QEMU hands over what it does not look at",
        arguments: headers, InternetVersion.allCases)
    func behindQEMU(header: Header, version: InternetVersion) throws {
        let faults = Self.faults.filter { fault in !header.lacks.contains { fault.name.contains($0) } }
        let peer = try PlainSocket(version)
        var ports = PortReserve()
        let port = try ports.take(version)
        // The far end of what the scenario writes; where it sends itself is the test's socket.
        let tunnel = L2TPv3Tunnel(options: "txsession=7,rxsession=9,\(header.options)", version: version)
        let near = try tunnel.configuration(srcport: peer.port, dstport: port)
        guard case .l2tpv3(let options) = near.backend else { return }
        ports.release()
        let station = try Program.qemu.open(Netdev(NetdevConfiguration(backend: .l2tpv3(options.mirrored()))))
        // It reads its stations when all its netdevs are open.
        #expect(try station.send([UInt8](repeating: 1, count: 60)))
        #expect(try peer.receive() != nil, "\(station.account)")

        let payloads = FrameSeries(2 * faults.count + 1, of: [50, 700, 1500], seed: 11)
        let files = try TemporaryDirectory()
        let file = try files.write(
            Self.scenario(faults.map(\.name), payloads, header.options, "\(version.host)", port, version), to: "f.yaml")
        let run = try RunningProgram([try Program.wireworkPath(), "run", file])
        #expect(run.waitForEnd(within: 20) == .status(0), "\(run.account)")
        for number in 0..<payloads.count {
            let frame = Self.ethernetHeader + payloads.frame(number)
            let copies = number.isMultiple(of: 2) ? 1 : faults[number / 2].copies
            let name = number.isMultiple(of: 2) ? "none" : faults[number / 2].name
            for _ in 0..<copies {
                #expect(try station.nextFrame() == frame, "frame \(number), \(name): \(run.account)")
            }
        }
        #expect(Station.wait(for: [station], blocked: [false], milliseconds: 0).isEmpty, "more than was expected")
    }

    private static let ethernetHeader = bytes("ffffffffffff 020000000001 88b5")

    /// Frames 10 ms apart, and before every other one an order to strike it.
    private static func scenario(
        _ faults: [String], _ payloads: FrameSeries, _ options: String, _ host: String, _ port: UInt16,
        _ version: InternetVersion
    ) -> String {
        let written = (0..<payloads.count).map { number in
            let digits = payloads.frame(number).map { String(format: "%02x", $0) }.joined()
            return
                "{ eth: { dst: \"ff:ff:ff:ff:ff:ff\", src: \"02:00:00:00:00:01\", type: 0x88b5 }, payload: { hex: \"\(digits)\" } }"
        }
        let timeline = faults.enumerated().map { number, fault in
            "  - { at: \(20 * number + 5)ms, link: tunnel, fault: \(fault) }"
        }
        let keys = options.replacing("=", with: ": ").replacing(",", with: ", ")
        return """
            version: 1
            clock: real
            settle: 50ms
            topology:
              nodes: { h1: { kind: host, ip: none }, h2: { kind: host, ip: none } }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { txsession: 7, rxsession: 9, \(keys)\
            \(version == .ipv6 ? ", ipv6: on" : "") }, a: { dst: "\(host)", dstport: \(port) } }
            traffic:
              stream: { kind: frames, from: h1, to: h2, count: \(payloads.count), interval: 10ms, frame: [
                \(written.joined(separator: ",\n    "))
                ] }
            timeline:
            \(timeline.joined(separator: "\n"))
            expect:
              - stream: { delivered: none }
              - dropped: { link: tunnel, reason: oversize, count: 1 }

            """
    }
}
