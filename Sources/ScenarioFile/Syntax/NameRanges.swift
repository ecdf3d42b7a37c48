/// Makes `c1` to `c8` of a node that is written `"c[1..8]"`, each with its number in the place of `${i}`.
struct NameRanges {
    let parameters: Parameters
    let sink: DiagnosticSink

    /// All ranges of a file together make no more nodes than this.
    static let mostNodes = NamePattern.mostNames
    /// What all copies of all bodies may consist of: keys, values, lists.
    private static let mostValues = 2_000_000

    /// `topology` with its ranges written out and every parameter put in.
    func substituted(topology node: SyntaxNode) -> SyntaxNode {
        guard let entries = node.mapping else { return parameters.substituted(node) }
        var result = node
        result.content = .mapping(
            entries.map { entry in
                let value = entry.key.value == "nodes" ? nodes(entry.value) : parameters.substituted(entry.value)
                return SyntaxEntry(key: entry.key, value: value)
            })
        return result
    }

    private func nodes(_ node: SyntaxNode) -> SyntaxNode {
        guard let entries = node.mapping else { return parameters.substituted(node) }
        var made = 0
        var values = 0
        var result: [SyntaxEntry] = []
        for entry in entries {
            guard entry.key.value.contains("[") else {
                result.append(SyntaxEntry(key: entry.key, value: parameters.substituted(entry.value)))
                continue
            }
            guard let (base, numbers) = range(entry.key) else { continue }
            made += numbers.count
            values += numbers.count * size(of: entry.value)
            guard made <= Self.mostNodes, values <= Self.mostValues else {
                sink.error("the ranges of names make more than \(Self.mostNodes) nodes", at: entry.key.span)
                break
            }
            for number in numbers {
                let key = Located("\(base)\(number)", at: entry.key.span)
                result.append(SyntaxEntry(key: key, value: parameters.substituted(entry.value, number: number)))
            }
        }
        var written = node
        written.content = .mapping(result)
        return written
    }

    private func range(_ key: Located<String>) -> (base: String, numbers: ClosedRange<Int>)? {
        guard let text = parameters.substituted(key: key) else { return nil }
        do throws(ValueError) {
            let pattern = try NamePattern.parse(text)
            if let numbers = pattern.written { return (pattern.base, numbers) }
            throw ValueError(
                "`\(text)` does not say which nodes there are", suggestion: "\(pattern.base)[1..8]",
                notes: ["\"c[1..8]\" makes c1 to c8"])
        } catch {
            sink.error(
                error.message, at: key.span, suggestion: error.suggestion, notes: error.notes.map { .init($0) })
            return nil
        }
    }

    private func size(of node: SyntaxNode) -> Int {
        switch node.content {
        case .scalar: 1
        case .sequence(let nodes): nodes.reduce(1) { $0 + size(of: $1) }
        case .mapping(let entries): entries.reduce(1) { $0 + size(of: $1.value) + 1 }
        }
    }
}
