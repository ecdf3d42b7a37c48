extension EntryReader {
    private static let flowExpectationKeys = [
        "delivered", "lost", "loss", "duplicates", "reordered", "latency", "via",
    ]

    /// Reads what is expected of a flow.
    func flow(_ entry: SyntaxEntry) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: entry.value, owner: "the expectation of a flow", keys: Self.flowExpectationKeys,
                foreign: modifierRule)
        else { return nil }
        if fields.entries.isEmpty, fields.empty.isEmpty, entry.value.mapping?.isEmpty == true {
            sink.error("nothing is expected of `\(entry.key.value)`", at: entry.key.span)
        }
        // The flows are found when the names are resolved.
        var result = FlowExpectation(name: entry.key.value, flows: 0..<0)
        result.delivered = value(fields["delivered"], ComparisonValue.frameCount)?.value
        let lost = value(fields["lost"], ComparisonValue.frameCount)
        result.lost = lost?.value
        let loss = value(fields["loss"], LossValue.parse)
        result.loss = loss?.value
        result.duplicates = value(fields["duplicates"], ComparisonValue.frameCount)?.value
        result.reordered = value(fields["reordered"], ComparisonValue.frameCount)?.value
        if let latency = fields["latency"] { result.latency = bounds(latency.value) }
        return .flow(
            .init(
                name: entry.key, expected: result, lossSpan: loss?.span, lostSpan: lost?.span, via: via(fields["via"])))
    }

    private func bounds(_ node: SyntaxNode) -> [FlowExpectation.LatencyBound] {
        let figures = LatencyFigure.allCases
        guard let fields = fields(of: node, owner: "`latency`", keys: figures.map(\.rawValue)) else { return [] }
        if node.mapping?.isEmpty == true { sink.error("`latency` bounds nothing", at: node.span) }
        return figures.compactMap { figure in
            value(fields[figure.rawValue], ComparisonValue.time).map { .init(figure: figure, comparison: $0.value) }
        }
    }

    private func via(_ entry: SyntaxEntry?) -> [Located<String>] {
        guard let entry else { return [] }
        guard let items = entry.value.sequence else {
            sink.error(
                "expected `via` as a list of nodes and links, found \(entry.value.shape)", at: entry.value.span,
                notes: [.init("write `via: [s1, tunnel]`")])
            return []
        }
        if items.isEmpty { sink.error("`via` is an empty list", at: entry.value.span) }
        return items.compactMap { value($0) { (text) throws(ValueError) in text } }
    }
}
