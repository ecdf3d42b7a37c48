/// A name, or several that differ by a number: `c1`, `c[3]`, `c[2..4]`, `c[*]`.
struct NamePattern: Sendable, Hashable {
    /// Which numbers stand behind the base.
    enum Numbers: Sendable, Hashable {
        /// No brackets: the base is the whole name.
        case none
        /// `[3]`
        case one(Int)
        /// `[2..4]`, both ends in it.
        case range(ClosedRange<Int>)
        /// `[*]`: every number that there is.
        case all
    }

    /// What stands before the number.
    let base: String
    /// The numbers.
    let numbers: Numbers

    /// A range of names is no longer than this.
    static let mostNames = 100_000
    /// A number in a name has no more digits than this.
    static let mostDigits = 9
    static let rule = "a pattern is c[*] for every c and a number, c[2..4] for some of them, c[3] for one"

    /// The pattern that is one name.
    init(name: String) {
        base = name
        numbers = .none
    }

    private init(_ base: String, _ numbers: Numbers) {
        self.base = base
        self.numbers = numbers
    }

    /// Whether it can stand for several names, so that it is to be paired off with others.
    var isPlural: Bool {
        switch numbers {
        case .none, .one: false
        case .range, .all: true
        }
    }

    /// The one name that it is; nil if it is plural.
    var name: String? {
        switch numbers {
        case .none: base
        case .one(let number): "\(base)\(number)"
        case .range, .all: nil
        }
    }

    /// The numbers that are written; nil for a plain name and for `[*]`.
    var written: ClosedRange<Int>? {
        switch numbers {
        case .one(let number): number...number
        case .range(let range): range
        case .none, .all: nil
        }
    }

    /// Reads a name or a pattern.
    ///
    /// - Parameter text: What is written, without an interface behind it.
    /// - Returns: The pattern.
    /// - Throws: ``ValueError`` for what is neither, for a range that runs backwards and for one that is too long.
    static func parse(_ text: String) throws(ValueError) -> NamePattern {
        guard let open = text.firstIndex(of: "[") else {
            if Name.isValid(text) { return NamePattern(name: text) }
            let base = String(text.prefix { $0 != "*" })
            let isStar = text.hasSuffix("*") && Name.isValid(base) && base.count == text.count - 1
            throw ValueError(
                "`\(text)` is not a name", suggestion: isStar ? "\(base)[*]" : nil,
                notes: isStar ? [rule] : [Name.rule])
        }
        let base = String(text[..<open])
        let inner = text[open...].dropFirst()
        guard Name.isValid(base), inner.last == "]" else { throw ValueError("`\(text)` is no pattern", notes: [rule]) }
        return NamePattern(base, try numbers(inner.dropLast(), of: base))
    }

    private static func numbers(_ text: Substring, of base: String) throws(ValueError) -> Numbers {
        if text == "*" { return .all }
        if let number = number(text) { return .one(number) }
        guard let dots = text.firstRange(of: ".."), let low = number(text[..<dots.lowerBound]),
            let high = number(text[dots.upperBound...])
        else {
            if let number = text.split(separator: "..").first(where: isTooLarge) {
                throw ValueError(
                    "`\(number)` in `\(base)[\(text)]` is too large",
                    notes: ["a number in a name has at most \(mostDigits) digits"])
            }
            throw ValueError("`\(base)[\(text)]` is no pattern", suggestion: meant(text, of: base), notes: [rule])
        }
        guard low <= high else {
            throw ValueError("the range of `\(base)[\(text)]` runs backwards", suggestion: "\(base)[\(high)..\(low)]")
        }
        guard high - low < mostNames else {
            throw ValueError("`\(base)[\(text)]` is a range of more than \(mostNames) names")
        }
        return .range(low...high)
    }

    /// A number as it stands in names: without a sign and without zeros before it, or `c1` and `c01` were two names.
    static func number(_ text: Substring) -> Int? {
        guard (1...mostDigits).contains(text.utf8.count), text.utf8.allSatisfy(IntegerValue.isDigit),
            text == "0" || text.first != "0"
        else { return nil }
        return Int(text)
    }

    /// Whether a text would be a number if it had fewer digits.
    private static func isTooLarge(_ text: Substring) -> Bool {
        text.utf8.count > mostDigits && text.first != "0" && text.utf8.allSatisfy(IntegerValue.isDigit)
    }

    /// What other tools write for a range: `1-8`, `1:8`, `1...8`, `01..08`.
    private static func meant(_ text: Substring, of base: String) -> String? {
        let parts = text.split { $0 == "-" || $0 == ":" || $0 == "." || $0 == "," || $0 == " " }
        let numbers = parts.compactMap { part in
            part.allSatisfy { $0.isASCII && $0.isNumber } ? number(part.drop { $0 == "0" }) : nil
        }
        guard parts.count == numbers.count, let low = numbers.first, let high = numbers.last, numbers.count <= 2 else {
            return nil
        }
        return numbers.count == 1 ? "\(base)[\(low)]" : "\(base)[\(min(low, high))..\(max(low, high))]"
    }
}
