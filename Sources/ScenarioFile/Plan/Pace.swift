/// How fast a flow sends: so many frames in so many nanoseconds, exactly.
///
/// A rate such as 3 frames a second is no whole number of nanoseconds a frame; kept as a fraction, it does not drift.
public struct Pace: Sendable, Hashable {
    /// Frames in ``nanoseconds``, without a common divisor.
    public let frames: Int64
    /// The time that ``frames`` take.
    public let nanoseconds: Int64

    /// Both must be positive.
    init(frames: Int64, per nanoseconds: Int64) {
        let common = Measure.greatestCommonDivisor(frames, nanoseconds)
        self.frames = frames / common
        self.nanoseconds = nanoseconds / common
    }

    /// When a frame is due.
    ///
    /// - Parameter index: the number of the frame in its flow, from 0.
    /// - Returns: nanoseconds after the first frame, rounded down; `Int64.max` when that is out of range.
    public func offset(ofFrame index: Int64) -> Int64 {
        Int64(clamping: Int128(index) * Int128(nanoseconds) / Int128(frames))
    }

    /// The number of frames due before `duration`, the first one at 0.
    func frames(within duration: Int64) -> Int64 {
        guard duration > 0 else { return 0 }
        // The smallest k with k * nanoseconds / frames >= duration.
        let scaled = Int128(duration) * Int128(frames)
        return Int64(clamping: (scaled + Int128(nanoseconds) - 1) / Int128(nanoseconds))
    }
}
