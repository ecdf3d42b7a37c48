/// Puts parameters in the place of `${name}`; `$${` is a literal `${`.
///
/// There is no other template language. The text is put in first and typed by its place afterwards, so a value means
/// the same whether it stands in the file, in `params` or after `--set`.
final class Parameters {
    private let sink: DiagnosticSink
    private(set) var values: [Scenario.Parameter] = []
    private var spans: [SourceSpan] = []
    private var used: [Bool] = []
    /// Names whose values are mistakes, which are reported where they stand.
    private var broken: Set<String>
    private let hasUnknownNames: Bool
    /// What may still be put in: a long parameter used often must not fill the memory.
    private var budget = 4 << 20
    /// What `${i}` stands for in the body of a range of names; nil everywhere else.
    private var number: Int?
    /// Whether `${i}` stood for a number somewhere.
    private var hasNumbers = false

    /// - Parameters:
    ///   - entries: What stands under `params`.
    ///   - arguments: What `--set` gives.
    ///   - run: The values of one run, which no argument replaces any more.
    ///   - broken: Names that a mistake has left without a value: what uses them is not looked at.
    ///   - hasUnknownNames: Whether a mistake has left even the names unknown.
    ///   - used: Names that are in use already, where a run is described.
    init(
        declared entries: [SyntaxEntry], overriding arguments: [(String, String)], run: [RunValue] = [],
        broken: Set<String> = [], hasUnknownNames: Bool = false, used usedBefore: Set<String> = [],
        sink: DiagnosticSink
    ) {
        self.sink = sink
        self.broken = broken
        self.hasUnknownNames = hasUnknownNames
        for entry in entries where !broken.contains(entry.key.value) {
            guard Name.isValid(entry.key.value) else {
                sink.error("`\(entry.key.value)` is not a name", at: entry.key.span, notes: [.init(Name.rule)])
                continue
            }
            guard let scalar = entry.value.scalar, !scalar.isAbsent else {
                let rule = entry.value.sequence.map { _ in
                    Diagnostic.Note("`matrix` makes one run for each value of a list")
                }
                sink.error(
                    "a parameter is a single value, not \(entry.value.shape)", at: entry.value.span,
                    notes: [rule].compactMap(\.self))
                self.broken.insert(entry.key.value)
                continue
            }
            if scalar.text.replacing("$${", with: "").contains("${") {
                sink.error(
                    "the value of a parameter takes no parameters", at: entry.value.span,
                    notes: [.init("`$${` is a literal `${`")])
                self.broken.insert(entry.key.value)
                continue
            }
            values.append(Scenario.Parameter(name: entry.key.value, value: scalar.text))
            spans.append(entry.key.span)
            used.append(usedBefore.contains(entry.key.value))
        }
        for (name, value) in arguments {
            guard let index = values.firstIndex(where: { $0.name == name }) else {
                guard !hasUnknownNames, !self.broken.contains(name) else { continue }
                sink.argumentError(
                    "--set \(name)=\(value): the file has no parameter `\(name)`",
                    suggestion: nearest(to: name, in: values.map(\.name)))
                continue
            }
            values[index] = Scenario.Parameter(name: name, value: value)
        }
        for value in run {
            values.append(Scenario.Parameter(name: value.key.value, value: value.text))
            spans.append(value.key.span)
            // These two say what they are by standing there.
            used.append(RunTable.headKeys.contains(value.key.value))
        }
    }

    /// The names of the parameters.
    var names: [String] { values.map(\.name) }

    /// The names that something used.
    var usedNames: Set<String> { Set(values.indices.filter { used[$0] }.map { values[$0].name }) }

    /// The tree with every parameter put in; keys stay as they are.
    func substituted(_ node: SyntaxNode) -> SyntaxNode {
        var result = node
        switch node.content {
        case .scalar(let scalar):
            result.content = .scalar(substituted(scalar, at: node.span))
        case .sequence(let nodes):
            result.content = .sequence(nodes.map(substituted))
        case .mapping(let entries):
            result.content = .mapping(entries.map { SyntaxEntry(key: $0.key, value: substituted($0.value)) })
        }
        return result
    }

    /// The body of one name of a range, whose number `${i}` is.
    func substituted(_ node: SyntaxNode, number: Int) -> SyntaxNode {
        self.number = number
        defer { self.number = nil }
        return substituted(node)
    }

    /// A key that is a range of names, with its parameters put in; nil after reporting one that does not exist.
    func substituted(key: Located<String>) -> String? {
        let scalar = substituted(SyntaxScalar(text: key.value, isPlain: false), at: key.span)
        return scalar.isBroken ? nil : scalar.text
    }

    /// Reports the parameters that nothing used.
    func reportUnused() {
        for index in values.indices where !used[index] {
            let name = values[index].name
            let note =
                name == "i" && hasNumbers
                ? "in the body of a range `${i}` is the number" : "write \"${\(name)}\" where its value belongs"
            sink.error("parameter `\(name)` is not used", at: spans[index], notes: [.init(note)])
        }
    }

    private func substituted(_ scalar: SyntaxScalar, at span: SourceSpan) -> SyntaxScalar {
        let written = Array(scalar.text.unicodeScalars)
        guard written.contains("$") else { return scalar }
        var result = scalar
        result.isBroken = true
        var text = String.UnicodeScalarView()
        // Of `text`, which would have to be walked to be counted.
        var count = 0
        var index = 0
        while index < written.count {
            let rest = written[index...]
            if rest.starts(with: ["$", "$", "{"]) {
                text.append(contentsOf: ["$", "{"])
                count += 2
                index += 3
            } else if rest.starts(with: ["$", "{"]) {
                guard let end = rest.firstIndex(of: "}") else {
                    sink.error("`${` without its `}`", at: span, notes: [.init("`$${` is a literal `${`")])
                    return result
                }
                let name = SourceText.string(written[(index + 2)..<end])
                guard let value = value(of: name, at: span) else { return result }
                budget -= value.utf8.count
                guard budget >= 0 else {
                    sink.error("the parameters put in are larger than 4 MiB together", at: span)
                    return result
                }
                let start = count
                text.append(contentsOf: value.unicodeScalars)
                count += value.unicodeScalars.count
                result.substitutions.append(.init(name: name, value: value, part: start..<count))
                index = end + 1
            } else {
                text.append(written[index])
                count += 1
                index += 1
            }
        }
        result.text = String(text)
        result.isBroken = false
        return result
    }

    private func value(of name: String, at span: SourceSpan) -> String? {
        if name == "i", let number {
            hasNumbers = true
            return String(number)
        }
        guard let index = values.firstIndex(where: { $0.name == name }) else {
            guard !hasUnknownNames, !broken.contains(name) else { return nil }
            let meant = nearest(to: name, in: values.map(\.name))
            sink.error(
                "no parameter is named `\(name)`", at: span, suggestion: meant,
                notes: [.init("`$${` is a literal `${`")])
            if let index = values.firstIndex(where: { $0.name == meant }) { used[index] = true }
            return nil
        }
        used[index] = true
        return values[index].value
    }
}
