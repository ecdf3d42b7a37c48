import TestSupport
import Testing

@testable import WireFormats

@Suite("Records of runs")
struct RunRecordTests {
    private static func made(_ byteCount: Int, _ write: (inout OutputRawSpan) -> Void) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 1)
        defer { buffer.deallocate() }
        var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
        write(&output)
        return [UInt8](buffer.prefix(output.finalize(for: buffer)))
    }

    private static func item(_ bytes: [UInt8], at offset: Int = 0) -> RunRecord.Step {
        RunRecord.item(in: bytes.span.bytes, at: offset)
    }

    private static let event = RunRecord.Event(elapsed: 300, port: 2, reason: 127, flow: 1, sequence: 128)

    @Test("an event is its tag, small numbers and its bytes")
    func layout() {
        let bytes = Self.made(RunRecord.eventByteCount(bytes: 3)) {
            RunRecord.write(Self.event, bytes: ([7, 8, 9] as [UInt8]).span.bytes, into: &$0)
        }
        #expect(bytes == [0x64, 0xac, 0x02, 2, 127, 1, 0x80, 0x01, 3, 7, 8, 9])
        #expect(Self.item(bytes) == .item(.event(Self.event, frame: 9..<12), next: 12))
        let strange = RunRecord.Event(elapsed: .max, port: .max, reason: nil, flow: 0, sequence: 0)
        let other = Self.made(RunRecord.eventByteCount(bytes: 0)) {
            RunRecord.write(strange, bytes: RawSpan(), into: &$0)
        }
        #expect(other.count == 1 + 10 + 10 + 1 + 1)
        #expect(Self.item(other) == .item(.event(strange, frame: 23..<23), next: 23))
    }

    @Test("texts, names and the end come back as they were; a text that is too long is cut off")
    func items() {
        let long = String(repeating: "x", count: 2 * RunRecord.textByteLimit)
        let bytes =
            Self.made(RunRecord.textItemByteCount) { RunRecord.writeHead("id", "pair[é]", into: &$0) }
            + Self.made(RunRecord.textItemByteCount) { RunRecord.writeName(.reason, 300, long, into: &$0) }
            + Self.made(RunRecord.endByteCount) { RunRecord.writeEnd(events: 5, fingerprint: (1, 2), into: &$0) }
        guard case .item(let head, let second) = Self.item(bytes),
            case .item(let name, let third) = Self.item(bytes, at: second),
            case .item(let end, let last) = Self.item(bytes, at: third)
        else {
            Issue.record("not all of it is read")
            return
        }
        #expect(head == .head(key: "id", value: "pair[é]"))
        #expect(name == .name(.reason, number: 300, String(long.prefix(RunRecord.textByteLimit))))
        #expect(end == .end(events: 5, fingerprint: [UInt64(1).byteSwapped, UInt64(2).byteSwapped]))
        #expect(last == bytes.count)
        #expect(Self.item(bytes, at: last) == .incomplete)
    }

    @Test("every part of an item is incomplete")
    func incomplete() {
        let bytes = Self.made(RunRecord.eventByteCount(bytes: 3)) {
            RunRecord.write(Self.event, bytes: ([7, 8, 9] as [UInt8]).span.bytes, into: &$0)
        }
        for count in bytes.indices { #expect(Self.item(Array(bytes.prefix(count))) == .incomplete) }
    }

    @Test(
        "what no record has is refused",
        arguments: [
            ([0xff], "an unknown tag"), ([0x6e, 9], "a name of an unknown kind"),
            ([0x61] + Array(repeating: 0x80, count: 10), "a number of more than 64 bits"),
            ([0x61] + Array(repeating: 0xff, count: 9) + [2], "a number of more than 64 bits"),
            ([0x61, 0, 0, 0, 0xff, 0xff, 0x7f], "a length of 2097151 bytes"),
            ([0x68, 0x81, 0x20], "a length of 4097 bytes"),
        ] as [([UInt8], String)])
    func malformed(_ bytes: [UInt8], _ words: String) {
        #expect(Self.item(bytes) == .malformed(words))
    }

    @Test("frames differ in fields: one line each, none twice, and bytes from the first that differs")
    func differences() {
        // An Ethernet header with a type of its own, and eight bytes.
        let first: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5] + [1, 2, 3, 4, 5, 6, 7, 8]
        var second = first
        #expect(FieldDifference.between(first.span.bytes, second.span.bytes).isEmpty)
        second[5] = 3
        second[17] = 0xff
        func texts(_ a: [UInt8], _ b: [UInt8]) -> [String] {
            FieldDifference.between(a.span.bytes, b.span.bytes).map {
                "\($0.field.name) \($0.first ?? "-") \($0.second ?? "-")"
            }
        }
        #expect(
            texts(first, second) == [
                "eth.dst 02:00:00:00:00:01 02:00:00:00:00:03",
                "data.data byte 3 of 8: 04:05:06:07:08 byte 3 of 8: ff:05:06:07:08",
            ])
        let tagged = Array(first[..<12]) + [0x81, 0, 0, 5] + Array(first[12...])
        #expect(texts(first, tagged).contains("vlan - present"))
        #expect(texts(first, Array(first.dropLast(8))) == ["frame.len 22 14"])
    }
}
