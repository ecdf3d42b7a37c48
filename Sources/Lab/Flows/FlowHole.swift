import ScenarioFile

/// The hole in a flow: from the first lost frame, where too few arrive, to the first that is delivered behind it.
///
///     arrived   1 1 1 1 1 0 0 0 0 0 0 0 1 1 1 1
///     bad       . . . b b b b b b b b b . . . .      (of the frames that begin here fewer arrive than there should)
///     the hole            [-------------)
struct FlowHole: Equatable {
    /// Its frames, by number; the first one behind them was delivered if the hole is over.
    let numbers: Range<Int>
    /// Frames of it that did not arrive.
    let lost: Int64
    /// Whether a frame was delivered behind the last bad one.
    let isOver: Bool

    /// The hole in a part of a flow; nil: no frame is bad.
    ///
    /// - Parameters:
    ///   - span: The numbers that are looked at; windows lie wholly in it.
    ///   - rate: What must arrive of a window, in millionths.
    ///   - window: The frames of a window.
    ///   - arrived: Whether a number was delivered.
    init?(
        in span: Range<Int>, rate: Int64, window: Int = ConvergeExpectation.frames, arrived: (Int) -> Bool
    ) {
        guard span.count >= window else { return nil }
        var bad: (first: Int, last: Int)?
        var count = Int64(span.prefix(window).count(where: arrived))
        for number in span.lowerBound...(span.upperBound - window) {
            if count * 1_000_000 < rate * Int64(window) { bad = (bad?.first ?? number, number) }
            guard number + window < span.upperBound else { break }
            count += (arrived(number + window) ? 1 : 0) - (arrived(number) ? 1 : 0)
        }
        guard let bad else { return nil }
        // Too few arrive of a window that is bad: one that is lost stands in it.
        let first = (bad.first..<span.upperBound).first { !arrived($0) } ?? bad.first
        let end = (max(first, bad.last + 1)..<span.upperBound).first(where: arrived)
        numbers = first..<(end ?? span.upperBound)
        lost = Int64(numbers.count { !arrived($0) })
        isOver = end != nil
    }
}
