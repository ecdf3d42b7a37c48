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
                expectations(result.expectations), sum(result), capture(result.capture), remarks(result),
                verdict(result),
            ]
        let text = sections.filter { !$0.isEmpty }.map { section in
            section.map { $0.rendered(color: color) + "\n" }.joined()
        }
        return text.joined(separator: "\n")
    }

    /// Several runs, and a table of all of them where there is more than one.
    ///
    /// - Parameters:
    ///   - results: The runs.
    ///   - color: As for one.
    /// - Returns: The text.
    public static func render(_ results: [RunResult], color: Bool = false) -> String {
        let runs = results.map { render($0, color: color) }
        return (results.count > 1 ? runs + [summary(results, color: color)] : runs).joined(separator: "\n")
    }

    /// A table of several runs, and a line: how many came to what.
    ///
    /// - Parameters:
    ///   - results: The runs.
    ///   - color: As in ``render(_:color:)``.
    /// - Returns: Lines, each with a line break at its end.
    public static func summary(_ results: [RunResult], color: Bool = false) -> String {
        var table = Table([.left("verdict"), .left("run"), .right("time"), .left("why")])
        for result in results {
            let time = result.nodes.isEmpty ? "-" : TimeText(result.durationNanoseconds).text
            let name = result.id.isEmpty ? result.scenario : result.id
            table.add([result.verdict.rawValue, name, time, why(result)], style: result.verdict.style, below: [])
        }
        let worst = Verdict.worst(of: results.map(\.verdict))
        let counts = Verdict.byWeight.map { verdict in (verdict, results.count { $0.verdict == verdict }) }
        let text = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
        let line: StyledLine = [.plain("\(results.count) runs: "), StyledText(text, worst.style)]
        return table.rendered(color: color) + "\n" + line.rendered(color: color) + "\n"
    }

    /// What to look for first in a run that did not pass: how it ended, the expectation that failed, or what is lacking.
    private static func why(_ result: RunResult) -> String {
        switch result.verdict {
        case .pass: return ""
        case .skip: return result.skipped.first ?? ""
        case .error:
            // A diagnostic of the file has its excerpt below.
            let reason = result.warnings.last ?? (result.ended == .interrupted ? "ended by a signal" : "")
            return reason.split(separator: "\n").first.map(String.init) ?? ""
        case .fail:
            let failed = result.expectations.filter { $0.verdict == .fail }.map(\.expected)
            let ended = [.timeout, .limit].contains(result.ended) ? ["ended by \(result.ended.word)"] : []
            let reasons = ended + failed
            return (reasons.first ?? "") + (reasons.count > 1 ? " and \(reasons.count - 1) more" : "")
        }
    }

    private static func title(_ result: RunResult) -> StyledLine {
        let name = result.id.isEmpty ? result.scenario : result.id
        let rootless = result.isRootless ? ", rootless" : ""
        return [StyledText(name, .heading), .plain(", \(result.clock) clock, seed \(result.seed)\(rootless)")]
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
    fileprivate var word: String {
        switch self {
        case .done: "itself"
        case .duration: "duration"
        case .timeout: "timeout"
        case .limit: "limit"
        case .interrupted: "a signal"
        }
    }
}
