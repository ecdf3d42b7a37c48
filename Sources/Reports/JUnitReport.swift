public import Results

/// Results for a CI system, in the form that JUnit's Ant task made and that Jenkins and GitLab read: a suite for each
/// file, a case for each run and one for each expectation of it.
///
/// A case of a run has the file as its class and carries the parameters, the seed and the clock as properties; a case of
/// an expectation has the id of the run as its class. Both count, so a failed expectation counts with its run.
public enum JUnitReport {
    /// All runs.
    ///
    /// - Parameter results: The runs, those of one file behind each other.
    /// - Returns: An XML document with a line break at its end.
    public static func render(_ results: [RunResult]) -> String {
        var files: [[RunResult]] = []
        for result in results {
            if let last = files.indices.last, files[last][0].place == result.place {
                files[last].append(result)
            } else {
                files.append([result])
            }
        }
        let suites = files.map { runs in (name: runs[0].place, cases: cases(of: runs)) }
        var root = XMLNode(name: "testsuites", attributes: [("name", "wirework")] + counts(suites.flatMap(\.cases)))
        root.children = suites.map { suite in
            XMLNode(
                name: "testsuite", attributes: [("name", suite.name)] + counts(suite.cases),
                children: suite.cases.map(\.node))
        }
        return root.document()
    }

    private static func counts(_ cases: [JUnitCase]) -> [(name: String, value: String)] {
        func count(_ outcome: String) -> String { String(cases.count { $0.outcome?.name == outcome }) }
        return [
            ("tests", String(cases.count)), ("failures", count("failure")), ("errors", count("error")),
            ("skipped", count("skipped")), ("time", JUnitCase.seconds(cases.reduce(0) { $0 + $1.nanoseconds })),
        ]
    }

    private static func cases(of runs: [RunResult]) -> [JUnitCase] {
        var met: [String: Int] = [:]
        return runs.flatMap { run in
            [JUnitCase(run)] + run.expectations.map { JUnitCase($0, of: run) } + JUnitCase.skipped(of: run)
        }.map { item in
            // Readers take cases of one name for one case.
            let key = "\(item.className)\u{0}\(item.name)"
            met[key, default: 0] += 1
            guard let number = met[key], number > 1 else { return item }
            var item = item
            item.name += " (\(number))"
            return item
        }
    }
}

extension RunResult {
    /// What the suite is called.
    fileprivate var place: String { file.isEmpty ? scenario : file }
}

/// A `testcase`.
private struct JUnitCase {
    let className: String
    var name: String
    let nanoseconds: Int64
    var file: String
    var properties: [NamedText] = []
    /// `failure`, `error` or `skipped`; nil for a case that passed.
    var outcome: XMLNode?
    /// What is worth saying of a case that passed.
    var remarks: [String] = []

    /// The case of a run.
    init(_ run: RunResult) {
        className = run.place
        name = run.title
        nanoseconds = run.elapsedNanoseconds
        file = run.file
        // A matrix may have these two for keys.
        properties =
            run.parameters.filter { $0.name != "seed" && $0.name != "clock" } + [
                NamedText("seed", String(run.seed)), NamedText("clock", run.clock),
            ]
        if let fingerprint = run.fingerprint { properties.append(NamedText("fingerprint", fingerprint)) }
        let skipped = run.verdict == .skip ? [] : run.skipped
        remarks = skipped.map { "skipped: \($0)" } + run.warnings.map { "warning: \($0)" }
        switch run.verdict {
        case .pass: break
        case .skip: outcome = Self.outcome("skipped", run.skipped.joined(separator: "; "))
        case .fail:
            outcome = Self.outcome("failure", Self.reasons(run).joined(separator: "; "), type: run.ended.rawValue)
        case .error:
            let message = run.warnings.last ?? (run.ended == .interrupted ? "interrupted" : "no verdict")
            outcome = Self.outcome("error", message, type: "error")
        }
    }

    /// A case for each expectation that `when` took out; of a run that was left out there is one case.
    static func skipped(of run: RunResult) -> [JUnitCase] {
        guard run.verdict != .skip else { return [] }
        return run.skipped.filter { $0.hasPrefix("expectation ") }.map { JUnitCase(skipped: $0, of: run) }
    }

    private init(skipped text: String, of run: RunResult) {
        className = run.title
        name = String(text.dropFirst("expectation ".count))
        nanoseconds = 0
        file = run.file
        outcome = Self.outcome("skipped", text)
    }

    /// The case of an expectation.
    init(_ expectation: ExpectationResult, of run: RunResult) {
        className = run.title
        name = expectation.expected
        nanoseconds = 0
        file = run.file
        let text = expectation.message.joined(separator: "\n")
        switch expectation.verdict {
        case .pass: if !text.isEmpty { remarks = ["warning: \(text)"] }
        case .skip: outcome = Self.outcome("skipped", expectation.observed)
        case .fail: outcome = Self.outcome("failure", expectation.observed, type: expectation.kind, text)
        case .error: outcome = Self.outcome("error", expectation.observed, type: expectation.kind, text)
        }
    }

    private static func reasons(_ run: RunResult) -> [String] {
        let failed = run.expectations.filter { $0.verdict == .fail }
        let ended = run.ended == .timeout || run.ended == .limit ? ["ended by \(run.ended.rawValue)"] : []
        return ended + failed.map { "\($0.expected): \($0.observed)" }
    }

    private static func outcome(_ name: String, _ message: String, type: String? = nil, _ text: String = "") -> XMLNode
    {
        let type = type.map { [("type", $0)] } ?? []
        return XMLNode(name: name, attributes: [("message", message)] + type, text: text)
    }

    var node: XMLNode {
        var node = XMLNode(name: "testcase", attributes: [("classname", className), ("name", name)])
        if !file.isEmpty { node.attributes.append(("file", file)) }
        node.attributes.append(("time", Self.seconds(nanoseconds)))
        if !properties.isEmpty {
            let entries = properties.map {
                XMLNode(name: "property", attributes: [("name", $0.name), ("value", $0.text)])
            }
            node.children.append(XMLNode(name: "properties", children: entries))
        }
        if let outcome { node.children.append(outcome) }
        if !remarks.isEmpty { node.children.append(XMLNode(name: "system-out", text: remarks.joined(separator: "\n"))) }
        return node
    }

    /// Seconds with microseconds: `1.050000`.
    static func seconds(_ nanoseconds: Int64) -> String {
        let micro = max(0, nanoseconds) / 1000
        let fraction = String(micro % 1_000_000)
        return "\(micro / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}
