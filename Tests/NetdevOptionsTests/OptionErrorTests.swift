import Testing

@testable import NetdevOptions

@Suite("option errors")
struct OptionErrorTests {
    @Test("the description joins position, message, rule and suggestion")
    func description() {
        let position = OptionPosition(line: 3, column: 9)
        #expect(OptionError("m", at: position).description == "3:9: m")
        #expect(OptionError("m", at: position, suggestion: "s").description == "3:9: m; did you mean 's'?")
        #expect(OptionError("m", at: position, rule: "r").description == "3:9: m (r)")
        #expect(
            OptionError("m", at: position, suggestion: "s", rule: "r").description
                == "3:9: m (r); did you mean 's'?")
        #expect(
            OptionError("m", at: position, suggestion: "s", remedy: "x").description
                == "3:9: m; did you mean 's'?; x")
    }

    @Test("positions compare in text order")
    func order() {
        #expect(OptionPosition(line: 1, column: 9) < OptionPosition(line: 2, column: 1))
        #expect(OptionPosition(line: 2, column: 1) < OptionPosition(line: 2, column: 2))
    }
}
