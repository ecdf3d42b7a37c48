import Foundation
import NetdevOptions
import TestSupport
import Testing

@Suite("doctor", .timeLimit(.minutes(2)))
struct DoctorTests {
    /// As much of the report as these tests look at.
    private struct Report: Decodable {
        struct Feature: Decodable {
            let here: Bool
            let detail: String
            let remedy: String?
        }

        struct Kind: Decodable {
            let name: String
            let here: Bool
            let lacks: [[String]]
            let right: String?
        }

        let wirework: String
        let features: [String: Feature]
        let kinds: [Kind]
        let open_files: [String: UInt64]
    }

    private func report(_ environment: [String: String?] = [:]) throws -> Report {
        let outcome = try Binary.start(["doctor", "--json"], environment: environment).outcome()
        #expect(outcome.status == 0)
        #expect(outcome.diagnostics.isEmpty)
        return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }

    @Test("everything that have() asks is said, with a way to get what lacks")
    func features() throws {
        let report = try report()
        #expect(
            report.features.keys.sorted() == [
                "gro", "gso", "ipv6", "kvm", "packet", "qemu", "raw", "root", "tap", "tshark", "uml", "userns",
                "vde_switch",
            ])
        for (name, feature) in report.features {
            #expect(feature.here == (feature.remedy == nil), "\(name)")
            #expect(!feature.detail.isEmpty)
        }
        #expect(report.features["root"]?.here == (geteuid() == 0))
        #expect(report.kinds.allSatisfy { $0.here == $0.lacks.isEmpty })
        #expect(try #require(report.open_files["soft"]) <= #require(report.open_files["hard"]))
    }

    @Test("each netdev type has a row, with the right that the table names and what this host lacks")
    func netdevs() throws {
        let report = try report()
        let rows = report.kinds.filter { $0.name.hasPrefix("netdev: ") }
        #expect(rows.map(\.name) == NetdevTable.types.map { "netdev: \($0.name)" })
        for (row, type) in zip(rows, NetdevTable.types) { #expect(row.right == type.right) }
        // What needs neither a device nor a program is there on every host.
        for name in ["dgram", "stream", "socket", "hubport", "vde"] {
            #expect(rows.first { $0.name == "netdev: \(name)" }?.here != false, "\(name)")
        }
        if let tap = rows.first(where: { $0.name == "netdev: tap" }) {
            #expect(tap.here == report.features["tap"]?.here)
            #expect(tap.lacks == (tap.here ? [] : [["tap"]]))
        }
    }

    @Test("programs are looked for in PATH, and one that is missing says its package")
    func programs() throws {
        let directory = try TemporaryDirectory()
        let program = try directory.write("", to: "tshark")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let features = try report(["PATH": directory.path]).features
        #expect(features["tshark"]?.detail == program)
        #expect(features["qemu"]?.here == false)
        #expect(features["qemu"]?.remedy == "apt install qemu-system-x86")
    }

    @Test("a table for people, of kinds and of features")
    func text() throws {
        let outcome = try Binary.run("doctor")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("in real time "))
        #expect(outcome.output.contains("\nlinks: wire, dgram, l2tpv3 "))
        #expect(outcome.output.contains("\nhave "))
        #expect(outcome.output.contains("\ngso "))
        #expect(outcome.output.contains(" open files, up to "))
    }

    @Test("what is looked for leaves nothing behind")
    func traces() throws {
        let before = try String(contentsOfFile: "/proc/net/dev", encoding: .utf8).split(separator: "\n").count
        _ = try report()
        #expect(try String(contentsOfFile: "/proc/net/dev", encoding: .utf8).split(separator: "\n").count == before)
    }
}
