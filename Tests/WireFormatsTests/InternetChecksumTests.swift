import TestSupport
import Testing

@testable import WireFormats

@Suite("internet checksum")
struct InternetChecksumTests {
    @Test("the example of RFC 1071 section 3")
    func example() {
        let data = bytes("0001 f203 f4f5 f6f7")
        #expect(InternetChecksum.of(data) == ~0xddf2)
    }

    @Test("nothing, one byte, zeros, ones")
    func edges() {
        #expect(InternetChecksum.of([]) == 0xffff)
        #expect(InternetChecksum.of(bytes("ab")) == ~0xab00)
        #expect(InternetChecksum.of(bytes("00000000")) == 0xffff)
        #expect(InternetChecksum.of(bytes("ffffffff")) == 0)
        #expect(!InternetChecksum.isValid(bytes("0000")))
        #expect(InternetChecksum.isValid(bytes("12345678 0000 9753")))
    }

    @Test("agrees with a sum word by word, for every length and at any two splits")
    func splits() {
        var random = SplitMix64(seed: 3)
        for length in 0...70 {
            let data = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let expected = Self.slowChecksum(data)
            #expect(InternetChecksum.of(data) == expected, "\(length) bytes")
            for first in 0...length {
                let second = Int.random(in: first...length, using: &random)
                var checksum = InternetChecksum()
                let span = data.span.bytes
                checksum.add(span.extracting(0..<first))
                checksum.add(span.extracting(first..<second))
                checksum.add(span.extracting(second..<length))
                if checksum.value != expected { Issue.record("\(length) bytes split at \(first) and \(second)") }
            }
        }
    }

    @Test("integers count as their bytes, also behind an odd one", arguments: [0, 1, 2, 3])
    func integers(_ lead: Int) {
        let data = Array(bytes("a1a2a3").prefix(lead)) + bytes("f1f2 01020304 f1e2d3c4b5a69788 99")
        var checksum = InternetChecksum()
        checksum.add(data.span.bytes.extracting(first: lead))
        checksum.add(UInt16(0xf1f2))
        checksum.add(UInt32(0x0102_0304))
        checksum.add(UInt64(0xf1e2_d3c4_b5a6_9788))
        checksum.add(data.span.bytes.extracting(last: 1))
        #expect(checksum.value == Self.slowChecksum(data))
    }

    @Test("carries of a long run of ones are all taken in")
    func carries() {
        let data = [UInt8](repeating: 0xff, count: 65535)
        #expect(InternetChecksum.of(data) == Self.slowChecksum(data))
    }

    /// Word by word with the carry put back at once, as RFC 1071 section 1 says it.
    private static func slowChecksum(_ data: [UInt8]) -> UInt16 {
        let padded = data.count % 2 == 0 ? data : data + [0]
        var sum: UInt32 = 0
        for offset in stride(from: 0, to: padded.count, by: 2) {
            sum += UInt32(padded[offset]) << 8 | UInt32(padded[offset + 1])
            sum = (sum & 0xffff) + (sum >> 16)
        }
        return ~UInt16(sum)
    }
}
