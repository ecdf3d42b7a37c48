public import Results

/// A result for people: short, aligned, and with everything that tells why a run came out as it did.
public enum TextReport {
    /// One run, from its title to its verdict.
    ///
    /// - Parameters:
    ///   - result: What came of the run.
    ///   - color: Whether to mark headings and verdicts with escape sequences (ECMA-48 SGR), for a terminal.
    /// - Returns: Lines, each with a line break at its end. Control characters of the file are shown as U+FFFD.
    public static func render(_ result: RunResult, color: Bool = false) -> String {
        // Of a run that was left out there is nothing to say but why.
        let isLeftOut = result.verdict == .skip && result.nodes.isEmpty
        let sections =
            isLeftOut
            ? [[title(result)], remarks(result), [[StyledText("skip", .caution)]]]
            : [
                [title(result)], nodes(result.nodes), flows(result.flows), links(result.links), timeline(result),
                expectations(result.expectations), sum(result), capture(result.capture), record(result.record),
                goldens(result.goldens),
                remarks(result),
                verdict(result),
            ]
        let text = sections.filter { !$0.isEmpty }.map { section in
            section.map { $0.rendered(color: color) + "\n" }.joined()
        }
        return text.joined(separator: "\n")
    }

    private static func title(_ result: RunResult) -> StyledLine {
        let rootless = result.isRootless ? ", rootless" : ""
        return [StyledText(result.title, .heading), .plain(", \(result.clock) clock, seed \(result.seed)\(rootless)")]
    }

    private static func sum(_ result: RunResult) -> [StyledLine] {
        let sum = result.conservation
        let dropped = sum.dropped.reduce(0) { $0 + $1.count }
        let reasons = sum.dropped.isEmpty ? "" : " (\(DropText.list(sum.dropped)))"
        let sources = "\(sum.sent) sent + \(sum.entered) entered + \(sum.copies) copies"
        let sinks =
            "\(sum.delivered) delivered + \(sum.left) left + \(dropped) dropped\(reasons)"
            + " + \(sum.inFlight) in flight + \(sum.untraceable) untraceable"
        let line: StyledLine = [
            StyledText("conservation", .heading), .plain("  \(sources) \(sum.holds ? "=" : "!=") \(sinks)"),
        ]
        return [sum.holds ? line : line + [StyledText("  the sum does not hold", .bad)]]
    }

    private static func remarks(_ result: RunResult) -> [StyledLine] {
        let degraded = result.links.flatMap { link in link.degraded.map { "\(link.id): \($0)" } }
        return remark("skipped: ", result.skipped) + remark("warning: ", result.warnings)
            + remark("degraded: ", degraded)
    }

    /// A text of several lines, as a warning with its excerpt of the file, stands below its first line.
    ///
    /// One that begins with a place in the file says by itself what it is.
    private static func remark(_ label: String, _ texts: [String]) -> [StyledLine] {
        texts.flatMap { text in
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.enumerated().map { index, line -> StyledLine in
                index > 0 || line.contains(": \(label)")
                    ? [.plain(String(line))] : [StyledText(label, .caution), .plain(String(line))]
            }
        }
    }

    private static func verdict(_ result: RunResult) -> [StyledLine] {
        let time = TimeText(result.durationNanoseconds).text
        let how = result.ended == .done ? " in" : ", ended by \(result.ended.word) after"
        let end = "\(how) \(time) of \(result.clock) time"
        let fingerprint = result.fingerprint.map { [StyledText("fingerprint", .heading), .plain("  \($0)")] }
        return [fingerprint, [StyledText(result.verdict.rawValue, result.verdict.style), .plain(end)]].compactMap(
            \.self)
    }
}

extension Ended {
    /// What ended a run, after `ended by`.
    var word: String {
        switch self {
        case .done: "itself"
        case .duration: "duration"
        case .timeout: "timeout"
        case .limit: "limit"
        case .interrupted: "a signal"
        }
    }
}
