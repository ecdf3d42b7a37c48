import TestSupport
import Testing

@testable import WireFormats

extension Tag {
    /// Starts a program that others have made.
    @Tag static var peer: Self
}

@Suite(
    "Fields as Wireshark reads them", .tags(.peer), .enabled(if: TShark.path != nil, "needs tshark"),
    .timeLimit(.minutes(2)))
struct FieldTSharkTests {
    private static let fields = FrameField.all.filter { $0.kind != .layer }

    @Test("every field and protocol has a name that Wireshark knows, of the same kind")
    func names() throws {
        var types: [Substring: Substring] = [:]
        for line in try TShark.run(["-G", "fields"]) {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            if columns[0] == "P" { types[columns[2]] = "P" }
            if columns[0] == "F", types[columns[2]] == nil { types[columns[2]] = columns[3] }
        }
        for field in FrameField.all {
            let type = try #require(types[Substring(field.name)], "\(field.name)")
            switch field.kind {
            case .layer: #expect(type == "P", "\(field.name)")
            case .number: #expect(type.hasPrefix("FT_UINT"), "\(field.name)")
            case .flag: #expect(type == "FT_BOOLEAN", "\(field.name)")
            case .mac: #expect(type == "FT_ETHER", "\(field.name)")
            case .ipv4: #expect(type == "FT_IPv4", "\(field.name)")
            case .ipv6: #expect(type == "FT_IPv6", "\(field.name)")
            case .bytes: #expect(type == "FT_BYTES", "\(field.name)")
            }
        }
    }

    @Test("values")
    func values() throws {
        let directory = try TemporaryDirectory()
        // Of a header that is cut off, it shows nothing.
        let frames = FieldFrames.all.filter { $0.bytes.count >= EthernetHeader.untaggedByteCount }
        let file = directory["fields.pcapng"]
        try directory.write(capture(of: frames.map(\.bytes)), to: "fields.pcapng")
        let rows = try TShark.fields(
            Self.fields.map(\.name), of: file,
            options: ["-o", "tcp.relative_sequence_numbers:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE"])
        try #require(rows.count == frames.count)
        for (frame, row) in zip(frames, rows) {
            try #require(row.count == Self.fields.count)
            for (field, seen) in zip(Self.fields, row) {
                // Behind TCP Wireshark shows the payload as TCP's, behind a length as LLC.
                if field.name == "data.data", ["tcp", "802.3 length"].contains(frame.name) { continue }
                // Behind a length that cannot be, it reads no further.
                if field.name == "udp.checksum", frame.name == "datagram shorter than its header" { continue }
                let ours = field.values(in: frame.bytes).map(Self.text)
                let theirs = seen.split(separator: ",").map { Self.normal($0, field) }
                #expect(theirs == ours, "\(frame.name): \(field.name)")
            }
        }
    }

    private func capture(of frames: [[UInt8]]) -> [UInt8] {
        let interface = PcapNGInterface(name: "n1", description: nil, snapLength: 262_144)
        return written(capacity: 65536) { output in
            PcapNGSection().write(into: &output)
            interface.write(into: &output)
            for frame in frames {
                PcapNGPacket.write(
                    into: &output, interface: 0, time: 0, direction: .inbound, originalByteCount: frame.count,
                    bytes: frame.span.bytes)
            }
        }
    }

    /// Numbers in decimal, bytes without colons.
    private static func text(_ value: FieldValue) -> String {
        if case .bytes = value { return value.description.split(separator: ":").joined() }
        return value.description
    }

    private static func normal(_ text: Substring, _ field: FrameField) -> String {
        switch field.kind {
        case .flag where text == "True": "1"
        case .flag where text == "False": "0"
        case .number where text.hasPrefix("0x"): UInt64(text.dropFirst(2), radix: 16).map { "\($0)" } ?? "\(text)"
        default: String(text)
        }
    }
}
