public import Results

/// A result for programs.
///
/// The keys are stable: a later version adds some, and changes none.
/// Objects that are lists in a ``RunResult`` (flows, nodes, links, drop reasons) are keyed by name; every key of an
/// object stands in alphabetical order, so that equal results are equal texts.
public enum JSONReport {
    /// Several runs with the verdict over all of them: the worst of error, fail, pass and skip.
    ///
    /// - Parameters:
    ///   - results: The runs.
    ///   - version: The version of wirework.
    /// - Returns: A JSON text (RFC 8259) with a line break at its end.
    public static func render(_ results: [RunResult], version: String) -> String {
        let report = JSONValue.object([
            "wirework": .string(version),
            "verdict": .string(Verdict.worst(of: results.map(\.verdict)).rawValue),
            "runs": .array(results.map(run)),
        ])
        return report.rendered() + "\n"
    }

    private static func run(_ result: RunResult) -> JSONValue {
        var members: [String: JSONValue] = [
            "scenario": .string(result.scenario),
            "id": .string(result.id),
            "params": named(result.parameters.map { ($0.name, .string($0.text)) }),
            "seed": .unsigned(result.seed),
            "clock": .string(result.clock),
            "verdict": .string(result.verdict.rawValue),
            "ended": .string(result.ended.rawValue),
            "duration_ns": .integer(result.durationNanoseconds),
            "up_ns": .integer(result.upNanoseconds),
            "skipped": .array(result.skipped.map(JSONValue.string)),
            "warnings": .array(result.warnings.map(JSONValue.string)),
            "timeline": .array(result.timeline.map(event)),
            "expectations": .array(result.expectations.map(expectation)),
            "flows": named(result.flows.map { ($0.name, flow($0)) }),
            "nodes": named(result.nodes.map { ($0.name, node($0)) }),
            "links": named(result.links.map { ($0.id, link($0)) }),
            "conservation": conservation(result.conservation),
        ]
        if let fingerprint = result.fingerprint { members["fingerprint"] = .string(fingerprint) }
        if let repetition = result.repetition { members["repetition"] = .integer(Int64(repetition)) }
        if !result.command.isEmpty { members["command"] = .string(result.command) }
        if result.isRootless { members["rootless"] = .boolean(true) }
        if let captured = result.capture { members["capture"] = capture(captured) }
        if let recorded = result.record { members["record"] = record(recorded) }
        return .object(members)
    }

    private static func event(_ event: RunResult.Event) -> JSONValue {
        var members: [String: JSONValue] = ["at_ns": .integer(event.nanoseconds), "text": .string(event.text)]
        if let effect = event.effect { members["effect"] = effect.json }
        return .object(members)
    }

    private static func expectation(_ result: ExpectationResult) -> JSONValue {
        .object([
            "line": .integer(Int64(result.line)),
            "kind": .string(result.kind),
            "name": .string(result.name),
            "verdict": .string(result.verdict.rawValue),
            "expected": .string(result.expected),
            "observed": .string(result.observed),
            "message": .string(result.message.joined(separator: "\n")),
        ])
    }

    static func conservation(_ sum: Conservation) -> JSONValue {
        .object([
            "sent": .unsigned(sum.sent), "entered": .unsigned(sum.entered), "copies": .unsigned(sum.copies),
            "delivered": .unsigned(sum.delivered), "left": .unsigned(sum.left), "dropped": drops(sum.dropped),
            "in_flight": .unsigned(sum.inFlight), "untraceable": .unsigned(sum.untraceable),
        ])
    }

    static func drops(_ counts: [DropCount]) -> JSONValue {
        .object(Dictionary(counts.map { ($0.reason, $0.count) }, uniquingKeysWith: +).mapValues(JSONValue.unsigned))
    }

    /// Names are unique in a scenario; if they were not, the last would stand.
    static func named(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(Dictionary(members) { $1 })
    }
}
