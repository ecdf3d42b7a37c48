import Testing

@testable import WireFormats

@Suite("flow stamp")
struct FlowStampTests {
    @Test("sixteen bytes and back, with more behind them")
    func roundTrip() throws {
        let stamp = try #require(FlowStamp(parsing: Literal.stamp + [1, 2]))
        #expect(stamp.flow == 7 && stamp.sequence == 3)
        let output = written(capacity: 16) { stamp.write(into: &$0) }
        #expect(output == Literal.stamp)
    }

    @Test("other payloads have none")
    func absent() {
        for length in 0..<16 {
            let cut = Array(Literal.stamp.prefix(length))
            #expect(FlowStamp(parsing: cut) == nil)
        }
        for (offset, value) in [(0, 0x56), (3, 0x47), (4, 1), (8, 1), (10, 1)] as [(Int, UInt8)] {
            let changed = Literal.stamp.replacing(at: offset, with: [value])
            #expect(FlowStamp(parsing: changed) == nil, "byte \(offset)")
        }
    }

    @Test("24 and 40 bits, which make one id of 64")
    func range() throws {
        let largest = try #require(FlowStamp(flow: 0xff_ffff, sequence: 0xff_ffff_ffff))
        #expect(largest.id == .max)
        #expect(FlowStamp(id: .max) == largest)
        #expect(FlowStamp(flow: 0x100_0000, sequence: 0) == nil)
        #expect(FlowStamp(flow: 0, sequence: 0x100_0000_0000) == nil)
        #expect(FlowStamp(flow: 7, sequence: 3)?.id == 0x07_00_0000_0003)
        #expect(FlowStamp(id: 0x07_00_0000_0003) == FlowStamp(flow: 7, sequence: 3))
    }
}
