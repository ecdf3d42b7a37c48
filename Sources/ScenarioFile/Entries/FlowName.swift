/// The name of a flow as written: `hello`, or for one of several `hello[3]`.
struct FlowName {
    /// The name without its number.
    let base: Located<String>
    /// The number, from 1.
    let number: Int?

    var span: SourceSpan { base.span }
    var text: String { number.map { "\(base.value)[\($0)]" } ?? base.value }

    /// The most flows of a file; a stamp could number sixteen millions.
    static let most = 100_000

    /// The text before the brackets, and what stands in them; nil without brackets.
    static func split(_ text: String) -> (base: String, inner: String?) {
        guard text.hasSuffix("]"), let open = text.firstIndex(of: "[") else { return (text, nil) }
        return (String(text[..<open]), String(text[text.index(after: open)...].dropLast()))
    }

    /// A number of a flow or a node, from 1; nil: it is none.
    static func number(_ text: String) -> Int? {
        guard text.utf8.count <= 6, text.utf8.allSatisfy(IntegerValue.isDigit), let number = Int(text), number > 0
        else { return nil }
        return number
    }
}

extension EntryReader {
    /// The kinds and modifiers of expectation, which a flow's name must not hide.
    private static let reservedNames = Set(expectationKinds + laterExpectationKinds + modifiers)

    /// Reads the name of a flow; `last` is the one that stands before it.
    ///
    /// Flows that belong together stand together, so that all of them are one range.
    func flowName(_ key: Located<String>, after last: inout FlowName?) -> FlowName? {
        let (base, inner) = FlowName.split(key.value)
        guard Name.isValid(base) else {
            sink.error("`\(key.value)` is not a name for a flow", at: key.span, notes: [.init(Name.rule)])
            return nil
        }
        if Self.reservedNames.contains(base) {
            sink.error("`\(base)` is a word of `expect` and cannot name a flow", at: key.span)
        }
        var name = FlowName(base: Located(base, at: key.span), number: nil)
        if let inner {
            guard let number = FlowName.number(inner), String(number) == inner else {
                sink.error(
                    "`\(key.value)` is not a name for a flow", at: key.span,
                    notes: [.init("patterns in `from` and `to` make several flows: \(base)[1], \(base)[2], ...")])
                return nil
            }
            name = FlowName(base: name.base, number: number)
        }
        if let last, last.base.value == base, (name.number ?? 0) <= (last.number ?? .max) {
            sink.error(
                "`\(key.value)` is out of order", at: key.span,
                notes: [.init("flows of one name stand together, by ascending numbers")])
        }
        last = name
        return name
    }
}
