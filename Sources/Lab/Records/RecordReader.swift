import SystemPackage
import WireFormats

/// Reads a record from front to back, however long it is.
final class RecordReader {
    /// An event, with its names.
    struct Event: Equatable {
        var time: Int64
        var place: String
        var isMessage: Bool
        /// nil: the port's owner has taken the frame.
        var reason: String?
        /// nil: of no flow.
        var flow: String?
        var sequence: UInt64
        var bytes: [UInt8]
    }

    private let path: String
    private let file: FileDescriptor
    /// What was read and not used yet begins at `start`.
    private var buffer: [UInt8] = []
    private var start = 0
    /// Where the buffer begins in the file.
    private var bufferOffset: UInt64 = 0
    private var isAtEnd = false
    private var time: Int64 = 0
    private var names: [RunRecord.Table: [UInt64: String]] = [:]
    /// What is known of the run.
    private(set) var head: [(key: String, value: String)] = []
    /// Once the end was read.
    private(set) var fingerprint: [UInt64]?

    /// More than the longest item.
    private static let chunk = 2 * RunRecord.itemByteLimit

    /// Opens a file, and sees whether it is a record.
    init(_ path: String) throws(RecordError) {
        self.path = path
        do {
            file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
        } catch {
            throw RecordError(path, "\(error)")
        }
        let magic = RunRecord.magic
        while buffer.count < magic.count, !isAtEnd { try fill() }
        guard buffer.starts(with: magic) else {
            guard buffer.starts(with: RunRecord.family) else { throw RecordError(path, "not a record of a run") }
            let version = buffer.dropFirst(RunRecord.family.count).prefix { (0x30...0x39).contains($0) }.prefix(9)
            throw RecordError(
                path, "a record of version \(String(decoding: version, as: UTF8.self)); this wirework reads version 1")
        }
        start = magic.count
        // The head is known before the first event is asked for.
        while let (found, next) = try item(), case .head(let key, let value) = found {
            head.append((key, value))
            start = next
        }
    }

    deinit { try? file.close() }

    /// The next event; nil at the end.
    func next() throws(RecordError) -> Event? {
        guard fingerprint == nil else { return nil }
        while let (found, next) = try item() {
            start = next
            switch found {
            case .head: continue
            case .name(let table, let number, let name): names[table, default: [:]][number] = name
            case .event(let event, let frame): return made(event, frame)
            case .end(_, let fingerprint):
                self.fingerprint = fingerprint
                return nil
            }
        }
        throw RecordError(path, at: offset, "the record ends here, without an end: its run was cut short")
    }

    private func made(_ event: RunRecord.Event, _ frame: Range<Int>) -> Event {
        let elapsed = Int64(clamping: event.elapsed)
        let (sum, isBeyond) = time.addingReportingOverflow(elapsed)
        time = isBeyond ? .max : sum
        let message = names[.messagePort]?[event.port]
        return Event(
            time: time, place: message ?? names[.port]?[event.port] ?? "port \(event.port)", isMessage: message != nil,
            reason: event.reason.map { names[.reason]?[$0] ?? "reason \($0)" },
            flow: event.flow == 0 ? nil : names[.flow]?[event.flow] ?? "flow \(event.flow)", sequence: event.sequence,
            bytes: Array(buffer[frame]))
    }

    // MARK: Items

    private var offset: UInt64 { bufferOffset + UInt64(start) }

    /// The item that stands here; nil where the file ends between two.
    private func item() throws(RecordError) -> (item: RunRecord.Item, next: Int)? {
        while true {
            // SAFETY: bytes have no padding.
            switch unsafe RunRecord.item(in: buffer.span.bytes, at: start) {
            case .item(let item, let next): return (item, next)
            case .malformed(let words): throw RecordError(path, at: offset, words)
            case .incomplete:
                if !isAtEnd {
                    try fill()
                } else if start == buffer.count {
                    return nil
                } else {
                    throw RecordError(path, at: bufferOffset + UInt64(buffer.count), "the record ends inside an item")
                }
            }
        }
    }

    /// Reads more, behind what was not used yet.
    private func fill() throws(RecordError) {
        bufferOffset += UInt64(start)
        buffer.removeFirst(start)
        start = 0
        let kept = buffer.count
        do {
            // SAFETY: read(2) initialises as many bytes as it says.
            let more = try unsafe [UInt8](unsafeUninitializedCapacity: Self.chunk) { room, count in
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(room))
            }
            buffer += more
        } catch {
            throw RecordError(path, "\(error)")
        }
        isAtEnd = buffer.count == kept
    }
}
