/// A condition as written, of `when` and of `match`: `clock == real and not have(qemu)`, `eth.dst == h2`.
indirect enum Expression: Sendable {
    /// How two sides are compared.
    enum Operator: String, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case greater = ">"
    }

    /// A word or a quoted text, with its place in the text in Unicode scalars.
    struct Term: Sendable, Equatable {
        let text: String
        let part: Range<Int>
    }

    case or(Expression, Expression)
    case and(Expression, Expression)
    case not(Expression)
    case comparison(Term, Operator, Term)
    /// `have(qemu)`.
    case call(Term, argument: Term)
    /// A word that stands alone.
    case term(Term)
}
