import NetdevOptions

/// A netdev in a scenario: QEMU's option string, or the same keys as a mapping with `type:`.
enum NetdevValue {
    /// The netdev that a value is; nil after reporting what is wrong with it.
    static func read(_ node: SyntaxNode, sink: DiagnosticSink) -> Located<NetdevConfiguration>? {
        let configuration: NetdevConfiguration? =
            switch node.content {
            case .scalar(let scalar): read(scalar, at: node.span, sink)
            case .mapping(let entries): read(entries, at: node.span, sink)
            case .sequence: nil
            }
        if node.sequence != nil {
            sink.error(
                "expected a netdev, found a list", at: node.span,
                notes: [.init("a netdev is QEMU's option string, or a mapping with `type:`")])
        }
        return configuration.map { Located($0, at: node.span) }
    }

    private static func read(
        _ scalar: SyntaxScalar, at span: SourceSpan, _ sink: DiagnosticSink
    ) -> NetdevConfiguration? {
        guard !scalar.isBroken else { return nil }
        guard !scalar.isAbsent, !scalar.text.isEmpty else {
            sink.error("expected a netdev", at: span)
            return nil
        }
        return configuration { () throws(OptionError) in
            try OptionTree(parsing: scalar.text)
        } reporting: { error in
            let argument = SourceText(file: "", line: scalar.text)
            let quote = scalar.isPlain ? 0 : 1
            // Pointing into the string works where the file has it letter by letter.
            let isLiteral =
                scalar.substitutions.isEmpty && span.length == scalar.text.unicodeScalars.count + 2 * quote
            let part = OptionExtents(argument).span(at: error.position)
            let origins = scalar.substitutions.map { Diagnostic.Note("`${\($0.name)}` is `\($0.value)`") }
            sink.error(
                error.message, at: isLiteral ? span.part(at: part.column - 1 + quote, length: part.length) : span,
                suggestion: error.suggestion,
                notes: [error.rule, error.remedy].compactMap(\.self).map { .init($0) } + origins)
        }
    }

    private static func read(
        _ entries: [SyntaxEntry], at span: SourceSpan, _ sink: DiagnosticSink
    ) -> NetdevConfiguration? {
        let type = entries.first { $0.key.value == "type" }?.value.scalar.flatMap { NetdevTable.type(named: $0.text) }
        guard let written = WrittenOptions(entries, of: type, takesAway: false, sink: sink) else { return nil }
        return configuration { () throws(OptionError) in
            try OptionTree(entries: written.options, at: OptionPosition(span))
        } reporting: { error in
            written.report(error, else: span, to: sink)
        }
    }

    private static func configuration(
        _ tree: () throws(OptionError) -> OptionTree, reporting report: (OptionError) -> Void
    ) -> NetdevConfiguration? {
        let options: OptionTree
        do throws(OptionError) {
            options = try tree()
        } catch {
            report(error)
            return nil
        }
        do throws(InvalidOptions) {
            return try NetdevSpecification.read(options)
        } catch {
            error.errors.forEach(report)
            return nil
        }
    }
}

extension EntryReader {
    /// The netdevs of a node, by interface: one for eth0, or a mapping by interface; nil after reporting a mistake.
    func netdevs(_ entry: SyntaxEntry) -> [Located<NetdevConfiguration>]? {
        guard let entries = entry.value.mapping,
            // A port of a switch is reported as what it is: no option of any netdev is named so.
            entries.contains(where: { entry in
                ["eth", "p"].contains { InterfaceName.number(entry.key.value[...], prefix: $0) != nil }
            })
        else { return NetdevValue.read(entry.value, sink: sink).map { [$0] } }
        var found: [Int: Located<NetdevConfiguration>] = [:]
        for entry in entries {
            guard let number = InterfaceName.number(entry.key.value[...], prefix: "eth") else {
                sink.error(
                    "`\(entry.key.value)` is no interface of a netdev node", at: entry.key.span,
                    notes: [.init("its interfaces are eth0, eth1, ..., one for each netdev")])
                continue
            }
            guard number < entries.count else {
                sink.error(
                    "`\(entry.key.value)` leaves a gap: there are \(entries.count) netdevs", at: entry.key.span,
                    suggestion: (0..<entries.count).first { number in
                        !entries.contains { $0.key.value == "eth\(number)" }
                    }.map { "eth\($0)" })
                continue
            }
            found[number] = NetdevValue.read(entry.value, sink: sink)
        }
        let all = (0..<entries.count).compactMap { found[$0] }
        return all.count == entries.count ? all : nil
    }
}
