public import NetCore
public import Tunnels

/// Frames of a session that came early and wait for those before them, in the order of their numbers.
///
/// The numbers are the receiver's (``L2TPv3Receiver``), which says who waits and who goes; this has the frames and the
/// timer. Bounded by the receiver's window, and by ``byteLimit``.
public struct EarlyFrames: ~Copyable {
    /// The most bytes that wait; with more, nothing is waited for any longer.
    public static let byteLimit = 4 << 20

    private var frames: FrameQueue
    private let timer: LoopTimer

    /// Room for the frames of one session.
    ///
    /// - Parameters:
    ///   - loop: Whose frames they are.
    ///   - port: Where those are counted that never go on.
    ///   - timer: Its owner calls ``giveUp(of:through:)`` when it fires.
    public init(loop: Loop, port: Port, timer: LoopTimer) {
        frames = FrameQueue(loop: loop, port: port)
        self.timer = timer
    }

    /// Frames that wait.
    public var count: Int { frames.count }

    /// Does with a frame, and with those that wait, what the receiver has said.
    ///
    /// - Parameters:
    ///   - frame: Without its header.
    ///   - turn: The receiver's verdict on it.
    ///   - receiver: The session's.
    ///   - port: Where frames go on.
    ///   - isAdmitted: Whether those that go on do so past the bounds of the queue there: what was read has left the
    ///     kernel already.
    public mutating func settle(
        _ frame: Frame, _ turn: L2TPv3Turn, of receiver: inout L2TPv3Receiver, through port: Port,
        isAdmitted: Bool = true
    ) -> SendResult {
        var result = SendResult.open
        switch turn {
        case .waits(let place):
            frames.keep(frame, at: place)
            if frames.byteCount > Self.byteLimit {
                result = frames.send(first: receiver.giveUp(), through: port, isAdmitted: isAdmitted)
            }
        case .goes(let before, let after):
            frames.keep(frame, at: before)
            result = frames.send(first: before + 1 + after, through: port, isAdmitted: isAdmitted)
        }
        setTimer(to: receiver.deadline)
        return result
    }

    /// Lets those go on that have waited long enough.
    public mutating func giveUp(of receiver: inout L2TPv3Receiver, through port: Port) -> SendResult {
        let result = frames.send(first: receiver.giveUp(at: timer.now), through: port, isAdmitted: true)
        setTimer(to: receiver.deadline)
        return result
    }

    /// Ends those that wait, as `closed`.
    public mutating func close() {
        timer.cancel()
        while !frames.isEmpty { frames.dropFirst(.closed) }
    }

    private func setTimer(to deadline: Int64?) {
        guard timer.deadline != deadline else { return }
        if let deadline { timer.arm(at: deadline) } else { timer.cancel() }
    }
}
