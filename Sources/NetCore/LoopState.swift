/// What stands behind a ``Loop``: everything that its ports, timers and queues share, at a fixed address.
@safe
struct LoopState: ~Copyable {
    /// Ports with something to do, in the order in which they got it.
    var runList = Ring<Port>(capacity: 64)
    /// Blocked ports whose queue got entries in this dispatch.
    var unsettled = Ring<Port>()
    /// Counts to give back when the dispatch ends: views of those frames may still be in use until then.
    var releases = Ring<FrameRecord>(capacity: 1024)
    /// Storage of rings that grew while a burst was being read from them; freed when the dispatch ends.
    var retired: [Storage] = []
    var arena = Arena()
    var pool = BlockPool()
    var timers = TimerHeap()
    var now: Int64 = 0
    /// Bursts delivered since the loop was made; a driver bounds a storm with it.
    var burstsDelivered: UInt64 = 0
    var framesDelivered: UInt64 = 0
    /// Told of every frame that is received or dropped; nil costs a comparison a burst.
    ///
    /// Not retained: the loop keeps it, and an observer that knows hosts would otherwise keep this memory alive for
    /// ever.
    unowned(unsafe) var observer: (any LoopObserver)? = nil

    @inline(__always)
    mutating func schedule(_ port: Port) {
        let state = unsafe port.state
        if unsafe state.pointee.isScheduled { return }
        unsafe state.pointee.isScheduled = true
        runList.append(port)
    }

    @inline(__always)
    mutating func settleLater(_ port: Port) {
        let state = unsafe port.state
        if unsafe state.pointee.isUnsettled { return }
        unsafe state.pointee.isUnsettled = true
        unsettled.append(port)
    }
}

/// Watches a whole loop: flow ledgers, fingerprints, captures.
///
/// Of the two ways to hear of drops an observer implements the one that it needs.
public protocol LoopObserver: AnyObject {
    /// The owner of a port has taken the first `count` frames of a burst.
    func received(_ burst: Burst, first count: Int, on port: Port)

    /// A frame ended at a port.
    func dropped(_ frame: Frame, reason: DropReason, on port: Port)

    /// A frame ended at a port, at a place on its way; unless implemented, the place is left out.
    func dropped(_ frame: Frame, reason: DropReason, at place: DropPlace, on port: Port)
}

extension LoopObserver {
    /// Nothing, for an observer that does not care or wants to know the place.
    public func dropped(_ frame: Frame, reason: DropReason, on port: Port) {}

    /// For an observer that does not ask for the place.
    public func dropped(_ frame: Frame, reason: DropReason, at place: DropPlace, on port: Port) {
        dropped(frame, reason: reason, on: port)
    }
}

/// The memory of a loop.
///
/// ``FrameQueue`` holds on to it, so that a client may outlive its loop.
@safe
final class LoopMemory {
    let state: UnsafeMutablePointer<LoopState>
    var ports: [Port] = []
    var timers: [LoopTimer] = []

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: LoopState())
    }

    deinit {
        // SAFETY: the handles that are left name freed memory from here on; they are valid while the loop lives.
        for port in ports {
            unsafe port.state.deinitialize(count: 1)
            unsafe port.state.deallocate()
        }
        for timer in timers {
            unsafe timer.state.deinitialize(count: 1)
            unsafe timer.state.deallocate()
        }
        for storage in unsafe state.pointee.retired { storage.deallocate() }
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }
}
