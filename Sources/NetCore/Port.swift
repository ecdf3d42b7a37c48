/// Where a client meets the network: a handle of one word, without a reference count.
///
/// Ports come in plugged pairs. What one sends stands in the other's incoming queue until the loop delivers it to the
/// other's client; `send` itself runs no client's code, so there is no re-entry, no overtaking and no recursion.
///
/// A handle is valid for as long as its ``Loop`` lives, also after ``close()``.
@safe
public struct Port: BitwiseCopyable, Equatable {
    let state: UnsafeMutablePointer<PortState>

    /// Whether two handles are the same port.
    @inline(__always)
    public static func == (left: Port, right: Port) -> Bool { unsafe left.state == right.state }

    // MARK: Sending

    /// Appends a frame to the peer's incoming queue.
    ///
    /// A frame that cannot stand there is dropped and counted at this port: `link-down`, `no-peer`, `loop` past 255
    /// forwarders, `queue-full` past the bound.
    @inline(__always)
    @discardableResult
    public func send(_ frame: Frame) -> SendResult {
        // Borrowed also where it ends: the count of a kept frame is that of the queue in which it stands.
        guard let peer = unsafe state.pointee.route else { return refuse(frame.record.borrowed) }
        return unsafe append(frame.record.borrowed, to: peer, hop: 1)
    }

    /// Appends the frames of a burst, in order.
    ///
    /// A pausable sender has the whole burst taken if there was room for its first frame; others have what is beyond
    /// the bound dropped as `queue-full`.
    @discardableResult
    public func send(_ burst: Burst) -> SendResult {
        send(burst, first: burst.count)
    }

    /// Appends the first `count` frames of a burst.
    ///
    /// - Precondition: `count` is at most the burst's.
    @discardableResult
    public func send(_ burst: Burst, first count: Int) -> SendResult {
        send(burst, first: count, admitted: false)
    }

    func send(_ burst: Burst, first count: Int, admitted: Bool) -> SendResult {
        precondition(count <= burst.count)
        var result = SendResult.open
        guard let peer = unsafe state.pointee.route else {
            for position in 0..<count { result = unsafe refuse(burst.records[position].borrowed) }
            return result
        }
        // A pausable sender's burst is taken whole: what counts is whether there was room when it began.
        let admitted = unsafe admitted || state.pointee.pausable && hasRoom(peer)
        if let result = unsafe appendWhole(burst.records, count, to: peer, admitted: admitted) { return result }
        for position in 0..<count {
            result = unsafe append(burst.records[position].borrowed, to: peer, hop: 1, admitted: admitted)
        }
        return result
    }

    // MARK: Receiving

    /// Asks for what ``NetClient/receive(_:on:)`` did not take.
    ///
    /// From inside `receive` it is remembered.
    public func resume() {
        let state = unsafe state
        if unsafe state.pointee.isDelivering {
            unsafe state.pointee.resumeAsked = true
            return
        }
        guard unsafe state.pointee.isBlocked else { return }
        unsafe state.pointee.isBlocked = false
        if unsafe !state.pointee.queue.isEmpty { unsafe state.pointee.loop.pointee.schedule(self) }
    }

    /// Ends a frame here: the only way to lose one.
    ///
    /// Inside `receive` the frame counts as taken.
    public func drop(_ frame: Frame, _ reason: DropReason) {
        drop(frame.record, reason, at: unsafe state.pointee.isDelivering ? .arriving : .inside)
    }

    // MARK: State

    /// Plugged in, both ends up, and no block announced, see ``setBlock(_:)``.
    public var hasCarrier: Bool { unsafe state.pointee.hasCarrier }

    /// Whether a peer is plugged in.
    public var hasPeer: Bool { unsafe state.pointee.peer != nil }

    /// The port at the other side.
    public var peer: Port? {
        guard let peer = unsafe state.pointee.peer else { return nil }
        return unsafe Port(state: peer)
    }

    /// The order of creation in its loop, from 0; an index for tables.
    public var number: Int { unsafe state.pointee.number }

    /// What went through.
    public var counters: PortCounters { unsafe state.pointee.counters }

    /// Frames that stand in the incoming queue.
    public var queuedFrames: Int { unsafe state.pointee.queue.count }

    /// Their bytes.
    public var queuedBytes: Int { unsafe state.pointee.queuedBytes }

    /// The loop's clock: nanoseconds, read once a dispatch.
    @inline(__always)
    public var now: Int64 { unsafe state.pointee.loop.pointee.now }

    /// Bounds the incoming queue; the defaults are 1000 frames and 4 MiB.
    ///
    /// - Precondition: both are above zero.
    public func setBound(frames: Int, bytes: Int) {
        precondition(frames > 0 && bytes > 0)
        unsafe state.pointee.frameBound = frames
        unsafe state.pointee.byteBound = bytes
    }
}
