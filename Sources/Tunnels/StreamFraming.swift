import WireFormats

/// Frames on a byte stream, as QEMU's `stream` and `socket` netdevs have them: each behind its length, 32 bits in network
/// order.
///
///     00 00 00 3c │ 60 bytes │ 00 00 05 ea │ 1514 bytes │ …
///
/// There is no greeting, no version and no checksum, so what the lengths say is all there is to tell a peer of another kind
/// by: one that cannot be is refused before a byte of its frame has come.
public enum StreamFraming {
    /// The bytes of a length.
    public static let prefixByteCount = 4
    /// The longest frame that may be announced: QEMU's `NET_BUFSIZE`.
    public static let byteLimit = 69_632

    /// What comes next in a stream.
    public enum Item: Equatable, Sendable {
        /// A frame: where its bytes stand; behind them comes the next item.
        case frame(Range<Int>)
        /// A length of zero, which is no frame and no end either; the next item comes ``prefixByteCount`` bytes later.
        case empty
        /// Not all of it is there yet.
        case incomplete
        /// A length beyond ``byteLimit``: the peer speaks something else, or the stream has lost its place.
        case impossible(announced: UInt32)
    }

    /// Reads what comes next.
    ///
    /// Nothing is remembered between calls: bytes that make no whole item are to be handed in again, with more behind them,
    /// wherever the stream was cut.
    ///
    /// - Parameters:
    ///   - bytes: Of the stream, from the beginning of an item on or before.
    ///   - offset: Where the item begins, `0...bytes.byteCount`.
    @inline(__always)
    public static func item(in bytes: RawSpan, at offset: Int) -> Item {
        guard bytes.byteCount - offset >= prefixByteCount else { return .incomplete }
        // SAFETY: the four bytes are there, and any bits are a number.
        let length = unsafe UInt32(
            bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
        guard length > 0 else { return .empty }
        guard length <= UInt32(byteLimit) else { return .impossible(announced: length) }
        let start = offset + prefixByteCount
        let end = start + Int(length)
        return end <= bytes.byteCount ? .frame(start..<end) : .incomplete
    }

    /// Writes the length that stands before a frame.
    ///
    /// - Parameters:
    ///   - byteCount: Of the frame.
    ///   - prefix: ``prefixByteCount`` bytes.
    /// - Precondition: `byteCount` fits 32 bits.
    @inline(__always)
    public static func write(_ byteCount: Int, to prefix: inout MutableRawSpan) {
        prefix.storeBytes(of: UInt32(byteCount).bigEndian, as: UInt32.self)
    }
    /// Writes the length that stands before a frame.
    ///
    /// - Parameters:
    ///   - byteCount: Of the frame.
    ///   - output: Has room for ``prefixByteCount`` bytes.
    /// - Precondition: `byteCount` fits 32 bits.
    public static func write(_ byteCount: Int, into output: inout OutputRawSpan) {
        output.append(bigEndian: UInt32(byteCount))
    }
}
