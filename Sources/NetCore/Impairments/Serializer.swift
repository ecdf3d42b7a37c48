/// When frames have gone out at a rate: one after the other, to the nanosecond and without drift.
struct Serializer: ~Copyable {
    /// When the last of them has gone out, in nanoseconds, and so many parts of one more.
    private var end: Int64 = .min
    private var parts: Int64 = 0
    private var rate: LinkRate?
    /// When each of those that wait has gone out.
    private var waiting = Ring<Int64>()

    /// Frames that have not gone out.
    mutating func count(at now: Int64) -> Int {
        while !waiting.isEmpty, waiting[0] <= now { waiting.removeFirst() }
        return waiting.count
    }

    /// Takes a frame, and says when it has gone out.
    mutating func take(byteCount: Int, at now: Int64, rate: LinkRate) -> Int64 {
        if rate != self.rate { (self.rate, parts) = (rate, 0) }
        if end < now { (end, parts) = (now, 0) }
        let (time, of): (Int128, Int64) =
            switch rate {
            case .bits(let thousandths): (Int128(byteCount) * 8 * 1_000_000_000_000, thousandths)
            case .frames(let count, let nanoseconds): (Int128(nanoseconds), count)
            }
        let (whole, rest) = (time + Int128(parts)).quotientAndRemainder(dividingBy: Int128(max(1, of)))
        let (sum, isPast) = end.addingReportingOverflow(Int64(clamping: whole))
        end = isPast ? .max : sum
        parts = Int64(rest)
        waiting.append(end)
        return end
    }

    /// Without a rate there is nothing to wait for.
    mutating func reset() {
        (end, parts, rate) = (.min, 0, nil)
        while !waiting.isEmpty { waiting.removeFirst() }
    }
}
