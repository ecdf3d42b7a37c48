/// Finds nodes by name and by pattern.
struct NodeIndex {
    /// A node that a name stands for.
    enum Match: Sendable, Hashable {
        /// By its index.
        case node(Int)
        /// One that `when` took out, by its name.
        case skipped(String)
    }

    let nodes: [Scenario.Node]
    let sink: DiagnosticSink
    private let matches: [String: Match]
    private let numbered: NumberedNames

    /// The index of nodes; `skipped` are the names of those that `when` took out.
    init(_ nodes: [Scenario.Node], skipped: [String] = [], sink: DiagnosticSink) {
        self.nodes = nodes
        self.sink = sink
        let all = nodes.enumerated().map { ($1.name, Match.node($0)) } + skipped.map { ($0, Match.skipped($0)) }
        matches = Dictionary(all) { first, _ in first }
        numbered = NumberedNames(all.map(\.0))
    }

    /// Whether a node has this name.
    func contains(_ name: String) -> Bool { matches[name] != nil }

    /// The index of a node; nil after reporting that there is none.
    func find(_ name: Located<String>) -> Int? {
        if case .node(let index) = matches[name.value] { return index }
        report(name.value, at: name.span)
        return nil
    }

    /// The index of a node that must be a host; nil after reporting that it is none.
    func findHost(_ name: Located<String>) -> Int? {
        guard let index = find(name) else { return nil }
        if nodes[index].isHost { return index }
        sink.error("`\(name.value)` is not a host; only hosts and routers send and receive", at: name.span)
        return nil
    }

    /// The nodes that a pattern stands for, in the order of their numbers, without those that `when` took out.
    ///
    /// - Parameter pattern: A name or a pattern.
    /// - Returns: The indices, none if all are taken out; nil after reporting that nothing matches.
    func find(_ pattern: Located<NamePattern>) -> [Int]? {
        match(pattern)?.compactMap { if case .node(let index) = $0 { index } else { nil } }
    }

    /// The nodes that a pattern stands for, in the order of their numbers; nil after reporting that nothing matches.
    func match(_ pattern: Located<NamePattern>) -> [Match]? {
        let base = pattern.value.base
        switch pattern.value.numbers {
        case .none, .one:
            let name = pattern.value.name ?? base
            if let match = matches[name] { return [match] }
            report(name, at: pattern.span)
            return nil
        case .range(let range):
            let numbers = numbered[base].filter(range.contains)
            if numbers.count == range.count { return numbers.compactMap { matches["\(base)\($0)"] } }
            guard !numbers.isEmpty else {
                report("\(base)[\(range.lowerBound)..\(range.upperBound)]", at: pattern.span)
                return nil
            }
            let missing = zip(range, numbers).first { $0 != $1 }?.0 ?? range.lowerBound + numbers.count
            sink.error(
                "no node is named `\(base)\(missing)`", at: pattern.span,
                notes: [.init("write `\(base)[*]` for every one")])
            return nil
        case .all:
            let found = numbered[base].compactMap { matches["\(base)\($0)"] }
            if !found.isEmpty { return found }
            report("\(base)[*]", at: pattern.span)
            return nil
        }
    }

    private func report(_ name: String, at span: SourceSpan) {
        let base = name.prefix { $0 != "[" }
        guard base.count < name.count else {
            sink.error(
                "no node is named `\(name)`", at: span, suggestion: nearest(to: name, in: nodes.map(\.name)))
            return
        }
        let near = nearest(to: String(base), in: numbered.bases)
        sink.error(
            "no node matches `\(name)`", at: span,
            suggestion: near.map { $0 + name.dropFirst(base.count) })
    }
}

/// Names that end in numbers, by what stands before the number.
///
/// It is made when a pattern asks for it: most files have none.
private final class NumberedNames {
    private let names: [String]
    private lazy var numbers: [String: [Int]] = index()

    init(_ names: [String]) { self.names = names }

    /// The numbers behind a base, ascending.
    subscript(_ base: String) -> [Int] { numbers[base] ?? [] }

    /// What numbers stand behind, each once, in the order of the names.
    var bases: [String] {
        var seen: Set<String> = []
        return names.map { name in
            var base = Substring(name)
            while base.utf8.last.map(IntegerValue.isDigit) == true { base.removeLast() }
            return String(base)
        }.filter { seen.insert($0).inserted }
    }

    /// `c12` is c and 12, and also c1 and 2: both patterns find it.
    private func index() -> [String: [Int]] {
        var result: [String: [Int]] = [:]
        for name in names {
            var base = Substring(name)
            while let last = base.utf8.last, IntegerValue.isDigit(last) {
                base.removeLast()
                guard let number = NamePattern.number(name[base.endIndex...]) else {
                    if name.utf8.count - base.utf8.count > NamePattern.mostDigits { break }
                    continue
                }
                result[String(base), default: []].append(number)
            }
        }
        return result.mapValues { $0.sorted() }
    }
}
