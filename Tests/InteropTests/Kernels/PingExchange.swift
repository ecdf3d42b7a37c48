import Foundation
import TestSupport
import Testing

/// Hosts of Wirework, each behind a netdev, that ping a guest and are pinged by it at the same time.
struct PingExchange {
    /// A pseudowire to a guest.
    struct Wire {
        /// For a failure.
        let name: String
        /// Behind the host's NIC.
        let netdev: String
        let hostAddress: String
        let guestAddress: String
    }

    /// Runs it, and records an issue for each ping that got no answer.
    static func run(
        _ wires: [Wire], with guest: Guest, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(scenario(wires), to: "pings.yaml")
        let lab = try RunningProgram(
            [try Program.wireworkPath(), "run", file, "--report", "json=\(directory["report"])"], within: guest.network)
        // The hosts ask for the guest's station, and by that the guest knows that they are there.
        let said = try guest.require(
            """
            hosts='\(wires.map(\.hostAddress).joined(separator: " "))'; \
            for host in $hosts; do until grep -q "^$host " /proc/net/arp; do sleep 0.02; done; done; \
            for host in $hosts; do (for turn in \((1...count).map(String.init).joined(separator: " ")); \
            do ping -q -c 1 -W 2 $host || exit 1; done; echo "$host answers"); done
            """, within: 30)
        let ending = lab.finish(with: SIGINT)
        #expect(ending == .status(130), "\(lab.account)", sourceLocation: sourceLocation)
        let report = try JSONDecoder().decode(Report.self, from: Data(directory.text(of: "report").utf8))
        for (number, wire) in wires.enumerated() {
            let host = wire.hostAddress
            #expect(
                said.split(separator: "\n").contains("\(host) answers"),
                "\(wire.name): \(host) from the guest: \(said)", sourceLocation: sourceLocation)
            let flow = report.runs.first?.flows["to\(number)"]
            #expect(
                flow?.delivered == count, "\(wire.name): \(wire.guestAddress) from Wirework: \(lab.account)",
                sourceLocation: sourceLocation)
        }
    }

    private static let count = 3

    /// Goes on until it is interrupted.
    private static func scenario(_ wires: [Wire]) -> String {
        let hosts = wires.enumerated().map { number, wire in
            "    h\(number): { kind: host, ip: \(wire.hostAddress)/24, nics: [{ netdev: \"\(wire.netdev)\" }] }\n"
        }
        let flows = wires.enumerated().map { number, wire in
            "  to\(number): { kind: ping, from: h\(number), to: \(wire.guestAddress), count: \(count) }\n"
        }
        return """
            version: 1
            duration: 5min
            topology:
              nodes:
            \(hosts.joined())traffic:
            \(flows.joined())
            """
    }

    private struct Report: Decodable {
        let runs: [Run]

        struct Run: Decodable {
            let flows: [String: Flow]
        }

        struct Flow: Decodable {
            let delivered: Int
        }
    }
}
