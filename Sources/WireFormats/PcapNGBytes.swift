/// A whole block as it lies in a file; knows its byte order.
///
/// - Invariant: the length is a multiple of four and at least twelve, and both total lengths say it.
struct PcapNGBytes: ~Escapable {
    private let bytes: RawSpan
    let isBigEndian: Bool
    /// Where the block begins in the file.
    let offset: Int

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, isBigEndian: Bool, offset: Int) {
        self.bytes = bytes
        self.isBigEndian = isBigEndian
        self.offset = offset
    }

    /// Bytes behind type and length, without the length at the end.
    var bodyByteCount: Int { bytes.byteCount - PcapNG.frameByteCount }

    /// Throws unless the body holds so many bytes of fields.
    func requireFields(_ byteCount: Int) throws(WireError) {
        guard bodyByteCount >= byteCount else { throw .invalid("pcapng block length", UInt64(bytes.byteCount)) }
    }

    /// The integer whose first byte stands at `offset` of the block.
    ///
    /// - Precondition: it lies inside the block.
    func integer<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, at offset: Int) -> T {
        let value = bytes.bigEndian(T.self, at: offset)
        return isBigEndian ? value : value.byteSwapped
    }

    /// Two halves, the upper one first in both byte orders.
    ///
    /// - Precondition: it lies inside the block.
    func time(at offset: Int) -> UInt64 {
        UInt64(integer(UInt32.self, at: offset)) << 32 | UInt64(integer(UInt32.self, at: offset + 4))
    }

    /// Calls `body` with code and place of each option, up to the end-of-options or the end of the block.
    ///
    /// - Parameters:
    ///   - fields: Bytes of the body before the options.
    ///   - body: Its second argument is a range of the block.
    func forEachOption(
        behind fields: Int, _ body: (UInt16, Range<Int>) throws(WireError) -> Void
    ) throws(WireError) {
        // The total length at the end is no option.
        let end = bytes.byteCount - 4
        var next = 8 + fields
        while next < end {
            let code = integer(UInt16.self, at: next)
            let length = Int(integer(UInt16.self, at: next + 2))
            if code == PcapNG.Option.end { return }
            let start = next + PcapNG.optionHeaderByteCount
            guard start + PcapNG.padded(length) <= end else { throw .invalid("pcapng option length", UInt64(length)) }
            try body(code, start..<(start + length))
            next = start + PcapNG.padded(length)
        }
    }

    /// The text of an option: up to a zero byte, and mended where it is no UTF-8 (sections 3.5 and 3.6.3).
    func text(_ value: Range<Int>) -> String {
        String(decoding: value.map { bytes.byte(at: $0) }.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The integer of an option that has the length of one.
    func integer<T: FixedWidthInteger & BitwiseCopyable>(
        _: T.Type, of value: Range<Int>, _ option: String
    ) throws(WireError) -> T {
        guard value.count == T.bitWidth / 8 else { throw .invalid("\(option) length", UInt64(value.count)) }
        return integer(T.self, at: value.lowerBound)
    }

    /// The time of an option.
    func time(of value: Range<Int>, _ option: String) throws(WireError) -> UInt64 {
        guard value.count == 8 else { throw .invalid("\(option) length", UInt64(value.count)) }
        return time(at: value.lowerBound)
    }
}
