public import Results
import WireFormats

/// Holds two recorded runs against each other.
public enum RecordComparison {
    /// The first event in which two records differ.
    ///
    /// Places, reasons and flows are compared by their names. Records of different scenarios are compared nevertheless.
    ///
    /// - Parameters:
    ///   - first: A file that ``RunOptions/record`` wrote.
    ///   - second: Another one.
    /// - Returns: What differs, if anything does.
    /// - Throws: ``RecordError`` for a file that is no record, or that ends before a difference.
    public static func compare(_ first: String, _ second: String) throws(RecordError) -> RunDifference {
        let one = try RecordReader(first)
        let other = try RecordReader(second)
        var difference = RunDifference(
            first: .init(path: first, head: one.head.map { NamedText($0.key, $0.value) }),
            second: .init(path: second, head: other.head.map { NamedText($0.key, $0.value) }))
        var last: [RecordReader.Event] = []
        while true {
            let (a, b) = (try one.next(), try other.next())
            guard let a, let b, a == b else {
                difference.parting = parting(a, b)
                break
            }
            difference.shared += 1
            if last.count == shownEvents { last.removeFirst() }
            last.append(a)
        }
        difference.lastShared = last.map(\.described)
        difference.first.fingerprint = one.fingerprint.map(Fingerprint.text)
        difference.second.fingerprint = other.fingerprint.map(Fingerprint.text)
        return difference
    }

    /// So many of the events that both have are shown.
    private static let shownEvents = 5

    private static func parting(_ a: RecordReader.Event?, _ b: RecordReader.Event?) -> RunDifference.Parting? {
        if a == nil && b == nil { return nil }
        guard let a, let b else { return .init(first: a?.described, second: b?.described, fields: []) }
        var fields: [RunDifference.Field] = []
        func add(_ name: String, _ first: String?, _ second: String?) {
            if first != second { fields.append(.init(name, first, second)) }
        }
        add("time", "\(a.time) ns", "\(b.time) ns")
        add("place", a.place, b.place)
        add("event", a.what, b.what)
        add("flow", a.flowText, b.flowText)
        add("bytes", "\(a.bytes.count)", "\(b.bytes.count)")
        return .init(first: a.described, second: b.described, fields: fields + frameFields(a, b))
    }

    /// The fields of the dictionary that differ; of messages, and where no field does, the first byte.
    private static func frameFields(_ a: RecordReader.Event, _ b: RecordReader.Event) -> [RunDifference.Field] {
        guard a.bytes != b.bytes else { return [] }
        if !a.isMessage && !b.isMessage {
            // SAFETY: bytes have no padding.
            let all = unsafe FieldDifference.between(a.bytes.span.bytes, b.bytes.span.bytes)
            let found = all.filter { $0.field.name != "frame.len" }
            guard found.isEmpty else {
                return found.prefix(shownFields).map { .init($0.field.name, $0.first, $0.second) }
            }
        }
        let offset =
            zip(a.bytes, b.bytes).enumerated().first { $1.0 != $1.1 }?.offset ?? min(a.bytes.count, b.bytes.count)
        func byte(_ event: RecordReader.Event) -> String? {
            guard offset < event.bytes.count else { return nil }
            let digits = String(event.bytes[offset], radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }
        return [.init("byte \(offset)", byte(a), byte(b))]
    }

    /// Two frames that have nothing in common differ in everything.
    private static let shownFields = 20
}

extension RecordReader.Event {
    fileprivate var what: String { reason.map { "dropped: \($0)" } ?? "received" }

    fileprivate var flowText: String? { flow.map { "\($0) #\(sequence)" } }

    fileprivate var described: RunDifference.Event {
        let bytes = "\(self.bytes.count) bytes"
        // SAFETY: bytes have no padding.
        let summary = unsafe FrameSummary(of: self.bytes.span.bytes)
        let frame = isMessage ? "message of \(bytes)" : "\(summary), \(bytes)"
        return .init(nanoseconds: time, place: place, what: what, flow: flowText, frame: frame)
    }
}
