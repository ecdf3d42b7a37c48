/// Bytes from hex digits; anything else is skipped, so that fields can be set apart.
public func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    precondition(digits.count.isMultiple(of: 2), "half a byte")
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

extension [UInt8] {
    /// What `write` appends to a span of this capacity.
    public init(atMost capacity: Int, writing write: (inout OutputRawSpan) -> Void) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
        defer { buffer.deallocate() }
        var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
        write(&output)
        let count = output.finalize(for: buffer)
        self = [UInt8](buffer.prefix(count))
    }
}
