extension RunRecord {
    /// The room that an event needs at most.
    ///
    /// - Parameter bytes: Of its frame.
    public static func eventByteCount(bytes: Int) -> Int { fieldsByteLimit + bytes }

    /// The room that a head, or a name, needs at most.
    public static let textItemByteCount = 1 + 4 * numberByteLimit + 2 * textByteLimit

    /// The room that the end needs at most.
    public static let endByteCount = 1 + numberByteLimit + fingerprintByteCount

    /// Appends an event.
    ///
    /// - Precondition: there is room for it, and `bytes` has at most ``bytesLimit``.
    public static func write(_ event: Event, bytes: RawSpan, into output: inout OutputRawSpan) {
        output.append(bigEndian: event.reason == nil ? Tag.arrival : Tag.drop)
        append(event.elapsed, to: &output)
        append(event.port, to: &output)
        if let reason = event.reason { append(reason, to: &output) }
        append(event.flow, to: &output)
        if event.flow != 0 { append(event.sequence, to: &output) }
        append(UInt64(bytes.byteCount), to: &output)
        output.append(contentsOf: bytes)
    }

    /// Appends something that is known of the run; a text that is too long is cut off.
    ///
    /// - Precondition: there is room for it.
    public static func writeHead(_ key: String, _ value: String, into output: inout OutputRawSpan) {
        output.append(bigEndian: Tag.head)
        append(key, to: &output)
        append(value, to: &output)
    }

    /// Appends the name of a number; one that is too long is cut off.
    ///
    /// - Precondition: there is room for it.
    public static func writeName(_ table: Table, _ number: UInt64, _ name: String, into output: inout OutputRawSpan) {
        output.append(bigEndian: Tag.name)
        append(table.rawValue, to: &output)
        append(number, to: &output)
        append(name, to: &output)
    }

    /// Appends the end.
    ///
    /// - Precondition: there is room for it.
    public static func writeEnd(events: UInt64, fingerprint: (UInt64, UInt64), into output: inout OutputRawSpan) {
        output.append(bigEndian: Tag.end)
        append(events, to: &output)
        // As it is written in reports.
        output.append(bigEndian: fingerprint.0.byteSwapped)
        output.append(bigEndian: fingerprint.1.byteSwapped)
    }

    @inline(__always)
    private static func append(_ number: UInt64, to output: inout OutputRawSpan) {
        var rest = number
        while rest >= 0x80 {
            output.append(bigEndian: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(bigEndian: UInt8(truncatingIfNeeded: rest))
    }

    private static func append(_ text: String, to output: inout OutputRawSpan) {
        let bytes = text.utf8.prefix(textByteLimit)
        append(UInt64(bytes.count), to: &output)
        for byte in bytes { output.append(bigEndian: byte) }
    }
}
