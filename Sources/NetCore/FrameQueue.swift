/// The only way to own frames beyond a dispatch: delay, rate, reorder, a NIC's ring, a host that waits for ARP.
///
/// A frame is copied once when it is first kept; if its bytes already lie in a counted block, keeping it adds one to
/// the count. A queue belongs to a port, which has its drops on the books.
public struct FrameQueue: ~Copyable {
    private struct Entry: BitwiseCopyable {
        var record: FrameRecord
        var due: Int64
        var tag: Int
    }

    private let memory: LoopMemory
    private let port: Port
    private var entries = Ring<Entry>()

    /// Bytes of the frames in it.
    public private(set) var byteCount = 0

    /// An empty queue.
    ///
    /// - Parameters:
    ///   - loop: The loop whose frames it keeps.
    ///   - port: Where frames that never leave the queue are counted.
    public init(loop: Loop, port: Port) {
        memory = loop.memory
        self.port = port
    }

    deinit {
        for index in 0..<entries.count { end(entries[index].record, .closed) }
    }

    /// Frames in it.
    public var count: Int { entries.count }

    /// Whether there are none.
    public var isEmpty: Bool { entries.isEmpty }

    /// The due time of the first frame, as it was given to ``keep(_:due:tag:)``.
    public var firstDue: Int64? { entries.isEmpty ? nil : entries[0].due }

    /// The tag of the first frame.
    public var firstTag: Int? { entries.isEmpty ? nil : entries[0].tag }

    /// Keeps a frame behind the others.
    ///
    /// - Parameters:
    ///   - frame: From a burst, or from another queue.
    ///   - due: For the owner: when it is to go on.
    ///   - tag: For the owner: where it came from, or where it goes.
    @inline(__always)
    public mutating func keep(_ frame: Frame, due: Int64 = 0, tag: Int = 0) {
        let record = unsafe memory.state.pointee.pool.keep(frame.record)
        byteCount &+= Int(record.length)
        entries.append(Entry(record: record, due: due, tag: tag))
    }

    /// Keeps a frame before the one at a place; at the count of the queue, behind all.
    ///
    /// - Parameters:
    ///   - frame: From a burst, or from another queue.
    ///   - place: How many stand before it.
    /// - Precondition: `place` is at most the queue's count.
    public mutating func keep(_ frame: Frame, at place: Int) {
        let record = unsafe memory.state.pointee.pool.keep(frame.record)
        byteCount &+= Int(record.length)
        entries.insert(Entry(record: record, due: 0, tag: 0), at: place)
    }

    /// Sends the first frames through a port: their counts move along, no byte is copied.
    ///
    /// - Parameters:
    ///   - count: How many, from the front.
    ///   - port: Where to.
    ///   - isAdmitted: Bounds of the peer's queue do not count: these were let in before they were kept.
    /// - Precondition: `count` is at most the queue's.
    @discardableResult
    public mutating func send(first count: Int, through port: Port, isAdmitted: Bool = false) -> SendResult {
        precondition(count >= 0 && count <= entries.count)
        var result = SendResult.open
        for _ in 0..<count {
            let record = popFirst()
            if let peer = unsafe port.state.pointee.route {
                result = unsafe port.append(record, to: peer, hop: 1, admitted: isAdmitted)
            } else {
                result = port.refuse(record)
            }
        }
        return result
    }

    /// Takes the first frame out; the view is good until the dispatch ends.
    ///
    /// - Precondition: The queue is not empty.
    @_lifetime(immortal)
    public mutating func takeFirst() -> Frame {
        precondition(!entries.isEmpty)
        let record = popFirst()
        unsafe memory.state.pointee.releases.append(record)
        // SAFETY: the count is given back when the dispatch ends, and a view cannot be stored.
        return unsafe Frame(unsafe: record.borrowed)
    }

    /// Ends the first frame for a reason, counted at the queue's port.
    ///
    /// - Precondition: The queue is not empty.
    public mutating func dropFirst(_ reason: DropReason) {
        precondition(!entries.isEmpty)
        end(popFirst(), reason)
    }

    private func end(_ record: FrameRecord, _ reason: DropReason) {
        port.drop(record, reason, at: .inside)
        unsafe memory.state.pointee.releases.append(record)
    }

    @inline(__always)
    private mutating func popFirst() -> FrameRecord {
        let record = entries[0].record
        entries.removeFirst()
        byteCount &-= Int(record.length)
        return record
    }
}
