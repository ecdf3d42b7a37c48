import Foundation
import Testing

@testable import NetdevOptions

/// `docs/backends.md`: what stands behind its last heading of the second order is made from the table.
///
/// With `WIREWORK_BLESS=1` in the environment it is not compared: it is written.
@Suite("The document of backends")
struct BackendDocumentTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    private static let file = root.appending(path: "docs/backends.md")
    private static let heading = "## The types\n"

    @Test("it has every type and every key, as the code has them")
    func document() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(text.range(of: Self.heading)?.upperBound)
        if ProcessInfo.processInfo.environment["WIREWORK_BLESS"] == "1" {
            try (text[..<start] + BackendDocument.text).write(to: Self.file, atomically: true, encoding: .utf8)
            Issue.record("nothing was compared: the document was written")
        } else {
            #expect(text[start...] == BackendDocument.text)
        }
    }

    @Test("every type says what its link state follows, and what it promises", arguments: NetdevTable.types)
    func facts(type: NetdevType) throws {
        let facts = try #require(type.facts, "NetdevFacts has no \(type.name)")
        #expect(!facts.carrier.isEmpty && !facts.promise.isEmpty)
        #expect(facts.differences.allSatisfy { $0.hasSuffix(".") })
    }

    @Test("our end of each peer is a netdev of its type, and the peer's end is a command", arguments: NetdevTable.types)
    func netdevs(type: NetdevType) throws {
        for peer in type.peers {
            #expect(try NetdevSpecification.parse(peer.netdev).type.name == type.name, "\(peer.name)")
            #expect(!peer.command.isEmpty && !peer.name.isEmpty)
        }
    }

    @Test("the suite that each peer names is there")
    func suites() throws {
        let tests = Self.root.appending(path: "Tests")
        let sources = try FileManager.default.subpathsOfDirectory(atPath: tests.path).filter { $0.hasSuffix(".swift") }
        let text = try sources.map { try String(contentsOf: tests.appending(path: $0), encoding: .utf8) }.joined()
        for type in NetdevTable.types {
            for peer in type.peers {
                // Not within the expectation, which would show all of the text.
                let isThere = text.contains("struct \(peer.test) {")
                #expect(isThere, "\(type.name): there is no suite \(peer.test)")
            }
        }
    }
}
