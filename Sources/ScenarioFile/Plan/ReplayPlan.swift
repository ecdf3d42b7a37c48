/// What a replay sends: the frames of a capture file.
public struct ReplayPlan: Sendable, Hashable {
    /// The file as written, from the scenario's folder.
    public var path: String
    /// The frames, in the order of the file.
    public var frames: [[UInt8]]
    /// The times of the capture; nil: the frames are sent at the pace of the flow.
    public var timing: Timing?

    /// The times of a capture, as a replay keeps them.
    public struct Timing: Sendable, Hashable {
        /// How many times faster than captured, in millionths.
        public var speed: Int64
        /// When each frame is due, in nanoseconds after the first one; never falling.
        public var offsets: [Int64]

        /// Times of a capture, those that go back being held at the latest before them.
        ///
        /// - Parameters:
        ///   - times: Of the frames, in nanoseconds of any clock.
        ///   - speed: In millionths, at least 1.
        /// - Returns: The timing, and how many frames were captured earlier than one before them.
        static func of(_ times: [Int64], speed: Int64) -> (timing: Timing, earlier: Int) {
            var (latest, earlier) = (times.first ?? 0, 0)
            let offsets = times.map { time in
                if time < latest { earlier += 1 }
                latest = max(latest, time)
                return Int64(clamping: (Int128(latest) - Int128(times[0])) * 1_000_000 / Int128(speed))
            }
            return (Timing(speed: speed, offsets: offsets), earlier)
        }

        /// The number of frames due before `duration`, the first one at 0.
        func frames(within duration: Int64) -> Int {
            var (low, high) = (0, offsets.count)
            while low < high {
                let middle = (low + high) / 2
                if offsets[middle] < duration { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}

extension ReplayPlan {
    /// A factor in millionths as the format writes it: `2`, `0.5`.
    static func text(speed: Int64) -> String {
        let (whole, rest) = (speed / 1_000_000, speed % 1_000_000)
        guard rest > 0 else { return String(whole) }
        var digits = String(rest)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
