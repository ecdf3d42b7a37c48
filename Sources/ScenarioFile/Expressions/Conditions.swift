/// What `when` is decided by: the clock of the run, its parameters, and what this host has.
struct Conditions {
    let sink: DiagnosticSink
    let clock: Scenario.Clock
    /// The names of the parameters, for those who forget the `${ }` around one.
    let parameters: [String]
    let has: @Sendable (HostFeature) -> Bool

    private static let rule = "`when` compares `${parameters}` and `clock`, and asks `have(...)`"

    /// Why an entry is left out: its `when` as written, if that does not hold; nil: it stays.
    ///
    /// A condition that is none is reported, and leaves the entry in.
    func skipReason(_ when: SyntaxEntry?) -> String? {
        guard let when, let scalar = when.value.scalar else {
            if let when { sink.error("expected a condition, found \(when.value.shape)", at: when.value.span) }
            return nil
        }
        let answer = EntryReader(sink: sink).value(when) { (text) throws(ValueError) in
            try holds(ExpressionParser.parse(text), scalar.substitutions.map(\.part))
        }
        guard let answer, !answer.value else { return nil }
        return "when \(scalar.text)"
    }

    /// Both sides are always looked at: a mistake behind a decided `or` is a mistake.
    private func holds(_ expression: Expression, _ parameters: [Range<Int>]) throws(ValueError) -> Bool {
        switch expression {
        case .or(let left, let right):
            let answers = (try holds(left, parameters), try holds(right, parameters))
            return answers.0 || answers.1
        case .and(let left, let right):
            let answers = (try holds(left, parameters), try holds(right, parameters))
            return answers.0 && answers.1
        case .not(let inner): return try !holds(inner, parameters)
        case .comparison(let left, let relation, let right):
            return try compare(left, relation, right, parameters)
        case .call(let name, let argument): return try call(name, argument)
        case .term(let term): return try flag(term)
        }
    }

    private func call(_ name: Expression.Term, _ argument: Expression.Term) throws(ValueError) -> Bool {
        guard name.text == "have" else {
            throw ValueError(
                "`\(name.text)(...)` is nothing that `when` can ask", part: name.part,
                suggestion: nearest(to: name.text, in: ["have"]), notes: [Self.rule])
        }
        guard let feature = HostFeature(rawValue: argument.text) else {
            throw unknown(argument, "feature", in: HostFeature.allCases.map(\.rawValue))
        }
        return has(feature)
    }

    private func compare(
        _ left: Expression.Term, _ relation: Expression.Operator, _ right: Expression.Term, _ parameters: [Range<Int>]
    ) throws(ValueError) -> Bool {
        func isPutIn(_ term: Expression.Term) -> Bool { parameters.contains { $0.overlaps(term.part) } }
        if let (_, other) = [(left, right), (right, left)].first(where: { $0.0.text == "clock" && !isPutIn($0.0) }) {
            guard relation == .equal || relation == .notEqual else {
                throw ValueError(
                    "clocks have no order", part: left.part.lowerBound..<right.part.upperBound,
                    notes: ["write `clock == real`"])
            }
            guard let named = Scenario.Clock(rawValue: other.text) else {
                throw unknown(other, "clock", in: Scenario.Clock.allCases.map(\.rawValue))
            }
            return (named == clock) == (relation == .equal)
        }
        guard isPutIn(left) || isPutIn(right) else {
            let meant = [left, right].first { self.parameters.contains($0.text) } ?? left
            throw ValueError(
                "`\(left.text) \(relation.rawValue) \(right.text)` is the same in every run", part: meant.part,
                suggestion: self.parameters.contains(meant.text)
                    ? "${\(meant.text)}" : nearest(to: meant.text, in: ["clock"]),
                notes: [Self.rule])
        }
        return try ConditionValue.compare(left, relation, right)
    }

    /// `on` and `off` stand for themselves: as a parameter's value, or to take an entry out for a while.
    private func flag(_ term: Expression.Term) throws(ValueError) -> Bool {
        switch term.text {
        case "on", "true": return true
        case "off", "false": return false
        case "clock": throw ValueError("`clock` is compared", part: term.part, suggestion: "clock == real")
        case let word where HostFeature(rawValue: word) != nil:
            throw ValueError(
                "`\(word)` is no condition", part: term.part, suggestion: "have(\(word))", notes: [Self.rule])
        case let word:
            throw ValueError(
                "`\(word)` is no condition", part: term.part,
                suggestion: parameters.contains(word) ? "${\(word)}" : nearest(to: word, in: ["on", "off"]),
                notes: [Self.rule])
        }
    }

    private func unknown(_ term: Expression.Term, _ what: String, in words: [String]) -> ValueError {
        var error = EntryReader.unknown(term.text, what, in: words)
        error.part = term.part
        return error
    }
}
