/// `12/64 runs`, below what has been written so far, on a terminal only.
struct ProgressLine {
    private let stream: StandardStream
    private let total: Int
    private var isShown = false

    /// Nil unless standard error is a terminal that can move its cursor, and there is more than one run to wait for.
    init?(total: Int, on stream: StandardStream = .error) {
        guard total > 1, stream.isInteractive else { return nil }
        self.total = total
        self.stream = stream
    }

    /// Shows how many have ended.
    mutating func show(_ count: Int) {
        // What runs does not wait for a terminal.
        guard stream.hasRoom else { return }
        erase()
        stream.write("\(count)/\(total) runs")
        isShown = true
    }

    /// Takes the line away: something else comes in its place.
    mutating func erase() {
        guard isShown else { return }
        // CR, EL (ECMA-48 sections 8.3.15 and 8.3.41).
        stream.write("\r\u{1B}[K")
        isShown = false
    }
}
