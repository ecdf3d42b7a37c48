import WireFormats

/// Bytes of which some half bytes are free.
public struct BytePattern: Sendable, Hashable {
    /// Where bytes first differ from a pattern.
    public struct Mismatch: Sendable, Hashable {
        /// The offset of the byte, from 0.
        public let offset: Int
        /// What the pattern has there: `0?`; nil where it has ended.
        public let expected: String?
        /// What stands there: `07`; nil where the bytes have ended.
        public let seen: String?
    }

    /// The bytes; free half bytes are zero here.
    public var bytes: [UInt8]
    /// Which bits are looked at: 0xf0 where the lower half is free.
    public var masks: [UInt8]

    /// A pattern.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - masks: As many masks; bits that are not looked at count as zero in `bytes`.
    public init(bytes: [UInt8], masks: [UInt8]) {
        self.bytes = zip(bytes, masks).map { $0 & $1 }
        self.masks = Array(masks.prefix(bytes.count))
    }

    /// Where bytes first differ; nil if they have the pattern.
    ///
    /// - Parameters:
    ///   - seen: The bytes, from where the pattern begins.
    ///   - isWhole: Whether nothing may stand behind the pattern.
    /// - Returns: The first difference; bytes that end too early differ where they end.
    public func firstMismatch(in seen: RawSpan, isWhole: Bool) -> Mismatch? {
        for offset in bytes.indices {
            guard offset < seen.byteCount else {
                return Mismatch(offset: offset, expected: text(at: offset), seen: nil)
            }
            let byte = seen.byte(at: offset)
            guard byte & masks[offset] == bytes[offset] else {
                return Mismatch(offset: offset, expected: text(at: offset), seen: Self.digits(byte, mask: 0xff))
            }
        }
        guard isWhole, seen.byteCount > bytes.count else { return nil }
        let byte = seen.byte(at: bytes.count)
        return Mismatch(offset: bytes.count, expected: nil, seen: Self.digits(byte, mask: 0xff))
    }

    private func text(at offset: Int) -> String { Self.digits(bytes[offset], mask: masks[offset]) }

    /// Two hex digits, `?` for a half that is not looked at.
    private static func digits(_ byte: UInt8, mask: UInt8) -> String {
        let halves = [(byte >> 4, mask >> 4), (byte & 0xf, mask & 0xf)]
        return halves.map { half, mask in mask == 0 ? "?" : String(half, radix: 16) }.joined()
    }
}

extension BytePattern: CustomStringConvertible {
    /// As it is written: groups of four digits, `?` for a free half byte.
    public var description: String {
        stride(from: 0, to: bytes.count, by: 2).map { start in
            text(at: start) + (start + 1 < bytes.count ? text(at: start + 1) : "")
        }.joined(separator: " ")
    }
}
