extension RunRecord {
    /// What stands at a place of a file.
    public enum Item: Hashable, Sendable {
        /// Something that is known of the run.
        case head(key: String, value: String)
        /// What a number means from here on.
        case name(Table, number: UInt64, String)
        /// An event; its frame is a range of what was read.
        case event(Event, frame: Range<Int>)
        /// The end, with the number of events and the two halves of the fingerprint.
        case end(events: UInt64, fingerprint: [UInt64])
    }

    /// What reading an item comes to.
    public enum Step: Hashable, Sendable {
        /// An item, and where the next one begins.
        case item(Item, next: Int)
        /// It goes on behind what is there.
        case incomplete
        /// No item begins like this, in words: `an unknown tag`.
        case malformed(String)
    }

    /// Reads an item.
    ///
    /// - Parameters:
    ///   - bytes: Any bytes.
    ///   - offset: Where the item begins, at most the end of `bytes`.
    public static func item(in bytes: RawSpan, at offset: Int) -> Step {
        var cursor = Cursor(offset: offset)
        do throws(Cursor.Stop) {
            return .item(try item(bytes, &cursor), next: cursor.offset)
        } catch {
            switch error {
            case .end: return .incomplete
            case .fault(let words): return .malformed(words)
            }
        }
    }

    private static func item(_ bytes: RawSpan, _ cursor: inout Cursor) throws(Cursor.Stop) -> Item {
        let tag = try cursor.byte(bytes)
        switch tag {
        case Tag.head:
            return .head(key: try cursor.text(bytes), value: try cursor.text(bytes))
        case Tag.name:
            let number = try cursor.number(bytes)
            guard let table = Table(rawValue: number) else { throw .fault("a name of an unknown kind") }
            return .name(table, number: try cursor.number(bytes), try cursor.text(bytes))
        case Tag.arrival, Tag.drop:
            let elapsed = try cursor.number(bytes)
            let port = try cursor.number(bytes)
            let reason = tag == Tag.drop ? try cursor.number(bytes) : nil
            let flow = try cursor.number(bytes)
            let sequence = flow == 0 ? 0 : try cursor.number(bytes)
            let event = Event(elapsed: elapsed, port: port, reason: reason, flow: flow, sequence: sequence)
            return .event(event, frame: try cursor.range(bytes, limit: bytesLimit))
        case Tag.end:
            let events = try cursor.number(bytes)
            return .end(events: events, fingerprint: [try cursor.word(bytes), try cursor.word(bytes)])
        default: throw .fault("an unknown tag")
        }
    }

    /// A place in the bytes, which only goes forward.
    private struct Cursor {
        enum Stop: Error {
            case end
            case fault(String)
        }

        var offset: Int

        mutating func byte(_ bytes: RawSpan) throws(Stop) -> UInt8 {
            guard offset < bytes.byteCount else { throw .end }
            defer { offset += 1 }
            return bytes.byte(at: offset)
        }

        mutating func number(_ bytes: RawSpan) throws(Stop) -> UInt64 {
            var number: UInt64 = 0
            for index in 0..<numberByteLimit {
                let byte = try byte(bytes)
                // Of the tenth byte one bit is left.
                guard index < numberByteLimit - 1 || byte <= 1 else { break }
                number |= UInt64(byte & 0x7f) << UInt64(7 * index)
                if byte & 0x80 == 0 { return number }
            }
            throw .fault("a number of more than 64 bits")
        }

        mutating func range(_ bytes: RawSpan, limit: Int) throws(Stop) -> Range<Int> {
            let count = try number(bytes)
            guard count <= UInt64(limit) else { throw .fault("a length of \(count) bytes") }
            guard Int(count) <= bytes.byteCount - offset else { throw .end }
            defer { offset += Int(count) }
            return offset..<offset + Int(count)
        }

        mutating func text(_ bytes: RawSpan) throws(Stop) -> String {
            let range = try range(bytes, limit: textByteLimit)
            return String(decoding: range.map { bytes.byte(at: $0) }, as: UTF8.self)
        }

        mutating func word(_ bytes: RawSpan) throws(Stop) -> UInt64 {
            guard bytes.byteCount - offset >= 8 else { throw .end }
            defer { offset += 8 }
            return bytes.bigEndian(UInt64.self, at: offset)
        }
    }
}
