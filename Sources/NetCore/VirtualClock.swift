/// The driver of virtual time: where nothing is ready, the clock jumps to the next timer.
///
/// Ten minutes of a quiet network pass in as many microseconds as there are events; a run depends on nothing but its
/// inputs.
public struct VirtualClock {
    /// Why a run ended.
    public enum Ended: Sendable, Equatable {
        /// Nothing is ready and no timer is armed. The clock stands at the last event.
        case idle
        /// The next event lies beyond the time that was given.
        case time
        /// More frames were moved than allowed: a storm.
        case limit
        /// The caller's condition held.
        case condition
    }

    /// A clock.
    public init() {}

    /// Runs a loop.
    ///
    /// - Parameters:
    ///   - loop: Its clock moves from event to event.
    ///   - end: Nanoseconds; events at that time still happen. nil: until nothing is left.
    ///   - frameLimit: The most frame deliveries.
    ///   - condition: Looked at after every dispatch; true ends the run.
    public func run(
        _ loop: Loop, until end: Int64? = nil, frameLimit: UInt64 = .max, stopWhen condition: () -> Bool = { false }
    ) -> Ended {
        let start = loop.framesDelivered
        let firstBurst = loop.burstsDelivered
        while true {
            while loop.runTurn() {
                // A client that is handed frames and takes none moves no frame, but is a storm as well.
                let moved = max(loop.framesDelivered - start, loop.burstsDelivered - firstBurst)
                if moved > frameLimit { return .limit }
            }
            if condition() { return .condition }
            if loop.framesDelivered - start > frameLimit { return .limit }
            guard let next = loop.nextDeadline else { return .idle }
            if let end, next > end {
                loop.advance(to: end)
                return .time
            }
            loop.advance(to: next)
            _ = loop.fireTimer(dueBy: next)
        }
    }
}
