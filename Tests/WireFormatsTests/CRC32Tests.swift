import TestSupport
import Testing

@testable import WireFormats

@Suite("CRC-32")
struct CRC32Tests {
    @Test("the check value")
    func check() {
        let digits = Array("123456789".utf8)
        #expect(~CRC32.leastSignificantFirst(digits) == 0xcbf4_3926)
        #expect(CRC32.mostSignificantFirst(digits) == 0x9b63_d02c)
        #expect(CRC32.leastSignificantFirst([]) == .max)
        #expect(CRC32.mostSignificantFirst([]) == .max)
    }

    @Test(
        "the slot of a group in a filter of 64",
        arguments: [("01005e000001", UInt32(0x7fa3_2d9b), UInt32(31)), ("333300000001", 0xf99b_aaba, 62)])
    func multicast(_ address: String, _ remainder: UInt32, _ slot: UInt32) {
        let value = CRC32.mostSignificantFirst(bytes(address))
        #expect(value == remainder)
        #expect(value >> 26 == slot)
    }

    @Test("both forms hold the same bits in opposite order")
    func mirrored() {
        var random = SplitMix64(seed: 4)
        for length in 0..<64 {
            let data = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let reflected = CRC32.leastSignificantFirst(data)
            let mirrored = (0..<32).reduce(UInt32(0)) { $0 << 1 | reflected >> UInt32($1) & 1 }
            #expect(CRC32.mostSignificantFirst(data) == mirrored, "\(length) bytes")
        }
    }

    @Test("the check sequence of a published frame, on the wire")
    func frame() {
        let output = written(capacity: 67) { output in
            output.append(0xee)
            output.append(contentsOf: Literal.udpFrame)
            FrameCheckSequence.write(into: &output, forFrameAt: 1)
        }
        #expect(output.suffix(4) == bytes("7ad56bb3"))
        let frame = Array(output.dropFirst())
        #expect(FrameCheckSequence.isValid(frame))
        #expect(!FrameCheckSequence.isValid(frame.replacing(at: 30, with: [0xff])))
        #expect(!FrameCheckSequence.isValid(Array(frame.prefix(3))))
        #expect(FrameCheckSequence.of(Literal.udpFrame) == 0xb36b_d57a)
    }
}
