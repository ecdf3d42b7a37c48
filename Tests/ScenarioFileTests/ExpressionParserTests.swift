@testable import ScenarioFile
import TestSupport
import Testing

@Suite("Conditions as written")
struct ExpressionParserTests {
    /// The condition with all its parentheses.
    static func text(_ expression: Expression) -> String {
        switch expression {
        case .or(let left, let right): "(\(text(left)) | \(text(right)))"
        case .and(let left, let right): "(\(text(left)) & \(text(right)))"
        case .not(let inner): "!\(text(inner))"
        case .comparison(let left, let relation, let right): "[\(left.text) \(relation.rawValue) \(right.text)]"
        case .call(let function, let argument): "\(function.text){\(argument.text)}"
        case .term(let term): term.text
        }
    }

    @Test(
        "not before and before or, from the left; parentheses before all",
        arguments: [
            ("a", "a"), ("a or b or c", "((a | b) | c)"), ("a or b and c", "(a | (b & c))"),
            ("a and b or c and d", "((a & b) | (c & d))"), ("(a or b) and c", "((a | b) & c)"),
            ("not a and b", "(!a & b)"), ("not (a and b)", "!(a & b)"), ("not not a", "!!a"), ("!!a", "!!a"),
            ("a && b || !c", "((a & b) | !c)"), ("a&&b||!c", "((a & b) | !c)"), ("((a))", "a"),
            ("not a == b", "![a == b]"), ("!a==b", "![a == b]"), ("a\tand\n b", "(a & b)"),
            ("have(qemu) and not have(uml)", "(have{qemu} & !have{uml})"),
        ])
    func precedence(text: String, expected: String) throws {
        #expect(Self.text(try ExpressionParser.parse(text)) == expected)
    }

    @Test(
        "comparisons, in signs and in words",
        arguments: [
            ("a == b", "=="), ("a!=b", "!="), ("a<=b", "<="), ("a >= b", ">="), ("a<b", "<"), ("a>b", ">"),
            ("a eq b", "=="), ("a ne b", "!="), ("a le b", "<="), ("a ge b", ">="), ("a lt b", "<"), ("a gt b", ">"),
        ])
    func relations(text: String, relation: String) throws {
        #expect(Self.text(try ExpressionParser.parse(text)) == "[a \(relation) b]")
    }

    @Test(
        "words are what addresses, prefixes, patterns and numbers are made of; quotes hold anything",
        arguments: [
            ("a == 52:54:00:12:34:56", "52:54:00:12:34:56"), ("a == fd00::1/64", "fd00::1/64"),
            ("a == c[2..4]:eth0", "c[2..4]:eth0"), ("a == c[*]", "c[*]"), ("a == 0x1f", "0x1f"),
            ("a == \"dead beef\"", "dead beef"), ("a == 'x and (y'", "x and (y"), ("a == \"and\"", "and"),
            ("a == \"\"", ""),
        ])
    func words(text: String, value: String) throws {
        guard case .comparison(_, _, let term) = try ExpressionParser.parse(text) else {
            Issue.record("no comparison")
            return
        }
        #expect(term.text == value)
        #expect(term.part.upperBound == text.unicodeScalars.count)
        #expect(term.part.lowerBound == "a == ".count)
    }

    @Test(
        "mistakes, each at its place",
        arguments: [
            ("", 0..<1, "the condition lacks a name or a value at its end"),
            ("a and", 4..<5, "the condition lacks a name or a value at its end"),
            ("and a", 0..<3, "the condition lacks a name or a value"),
            ("a ==", 3..<4, "the condition lacks a name or a value at its end"),
            ("a == == b", 5..<7, "the condition lacks a name or a value"),
            ("(a", 1..<2, "the condition lacks `)` at its end"),
            ("(a b", 3..<4, "the condition lacks `)`"),
            ("have(a", 5..<6, "the condition lacks `)` at its end"),
            ("a b", 2..<3, "the condition ends here already"),
            ("a)", 1..<2, "the condition ends here already"),
            ("a == b == c", 7..<9, "the condition ends here already"),
            ("a = b", 2..<3, "`=` has no meaning in a condition"),
            ("a == 5 & b", 7..<8, "`&` has no meaning in a condition"),
            ("a in {1}", 5..<6, "`{` has no meaning in a condition"),
            ("é == \"x", 5..<7, "a quote that does not end"),
        ] as [(String, Range<Int>, String)])
    func mistakes(text: String, part: Range<Int>, message: String) {
        let error = #expect(throws: ValueError.self) { try ExpressionParser.parse(text) }
        #expect(error?.part == part)
        #expect(error?.message == message)
    }

    @Test("one sign for equality is most likely meant to be two")
    func suggestion() {
        #expect(#expect(throws: ValueError.self) { try ExpressionParser.parse("a = b") }?.suggestion == "==")
    }

    @Test("neither depth nor length end in a trap")
    func limits() throws {
        _ = try ExpressionParser.parse(String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60))
        _ = try ExpressionParser.parse("a" + String(repeating: " or a", count: 499))
        for text in [
            String(repeating: "(", count: 100_000), String(repeating: "!", count: 100_000) + "a",
            "a" + String(repeating: " or a", count: 100_000), "a" + String(repeating: " and a", count: 500),
        ] {
            #expect(throws: ValueError.self) { try ExpressionParser.parse(text) }
        }
    }

    @Test("random text is read or refused, and the place lies in it")
    func randomText() {
        var random = SplitMix64(seed: 5)
        let pieces = [
            "and", "or", "not", "(", ")", "==", "!=", "<", "!", "&&", "|", "\"", "'", "eth.dst", "h2", "7", " ", " ",
            "é", "\u{1F600}", "have(", "\n", "::", "\0",
        ]
        var read = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            do {
                _ = try ExpressionParser.parse(text)
                read += 1
            } catch {
                let end = max(1, text.unicodeScalars.count)
                #expect(error.part.map { $0.lowerBound >= 0 && $0.upperBound <= end && !$0.isEmpty } == true, "\(text)")
            }
        }
        #expect(read > 100)
    }
}
