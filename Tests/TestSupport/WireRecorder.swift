import NetCore

/// Writes down what every port of a loop takes and drops: a capture for tests.
public final class WireRecorder: LoopObserver {
    /// A frame that a port took, or dropped.
    public struct Event {
        /// The port.
        public let port: Port
        /// Nanoseconds of the loop's clock.
        public let time: Int64
        /// The frame's identity.
        public let id: FrameID?
        /// The frame.
        public let bytes: [UInt8]
        /// nil: taken.
        public let reason: DropReason?
    }

    /// Everything, oldest first.
    public private(set) var events: [Event] = []

    /// Watches a loop from now on.
    public init(_ loop: Loop) {
        loop.observer = self
    }

    /// Writes down what was taken.
    public func received(_ burst: Burst, first count: Int, on port: Port) {
        for position in 0..<count { note(burst[position], nil, port) }
    }

    /// Writes down what was dropped.
    public func dropped(_ frame: Frame, reason: DropReason, on port: Port) { note(frame, reason, port) }

    /// What a port took, whatever it thought of it.
    public func taken(by port: Port) -> [Event] { events.filter { $0.port == port && $0.reason == nil } }

    /// Forgets what was.
    public func clear() { events.removeAll() }

    private func note(_ frame: Frame, _ reason: DropReason?, _ port: Port) {
        events.append(Event(port: port, time: port.now, id: frame.id, bytes: frame.copied, reason: reason))
    }
}
