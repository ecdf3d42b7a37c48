/// The checksum of IP, ICMP, UDP and TCP: the complement of the ones' complement sum of all 16-bit words (RFC 1071).
///
/// Data may come in any number of pieces, split at any byte: a piece that starts at an odd offset is summed as if it
/// started at an even one and then has its two bytes swapped (RFC 1071 section 2(A) and 2(B)).
public struct InternetChecksum: Sendable {
    // Words as numbers, not folded. Each addition is below 2^17, so 64 bits last for 2^47 of them.
    @usableFromInline
    var sum: UInt64 = 0
    @usableFromInline
    var isOdd = false

    /// The checksum of nothing yet.
    @inlinable
    public init() {}

    /// The checksum of these bytes.
    public static func of(_ bytes: RawSpan) -> UInt16 {
        var checksum = InternetChecksum()
        checksum.add(bytes)
        return checksum.value
    }

    /// Whether bytes that include their own checksum field are intact.
    public static func isValid(_ bytes: RawSpan) -> Bool {
        var checksum = InternetChecksum()
        checksum.add(bytes)
        return checksum.isValid
    }

    /// The checksum of bytes of which one 16-bit word has changed (RFC 1624 section 3, equation 3).
    ///
    /// - Parameters:
    ///   - checksum: As it was right before.
    ///   - old: The word as it was.
    ///   - new: The word as it is.
    public static func updated(_ checksum: UInt16, from old: UInt16, to new: UInt16) -> UInt16 {
        ~fold(UInt64(~checksum) &+ UInt64(~old) &+ UInt64(new))
    }

    /// Goes on with these bytes.
    public mutating func add(_ bytes: RawSpan) {
        // RFC 1071 section 2(B): the sum does not depend on the byte order, once its result is put in order.
        let part = UInt16(bigEndian: Self.fold(Self.sumInMemoryOrder(of: bytes)))
        sum &+= UInt64(isOdd ? part.byteSwapped : part)
        isOdd = isOdd != (bytes.byteCount % 2 == 1)
    }

    /// Goes on with two bytes.
    @inlinable
    public mutating func add(_ value: UInt16) {
        sum &+= UInt64(isOdd ? value.byteSwapped : value)
    }

    /// Goes on with four bytes.
    @inlinable
    public mutating func add(_ value: UInt32) {
        add(UInt16(truncatingIfNeeded: value >> 16))
        add(UInt16(truncatingIfNeeded: value))
    }

    /// Goes on with eight bytes.
    @inlinable
    public mutating func add(_ value: UInt64) {
        add(UInt32(truncatingIfNeeded: value >> 32))
        add(UInt32(truncatingIfNeeded: value))
    }

    /// The checksum of what was added; an odd last byte counts as the upper half of a word.
    public var value: UInt16 { ~Self.fold(sum) }

    /// Whether what was added, its checksum field included, is intact: its sum is all ones.
    public var isValid: Bool { Self.fold(sum) == 0xffff }

    private static func fold(_ sum: UInt64) -> UInt16 {
        var folded = sum
        while folded > 0xffff { folded = (folded & 0xffff) + (folded >> 16) }
        return UInt16(truncatingIfNeeded: folded)
    }

    /// The sum of the 16-bit words as this machine loads them; an odd last byte is followed by a zero.
    ///
    /// Eight bytes a turn, as two lanes of 32 bits whose sums have room for 2^31 turns: the compiler can use vectors.
    private static func sumInMemoryOrder(of bytes: RawSpan) -> UInt64 {
        // SAFETY: every load below lies in `0 ..< count`; any bits are an integer.
        unsafe bytes.withUnsafeBytes { buffer in
            let count = buffer.count
            let wholeWords = count & ~7
            var sum: UInt64 = 0
            var offset = 0
            while offset < wholeWords {
                let word = unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                sum &+= (word & 0xffff_ffff) &+ (word >> 32)
                offset &+= 8
            }
            while offset &+ 1 < count {
                sum &+= UInt64(unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
                offset &+= 2
            }
            if offset < count { sum &+= UInt64((UInt16(unsafe buffer[offset]) << 8).bigEndian) }
            return sum
        }
    }
}
