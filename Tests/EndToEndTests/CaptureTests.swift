import Foundation
import TestSupport
import Testing

@Suite("Captures of runs", .timeLimit(.minutes(3)))
struct CaptureTests {
    /// Three tunnels whose headers differ, one behind the other, and a wire.
    private static let text = """
        version: 1
        topology:
          nodes: { h1: host, h2: host, s1: switch, s2: switch, s3: switch }
          links:
            - [h1, s1]
            - { id: wide, kind: l2tpv3, endpoints: [s1, s2], options: { cookie64: on, txcookie: 0x1122334455667788, rxcookie: 9, counter: on } }
            - { id: plain, kind: l2tpv3, endpoints: [s2, s3] }
            - { id: narrow, kind: l2tpv3, endpoints: [s3, h2], options: { txcookie: 7, rxcookie: 8, sublayer: default, srcport: 1702 } }
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: 3, interval: 5ms, warmup: arp }
          there: { kind: udp, from: h1, to: h2, count: 4, interval: 1ms, size: 100 }
        """

    private static let tshark = ["/usr/bin/tshark", "/usr/local/bin/tshark"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The fields of packets, one line each, in `tshark`'s words.
    private func fields(
        _ names: [String], of path: String, where filter: String, _ options: [String] = []
    ) throws -> [[String]] {
        let program = URL(filePath: try #require(Self.tshark))
        let checks = ["ip", "udp"].flatMap { ["-o", "\($0).check_checksum:TRUE"] }
        let arguments =
            ["-r", path, "-n", "-Y", filter, "-T", "fields", "-E", "aggregator=;", "-E", "separator=|"] + checks
            + options + names.flatMap { ["-e", $0] }
        let outcome = try Binary.start(arguments, program: program).outcome()
        #expect(outcome.status == 0)
        return outcome.output.split(separator: "\n").map {
            $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private static let inner = [
        "frame.packet_flags_direction", "eth.dst", "eth.src", "eth.type", "arp.opcode", "arp.dst.proto_ipv4", "ip.src",
        "ip.dst", "ip.ttl", "ip.checksum.status", "icmp.type", "icmp.seq", "icmp.checksum.status", "udp.dstport",
        "udp.length", "udp.checksum.status", "data.data", "_ws.malformed",
    ]

    /// A packet without its outer headers: what its IP and UDP headers say stands first in each of their fields.
    private func withoutOuter(_ row: [String]) -> [String] {
        zip(Self.inner, row).map { name, value in
            guard name.hasPrefix("ip.") || name.hasPrefix("udp.") else { return value }
            return value.split(separator: ";").dropFirst().joined(separator: ";")
        }
    }

    @Test(
        "tshark reads inner frames field for field, and outer datagrams as the same frames with the printed options",
        .enabled(if: Self.tshark != nil, "needs tshark"), arguments: ["real", "virtual"])
    func decoded(_ clock: String) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "tunnels.yaml")
        let path = directory["out.pcapng"]
        let outcome = try Binary.run("run", file, "--clock", clock, "--capture", path)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.diagnostics)")
        #expect(outcome.output.contains("\(path): "))

        let names = try fields(["frame.interface_name"], of: path, where: "frame").flatMap { $0 }
        #expect(Set(names).isSuperset(of: ["h1:eth0", "s1:p1", "h2:eth0", "wide.a", "wide.b", "narrow.b"]))

        let frames = try fields(Self.inner, of: path, where: "frame.interface_name == \"h1:eth0\"")
        // Warm-ups are in it: one ARP exchange and one echo of the one flow that asks for it.
        #expect(frames.count == 2 + 2 + 6 + 4)
        #expect(frames.filter { $0[4] == "1" }.count == 1 && frames.filter { $0[4] == "2" }.count == 1)
        #expect(frames.filter { $0[10] == "8" }.count == 4 && frames.filter { $0[10] == "0" }.count == 4)
        #expect(frames.filter { $0[14] == "66" }.count == 4, "udp.length of frames of 100 bytes")
        #expect(frames.allSatisfy { $0.last == "" })

        // What the run printed: `  wide.a, wide.b: tshark -o ... -d ...`.
        let printed = outcome.output.split(separator: "\n").filter { $0.contains(": tshark ") }
        #expect(printed.count >= 3)
        var seen: Set<String> = []
        for line in printed {
            let parts = String(line).components(separatedBy: ": tshark ")
            let options = parts[1].split(separator: " ").map(String.init)
            for name in parts[0].components(separatedBy: ", ").map({ $0.trimmingCharacters(in: .whitespaces) }) {
                seen.insert(name)
                let packets = try fields(
                    Self.inner, of: path, where: "frame.interface_name == \"\(name)\" && l2tp", options)
                // Of the outer headers the checksums are right, too.
                #expect(packets.allSatisfy { $0[9].hasPrefix("1") && $0[15].hasPrefix("1") })
                let decoded = packets.map(withoutOuter)
                for direction in ["1", "2"] {
                    // What h1 sends goes out at a and comes in at b.
                    let here = name.hasSuffix(".a") ? direction : direction == "1" ? "2" : "1"
                    #expect(
                        decoded.filter { $0[0].hasSuffix(here) }.map { Array($0.dropFirst()) }
                            == frames.filter { $0[0].hasSuffix(direction) }.map { Array($0.dropFirst()) },
                        "\(name), direction \(direction)")
                }
            }
        }
        #expect(seen == ["wide.a", "wide.b", "plain.a", "plain.b", "narrow.a", "narrow.b"])
    }

    @Test("virtual stamps count from the beginning, and the same run writes the same file")
    func virtualStamps() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "tunnels.yaml")
        let captures = try (1...2).map { number in
            let path = directory["\(number).pcapng"]
            let outcome = try Binary.run(
                "run", file, "--clock", "virtual", "--capture", path, "--report", "json=-")
            let capture = try #require(try Report(outcome.output).runs.first?.capture)
            #expect(capture.path == path && capture.missing == 0)
            #expect(capture.zero_ns == 12_000, "two exchanges through three switches before it")
            return try #require(FileManager.default.contents(atPath: path))
        }
        #expect(captures[0] == captures[1] && !captures[0].isEmpty)
    }

    @Test("a capture does not change what a virtual run comes to")
    func sameFingerprint() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "tunnels.yaml")
        let fingerprints = try [[], ["--capture", directory["out.pcapng"]]].map { further in
            let outcome = try Binary.start(["run", file, "--clock", "virtual", "--report", "json=-"] + further)
                .outcome()
            return try #require(try Report(outcome.output).runs.first?.fingerprint)
        }
        #expect(fingerprints[0] == fingerprints[1])
    }

    @Test("several runs write a file each, named after the run; one to standard output must be alone")
    func several() throws {
        let directory = try TemporaryDirectory()
        let pair = scenario("l2tpv3-pair.yaml")
        let outcome = try Binary.run(
            "run", pair, scenario("switch.yaml"), pair, "--clock", "virtual", "--capture", directory["out.pcapng"])
        #expect(outcome.status == 0)
        #expect(
            directory.names == ["out.l2tpv3-pair-2.pcapng", "out.l2tpv3-pair.pcapng", "out.switch.pcapng"])
        #expect(try Binary.run("run", pair, pair, "--capture", "-").status == 2)
        let piped = try Binary.run("run", pair, "--clock", "virtual", "--capture", "-")
        #expect(piped.status == 0)
        #expect(piped.diagnostics.contains("\npass in "))
        #expect(try Binary.run("run", pair, "--capture", "/nowhere/out.pcapng").status == 2)
    }
}
