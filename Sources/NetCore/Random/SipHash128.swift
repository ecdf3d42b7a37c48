/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input PRF", and the reference
/// code's 128-bit variant), fed piece by piece.
///
/// It is used as a checksum with a fixed key, not against an adversary.
package struct SipHash128 {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    /// Bytes that do not fill a word yet, the first in the low bits.
    private var pending: UInt64 = 0
    private var byteCount: UInt64 = 0

    package init(key0: UInt64, key1: UInt64) {
        v0 = key0 ^ 0x736f_6d65_7073_6575
        v1 = key1 ^ 0x646f_7261_6e64_6f6d ^ 0xee
        v2 = key0 ^ 0x6c79_6765_6e65_7261
        v3 = key1 ^ 0x7465_6462_7974_6573
    }

    package mutating func add(_ byte: UInt8) {
        pending |= UInt64(byte) << ((byteCount & 7) * 8)
        byteCount &+= 1
        guard byteCount & 7 == 0 else { return }
        compress(pending)
        pending = 0
    }

    /// Eight bytes, the low one first.
    package mutating func add(_ word: UInt64) {
        let shift = (byteCount & 7) * 8
        byteCount &+= 8
        guard shift != 0 else { return compress(word) }
        compress(pending | word << shift)
        pending = word >> (64 - shift)
    }

    package mutating func add(_ bytes: RawSpan) {
        var offset = 0
        while offset + 8 <= bytes.byteCount {
            // SAFETY: the bounds are checked, and every bit pattern of an integer is valid.
            add(unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        while offset < bytes.byteCount {
            add(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
    }

    /// The two halves, each to be written with its low byte first.
    package func finish() -> (UInt64, UInt64) {
        var copy = self
        copy.compress(pending | byteCount << 56)
        copy.v2 ^= 0xee
        for _ in 0..<4 { copy.round() }
        let first = copy.v0 ^ copy.v1 ^ copy.v2 ^ copy.v3
        copy.v1 ^= 0xdd
        for _ in 0..<4 { copy.round() }
        return (first, copy.v0 ^ copy.v1 ^ copy.v2 ^ copy.v3)
    }

    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        func rotate(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
        v0 &+= v1
        v1 = rotate(v1, 13) ^ v0
        v0 = rotate(v0, 32)
        v2 &+= v3
        v3 = rotate(v3, 16) ^ v2
        v0 &+= v3
        v3 = rotate(v3, 21) ^ v0
        v2 &+= v1
        v1 = rotate(v1, 17) ^ v2
        v2 = rotate(v2, 32)
    }
}
