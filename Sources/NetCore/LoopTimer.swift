/// Something that waits for a time of the loop's clock.
public protocol TimerClient: AnyObject {
    /// The timer's time has come. It is unarmed now, and may be armed again from here.
    ///
    /// A timer is a dispatch of its own: frames sent from here are delivered when the call is over.
    func timerFired(_ timer: LoopTimer)
}

/// What stands behind a ``LoopTimer``.
@safe
struct TimerState: ~Copyable {
    /// Not retained: the loop keeps it.
    ///
    /// nil until it is attached.
    unowned(unsafe) var client: (any TimerClient)?
    let loop: UnsafeMutablePointer<LoopState>
    /// Nanoseconds.
    var time: Int64 = 0
    /// The number of the call that armed it: among equal times the earlier call comes first.
    var call: UInt64 = 0
    /// Where it stands in the heap, or -1.
    var place = -1

    init(loop: UnsafeMutablePointer<LoopState>) {
        unsafe client = nil
        unsafe self.loop = loop
    }
}

/// A timer of a loop: a handle of one word.
///
/// It is valid for as long as its loop lives.
@safe
public struct LoopTimer: BitwiseCopyable, Hashable {
    let state: UnsafeMutablePointer<TimerState>

    /// Whether two handles are the same timer.
    public static func == (left: LoopTimer, right: LoopTimer) -> Bool { unsafe left.state == right.state }

    /// By identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(UInt(bitPattern: unsafe state)) }

    /// Fires at a time; a timer that was armed already is armed anew, and loses its place among equal times.
    ///
    /// - Parameter time: Nanoseconds of the loop's clock. A time that is past fires next.
    public func arm(at time: Int64) {
        unsafe state.pointee.loop.pointee.timers.arm(self, at: time, first: false)
    }

    /// Fires at a time, before all timers of that time that were not armed this way.
    ///
    /// For what has to be settled before the frames of an instant: a link that goes down.
    ///
    /// - Parameter time: As for ``arm(at:)``.
    public func armFirst(at time: Int64) {
        unsafe state.pointee.loop.pointee.timers.arm(self, at: time, first: true)
    }

    /// Does not fire any more.
    public func cancel() {
        unsafe state.pointee.loop.pointee.timers.cancel(self)
    }

    /// Whether it will fire.
    public var isArmed: Bool { unsafe state.pointee.place >= 0 }

    /// When, while it is armed.
    public var deadline: Int64? { isArmed ? unsafe state.pointee.time : nil }

    /// The loop's clock.
    public var now: Int64 { unsafe state.pointee.loop.pointee.now }
}

extension Loop {
    /// When the next timer fires; nil if none is armed.
    public var nextDeadline: Int64? { unsafe state.pointee.timers.nextTime }

    /// Fires the first timer that is due at a time, if there is one.
    ///
    /// The caller ends the dispatch with ``runTurn()``.
    ///
    /// - Parameter time: The driver's idea of now; the loop's clock becomes the timer's time if the driver is virtual
    ///   and so passes exactly that.
    /// - Returns: Whether one fired.
    public func fireTimer(dueBy time: Int64) -> Bool {
        guard let timer = unsafe state.pointee.timers.popFirst(dueBy: time) else { return false }
        unsafe timer.state.pointee.client?.timerFired(timer)
        return true
    }
}
