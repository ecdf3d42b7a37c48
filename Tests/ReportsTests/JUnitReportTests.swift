import Foundation
import FoundationXML
import Results
import Testing

@testable import Reports

@Suite("JUnit report")
struct JUnitReportTests {
    private static var results: [RunResult] {
        var passing = Sample.passing
        passing.file = "Scenarios/pair.yaml"
        passing.elapsedNanoseconds = 1_234_567
        var failing = Sample.failing
        failing.file = "Scenarios/cookie.yaml"
        failing.skipped = ["node h3: when have(uml)", "expectation frames: { at: h3 }: node h3 is skipped"]
        var skipped = RunResult(
            scenario: "pair", id: "pair[size=1400]", parameters: [NamedText("size", "1400")], seed: 7, clock: "real")
        skipped.file = passing.file
        skipped.verdict = .skip
        skipped.skipped = ["the run: when have(qemu)"]
        var broken = RunResult(scenario: "b.yaml", id: "b.yaml", parameters: [], seed: 1, clock: "real")
        broken.file = "b.yaml"
        broken.warnings = ["b.yaml:1:1: error: \"odd\" & <bad>\n 1 | x"]
        return [passing, skipped, failing, broken]
    }

    @Test("a suite for each file, a case for each run and each expectation")
    func shape() throws {
        let root = try Element(parsing: JUnitReport.render(Self.results))
        #expect(root.name == "testsuites")
        #expect(root.attributes["tests"] == "9")
        #expect(root.attributes["failures"] == "2")
        #expect(root.attributes["errors"] == "1")
        #expect(root.attributes["skipped"] == "2")
        #expect(
            root.children.map { $0.attributes["name"] } == ["Scenarios/pair.yaml", "Scenarios/cookie.yaml", "b.yaml"])
        #expect(root.children.map(\.children.count) == [4, 4, 1])
        #expect(root.children.allSatisfy { suite in suite.children.allSatisfy { $0.name == "testcase" } })
        let suite = root.children[0]
        #expect(suite.attributes["tests"] == "4")
        #expect(suite.attributes["time"] == "0.001234")
    }

    @Test("a run has its file as class and its parameters, seed and clock as properties")
    func run() throws {
        let suite = try Element(parsing: JUnitReport.render(Self.results)).children[0]
        let run = suite.children[0]
        #expect(run.attributes["classname"] == "Scenarios/pair.yaml")
        #expect(run.attributes["file"] == "Scenarios/pair.yaml")
        #expect(run.attributes["name"] == "pair[size=64]")
        #expect(run.attributes["time"] == "0.001234")
        #expect(run.children.map(\.name) == ["properties"])
        #expect(
            run.children[0].children.map { [$0.attributes["name"], $0.attributes["value"]] } == [
                ["size", "64"], ["seed", "7"], ["clock", "virtual"],
                ["fingerprint", "00112233445566778899aabbccddeeff"],
            ])
        let expectation = suite.children[1]
        #expect(expectation.attributes["classname"] == "pair[size=64]")
        #expect(expectation.attributes["name"] == "hello: { delivered: all }")
        #expect(expectation.attributes["time"] == "0.000000")
        #expect(expectation.children.isEmpty)
    }

    @Test("failures, errors and skips say why")
    func outcomes() throws {
        let suites = try Element(parsing: JUnitReport.render(Self.results)).children
        let skipped = try #require(suites[0].children[3].children.first { $0.name == "skipped" })
        #expect(skipped.attributes["message"] == "the run: when have(qemu)")
        let run = try #require(suites[1].children[0].children.first { $0.name == "failure" })
        #expect(run.attributes["type"] == "timeout")
        #expect(run.attributes["message"] == "ended by timeout; there: { delivered: all }: 0 of 100 delivered")
        let failure = try #require(suites[1].children[1].children.first { $0.name == "failure" })
        #expect(failure.attributes["type"] == "flow")
        #expect(failure.attributes["message"] == "0 of 100 delivered")
        #expect(failure.text.hasSuffix("97 ended at h1:eth0 as unresolved\nbecause: the far end must answer"))
        // A failed warning is no failure.
        #expect(suites[1].children[2].children.map(\.name) == ["system-out"])
        let error = try #require(suites[2].children[0].children.first { $0.name == "error" })
        #expect(error.attributes["message"] == "b.yaml:1:1: error: \"odd\" & <bad>\n 1 | x")
    }

    @Test("text that XML cannot hold is replaced, and everything else comes back")
    func escaping() throws {
        var result = Sample.failing
        let text = "a<b>&amp;\"'\u{0}\u{1B}[2J\u{8}\tx\r\ny ]]> \u{FFFE}é\u{1F600}"
        result.id = text
        result.expectations[0].message = [text]
        let root = try Element(parsing: JUnitReport.render([result]))
        let expected = "a<b>&amp;\"'\u{FFFD}\u{FFFD}[2J\u{FFFD}\tx\r\ny ]]> \u{FFFD}é\u{1F600}"
        #expect(root.children[0].children[0].attributes["name"] == expected)
        #expect(root.children[0].children[1].children[0].text == expected)
    }

    @Test("cases of one name are told apart")
    func twins() throws {
        var result = Sample.passing
        result.expectations.append(result.expectations[0])
        let cases = try Element(parsing: JUnitReport.render([result, result])).children[0].children
        let names = cases.map { "\($0.attributes["classname"] ?? "")/\($0.attributes["name"] ?? "")" }
        #expect(Set(names).count == 8)
        #expect(names[3] == "pair[size=64]/hello: { delivered: all } (2)")
    }

    @Test("nothing is a report too")
    func empty() throws {
        #expect(try Element(parsing: JUnitReport.render([])).attributes["tests"] == "0")
    }
}

/// An element as another parser reads it.
private final class Element: NSObject, XMLParserDelegate {
    let name: String
    let attributes: [String: String]
    private(set) var children: [Element] = []
    private(set) var text = ""
    private var open: [Element] = []

    private init(_ name: String, _ attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    convenience init(parsing document: String) throws {
        let root = Element("", [:])
        root.open = [root]
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = root
        // Both would hold themselves: the root among those still open, and as the parser's delegate.
        defer {
            root.open = []
            parser.delegate = nil
        }
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        let first = try #require(root.children.first)
        self.init(first.name, first.attributes)
        children = first.children
        text = first.text
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        let element = Element(name, attributes)
        open.last?.children.append(element)
        open.append(element)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        open.last?.text += string
    }
}
