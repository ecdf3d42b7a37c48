/// Frames on their way in from outside: filled by a backend from its receive slabs, then sent at once.
///
/// A batch is made once and refilled; it never owns the bytes.
@safe
public struct InboundBatch: ~Copyable {
    @usableFromInline let records = UnsafeMutablePointer<FrameRecord>.allocate(capacity: Burst.maximumCount)

    /// How many stand in it.
    public var count: Int { filled }

    @usableFromInline var filled = 0

    /// Room for ``Burst/maximumCount`` frames.
    public init() {}

    deinit { unsafe records.deallocate() }

    /// Whether the next ``append(_:id:time:)`` would find no room.
    @inline(__always)
    public var isFull: Bool { count == Burst.maximumCount }

    /// Adds a frame.
    ///
    /// - Parameters:
    ///   - bytes: The frame's bytes, at most ``Frame/byteLimit`` and the length of a tunnel header. They must stay as
    ///     they are until the dispatch ends.
    ///   - id: Its identity, if the backend knows it.
    ///   - time: When it was sent, or came in.
    /// - Precondition: The batch is not full.
    @unsafe
    @inlinable
    @inline(__always)
    public mutating func append(_ bytes: UnsafeRawBufferPointer, id: FrameID? = nil, time: Int64) {
        precondition(count < Burst.maximumCount && bytes.count <= Frame.byteLimit + 512)
        guard let start = bytes.baseAddress else { return }
        unsafe (records + count).initialize(
            to: FrameRecord(
                base: UnsafeMutableRawPointer(mutating: start), length: bytes.count, id: id?.rawValue ?? 0, time: time))
        filled &+= 1
    }

    /// Sends what stands in the batch through a port, and empties it.
    ///
    /// - Parameters:
    ///   - port: The backend's.
    ///   - isContinuation: The batch is a further part of one read, whose first part was let in: bounds do not count,
    ///     because the bytes have left the kernel already. A read is bounded by itself.
    @discardableResult
    public mutating func send(through port: Port, isContinuation: Bool = false) -> SendResult {
        guard count > 0 else { return .open }
        let entered = filled
        filled = 0
        return unsafe port.enter(Burst(unsafe: records, count: entered), admitted: isContinuation)
    }
}

extension Port {
    fileprivate func enter(_ burst: Burst, admitted: Bool) -> SendResult {
        unsafe state.pointee.counters.enteredFrames &+= UInt64(burst.count)
        return send(burst, first: burst.count, admitted: admitted)
    }

    /// Lets one frame in from outside, for an owner that keeps it, or sends it by itself.
    ///
    /// - Parameters:
    ///   - bytes: The frame's bytes, at most ``Frame/byteLimit``. They must stay as they are until the dispatch ends.
    ///   - time: When it came in.
    /// - Returns: The frame, counted as entered: it has to be kept, sent through this port, or dropped here.
    @unsafe
    @_lifetime(immortal)
    public func enter(_ bytes: UnsafeRawBufferPointer, time: Int64) -> Frame {
        precondition(bytes.count <= Frame.byteLimit)
        unsafe state.pointee.counters.enteredFrames &+= 1
        let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(state)
        // SAFETY: nothing writes through a record, and the caller promises the bytes until the dispatch ends.
        let start = unsafe UnsafeMutableRawPointer(mutating: base)
        return unsafe Frame(unsafe: FrameRecord(base: start, length: bytes.count, id: 0, time: time))
    }

    /// Ends what came from outside and is no frame for this network: a datagram that a tunnel refused.
    ///
    /// - Parameters:
    ///   - bytes: All of it.
    ///   - reason: Why.
    public func dropEntering(_ bytes: RawSpan, _ reason: DropReason) {
        unsafe state.pointee.counters.enteredFrames &+= 1
        unsafe bytes.withUnsafeBytes { bytes in
            let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(state)
            // SAFETY: the record is only looked at within the call, and nothing writes through it.
            let start = unsafe UnsafeMutableRawPointer(mutating: base)
            drop(unsafe FrameRecord(base: start, length: bytes.count, id: 0, time: now), reason, at: .outside)
        }
    }

    /// Counts frames that were lost outside and are known by their number only, as in `SO_RXQ_OVFL` (socket(7)).
    public func dropUnseen(_ count: UInt64, _ reason: DropReason) {
        unsafe state.pointee.counters.enteredFrames &+= count
        unsafe state.pointee.counters.drops.record(reason, count)
    }
}
