extension ExpectationEntry {
    /// `converge: { after: cut, flow: bulk, within: 320ms }`; the names are found when they are resolved.
    struct ConvergeLine {
        let after: Located<String>
        let flow: Located<String>
        /// In millionths.
        let rate: Int64
        let within: Int64?
        let lost: Comparison<Int64>?
    }
}

extension EntryReader {
    private static let convergeKeys = ["after", "flow", "rate", "within", "lost"]
    private static let defaultRate: Int64 = 950_000

    /// Reads what is expected of the hole that an entry of the timeline tears; its `within` stands inside.
    func converge(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        var foreign = modifierRule
        foreign["during"] = "is not for `converge`: it looks from the entry to the next one"
        guard let fields = fields(of: node, owner: "`converge`", keys: Self.convergeKeys, foreign: foreign) else {
            return nil
        }
        for (key, example) in [("after", "after: cut"), ("flow", "flow: bulk")] where fields.lacks(key) {
            sink.error("`converge` needs `\(key)`", at: node.span, notes: [.init("write `\(example)`")])
        }
        if fields.lacks("within"), fields.lacks("lost") {
            sink.error(
                "`converge` bounds nothing", at: node.span,
                notes: [.init("write `within: 300ms`, how long the hole may be, or `lost: \"<= 300\"`")])
        }
        let after = text(fields["after"])
        let flow = text(fields["flow"])
        let rate = fields["rate"] == nil ? Self.defaultRate : value(fields["rate"], Self.rate)?.value
        let within = value(fields["within"], positiveTime)
        let lost = value(fields["lost"], ComparisonValue.count)
        guard let after, let flow, let rate else { return nil }
        return .converge(.init(after: after, flow: flow, rate: rate, within: within?.value, lost: lost?.value))
    }

    /// A share above nothing, in millionths.
    private static func rate(_ text: String) throws(ValueError) -> Int64 {
        guard case .equal(let share) = try ComparisonValue.share(text) else {
            throw ValueError("`rate` is one percentage", notes: ["write `rate: 95%`"])
        }
        guard share > 0 else { throw ValueError("with a rate of 0% no frame is bad") }
        return share
    }
}
