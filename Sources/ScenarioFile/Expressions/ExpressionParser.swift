/// Reads conditions: `not` before `and` before `or`, with `!`, `&&` and `||` for the same, and parentheses.
struct ExpressionParser {
    private enum Token: Equatable {
        case open, close, and, or, not
        case compare(Expression.Operator)
        case term(String, isQuoted: Bool)
    }

    private struct Place {
        let token: Token
        let part: Range<Int>
    }

    private let tokens: [Place]
    private let end: Int
    private var next = 0
    private var depth = 0
    private var joined = 1

    /// Deeper nesting than this is no condition of a person.
    private static let deepest = 64
    private static let mostJoined = 500

    /// The condition that a text is.
    static func parse(_ text: String) throws(ValueError) -> Expression {
        var parser = try ExpressionParser(text)
        let expression = try parser.disjunction()
        if let place = parser.peek {
            throw ValueError(
                "the condition ends here already", part: place.part, notes: ["join conditions by `and`, `or`"])
        }
        return expression
    }

    private init(_ text: String) throws(ValueError) {
        let scalars = Array(text.unicodeScalars)
        tokens = try Self.tokens(scalars)
        end = scalars.count
    }

    // MARK: Grammar

    private var peek: Place? { next < tokens.count ? tokens[next] : nil }

    private mutating func take(_ token: Token) -> Bool {
        guard peek?.token == token else { return false }
        next += 1
        return true
    }

    private mutating func disjunction() throws(ValueError) -> Expression {
        var left = try conjunction()
        while take(.or) {
            try countPart()
            left = .or(left, try conjunction())
        }
        return left
    }

    private mutating func conjunction() throws(ValueError) -> Expression {
        var left = try negation()
        while take(.and) {
            try countPart()
            left = .and(left, try negation())
        }
        return left
    }

    /// A chain is a tree as deep as it is long, so it has an end too.
    private mutating func countPart() throws(ValueError) {
        joined += 1
        guard joined <= Self.mostJoined else {
            throw ValueError("the condition joins more than \(Self.mostJoined) parts", part: peek?.part)
        }
    }

    private mutating func negation() throws(ValueError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw ValueError("the condition is nested deeper than \(Self.deepest)", part: peek?.part)
        }
        if take(.not) { return .not(try negation()) }
        if take(.open) {
            let inner = try disjunction()
            guard take(.close) else { throw missing("`)`") }
            return inner
        }
        return try comparison()
    }

    private mutating func comparison() throws(ValueError) -> Expression {
        let left = try term()
        if case .compare(let relation) = peek?.token {
            next += 1
            return .comparison(left, relation, try term())
        }
        if take(.open) {
            let argument = try term()
            guard take(.close) else { throw missing("`)`") }
            return .call(left, argument: argument)
        }
        return .term(left)
    }

    private mutating func term() throws(ValueError) -> Expression.Term {
        guard let place = peek, case .term(let text, _) = place.token else { throw missing("a name or a value") }
        next += 1
        return Expression.Term(text: text, part: place.part)
    }

    private func missing(_ what: String) -> ValueError {
        let found = peek.map { _ in "" } ?? " at its end"
        return ValueError(
            "the condition lacks \(what)\(found)", part: peek?.part ?? max(0, end - 1)..<max(1, end),
            notes: ["a condition: `clock == real and not have(qemu)`, `eth.dst == h2 or arp`"])
    }

    // MARK: Tokens

    private static let words: [String: Token] = [
        "and": .and, "or": .or, "not": .not, "eq": .compare(.equal), "ne": .compare(.notEqual),
        "lt": .compare(.less), "le": .compare(.atMost), "gt": .compare(.greater), "ge": .compare(.atLeast),
    ]
    private static let signs: [(String, Token)] =
        [("&&", .and), ("||", .or), ("(", .open), (")", .close)]
        + Expression.Operator.allCases.map { ($0.rawValue, .compare($0)) } + [("!", .not)]

    private static func tokens(_ scalars: [Unicode.Scalar]) throws(ValueError) -> [Place] {
        var result: [Place] = []
        var index = 0
        while index < scalars.count {
            let rest = scalars[index...]
            if scalars[index] == " " || scalars[index] == "\t" || scalars[index] == "\n" {
                index += 1
            } else if let (sign, token) = signs.first(where: { rest.starts(with: Array($0.0.unicodeScalars)) }) {
                let length = sign.unicodeScalars.count
                result.append(Place(token: token, part: index..<index + length))
                index += length
            } else if scalars[index] == "\"" || scalars[index] == "'" {
                guard let close = rest.dropFirst().firstIndex(of: scalars[index]) else {
                    throw ValueError("a quote that does not end", part: index..<scalars.count)
                }
                let text = SourceText.string(scalars[(index + 1)..<close])
                result.append(Place(token: .term(text, isQuoted: true), part: index..<close + 1))
                index = close + 1
            } else {
                let close = rest.firstIndex { !isWord($0) } ?? scalars.count
                guard close > index else {
                    throw ValueError(
                        "`\(scalars[index])` has no meaning in a condition", part: index..<index + 1,
                        suggestion: scalars[index] == "=" ? "==" : nil)
                }
                let text = SourceText.string(scalars[index..<close])
                result.append(Place(token: words[text] ?? .term(text, isQuoted: false), part: index..<close))
                index = close
            }
        }
        return result
    }

    /// What addresses, prefixes, names, ranges of bytes and numbers are made of.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_-./:%[]*".unicodeScalars.contains(scalar)
    }
}
