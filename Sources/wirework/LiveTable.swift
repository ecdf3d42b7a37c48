import Reports
import Results

/// Counters that are written over themselves once a second, on a terminal.
final class LiveTable {
    private let stream: StandardStream
    private var earlier: ConnectResult?
    private var lineCount = 0

    /// Nil unless standard error is a terminal that can move its cursor: the table is no result.
    init?(on stream: StandardStream = .error) {
        guard stream.isInteractive else { return nil }
        self.stream = stream
    }

    /// Shows what has been counted, with rates since the last time.
    func show(_ result: ConnectResult) {
        // What moves frames does not wait for a terminal.
        guard stream.hasRoom else { return }
        let table = ConnectReport.live(result, since: earlier, color: stream.wantsColor)
        earlier = result
        let lines = table.split(separator: "\n")
        // CPL, EL (ECMA-48 sections 8.3.12 and 8.3.41): what a longer line had left is cleared.
        stream.write(home + lines.map { "\u{1B}[K\($0)\n" }.joined())
        lineCount = lines.count
    }

    /// Takes the table away: the summary comes in its place.
    func erase() {
        guard lineCount > 0, stream.hasRoom else { return }
        stream.write(home + "\u{1B}[J")
        lineCount = 0
    }

    private var home: String { lineCount > 0 ? "\u{1B}[\(lineCount)F" : "" }
}
