/// Options on their way into a block; empty, or closed by an end-of-options.
struct PcapNGOptions {
    private var list: [UInt8] = []

    mutating func append(_ code: UInt16, _ value: [UInt8]) {
        list.append(littleEndian: code)
        list.append(littleEndian: UInt16(truncatingIfNeeded: value.count))
        list += value
        list += [UInt8](repeating: 0, count: PcapNG.padded(value.count) - value.count)
    }

    /// A text, cut between characters where it is too long.
    mutating func append(_ code: UInt16, _ text: String?) {
        guard let text else { return }
        var value: [UInt8] = []
        for scalar in text.unicodeScalars {
            let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            guard value.count + encoded.count <= PcapNG.maximumTextByteCount else { break }
            value += encoded
        }
        append(code, value)
    }

    /// A time: two halves, the upper one first (section 4.6).
    mutating func append(_ code: UInt16, time: UInt64) {
        var value: [UInt8] = []
        value.append(littleEndian: UInt32(truncatingIfNeeded: time >> 32))
        value.append(littleEndian: UInt32(truncatingIfNeeded: time))
        append(code, value)
    }

    mutating func append(_ code: UInt16, count: UInt64) {
        var value: [UInt8] = []
        value.append(littleEndian: count)
        append(code, value)
    }

    /// As it stands in a block.
    var bytes: [UInt8] { list.isEmpty ? [] : list + [0, 0, 0, 0] }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
        var rest = value
        for _ in 0..<(value.bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }
}

extension OutputRawSpan {
    /// Appends an integer in the byte order in which we write captures.
    ///
    /// - Precondition: there is room for it.
    @inline(__always)
    mutating func append<T: FixedWidthInteger & BitwiseCopyable>(littleEndian value: T) {
        append(bigEndian: value.byteSwapped)
    }

    /// Appends a block: type, total length, what `fields` appends, options, total length.
    ///
    /// - Precondition: there is room for it; `fields` appends `byteCount` bytes, a multiple of four.
    mutating func appendBlock(
        _ type: UInt32, fields byteCount: Int, options: [UInt8], _ fields: (inout OutputRawSpan) -> Void
    ) {
        let total = UInt32(PcapNG.frameByteCount + byteCount + options.count)
        append(littleEndian: type)
        append(littleEndian: total)
        fields(&self)
        // SAFETY: bytes have no padding.
        append(contentsOf: unsafe options.span.bytes)
        append(littleEndian: total)
    }

    /// Appends a time of the format: two halves, the upper one first.
    ///
    /// - Precondition: there is room for eight bytes.
    @inline(__always)
    mutating func append(pcapNGTime time: UInt64) {
        append(littleEndian: UInt32(truncatingIfNeeded: time >> 32))
        append(littleEndian: UInt32(truncatingIfNeeded: time))
    }
}
