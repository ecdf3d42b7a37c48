import Testing

@testable import NetdevOptions

@Suite("option strings")
struct OptionTreeTests {
    private func pairs(_ text: String) throws -> [String] {
        try OptionTree(parsing: text).entries.map { "\($0.key)=\($0.value)" }
    }

    @Test(
        "items become keys and values",
        arguments: [
            ("", []),
            ("l2tpv3", ["type=l2tpv3"]),
            ("l2tpv3,id=n1", ["type=l2tpv3", "id=n1"]),
            ("id=n1,type=l2tpv3", ["id=n1", "type=l2tpv3"]),
            ("l2tpv3,udp,src=x", ["type=l2tpv3", "udp=on", "src=x"]),
            ("a=1,", ["a=1"]),
            ("a=,b=2", ["a=", "b=2"]),
            ("a=x=y", ["a=x=y"]),
            ("remote.host=h", ["remote.host=h"]),
            ("a=1,,2", ["a=1,2"]),
            ("a=1,,", ["a=1,"]),
            ("a=1,,,b=2", ["a=1,", "b=2"]),
            ("a=,,,,", ["a=,,"]),
        ])
    func items(text: String, expected: [String]) throws {
        #expect(try pairs(text) == expected)
    }

    @Test("positions are those of key and value, in scalars")
    func positions() throws {
        let tree = try OptionTree(parsing: "l2tpv3,src=e\u{301},,x,udp,dst=y")
        #expect(tree.entries.map(\.keyPosition.column) == [1, 8, 18, 22])
        #expect(tree.entries.map(\.valuePosition.column) == [1, 12, 18, 26])
        #expect(tree.entries.allSatisfy { $0.keyPosition.line == 1 })
    }

    @Test("a string inside a file counts from where it stands")
    func placedPositions() throws {
        let tree = try OptionTree(parsing: "l2tpv3,id=n1", at: OptionPosition(line: 7, column: 20))
        #expect(tree.position == OptionPosition(line: 7, column: 20))
        #expect(tree["id"]?.valuePosition == OptionPosition(line: 7, column: 30))
    }

    @Test("a combining mark behind a comma does not hide it")
    func combiningMark() throws {
        #expect(try pairs("a=1,\u{301}b=2").count == 2)
    }

    @Test(
        "what has no name, or the same one twice, is refused where it stands",
        arguments: [
            (",a=1", 1, "without a name"),
            ("=1", 1, "without a name"),
            ("l2tpv3,,a=1", 8, "without a name"),
            ("udp,,src=x", 5, "without a name"),
            ("a=1,b=2,a=1", 9, "'a' stands twice"),
            ("l2tpv3,type=l2tpv3", 8, "'type' stands twice"),
        ])
    func refused(text: String, column: Int, message: String) throws {
        let error = try #require(throws: OptionError.self) { try OptionTree(parsing: text) }
        #expect(error.position == OptionPosition(line: 1, column: column))
        #expect(error.message.contains(message))
    }

    @Test("a map brings its own positions, and may not repeat a key either")
    func map() throws {
        func entry(_ key: String, line: Int) -> OptionEntry {
            OptionEntry(
                key: key, value: "1", keyPosition: OptionPosition(line: line, column: 3),
                valuePosition: OptionPosition(line: line, column: 8))
        }
        let tree = try OptionTree(entries: [entry("a", line: 4), entry("b", line: 5)])
        #expect(tree["b"]?.keyPosition.line == 5)
        #expect(tree["c"] == nil)
        let error = try #require(throws: OptionError.self) {
            try OptionTree(entries: [entry("a", line: 4), entry("a", line: 6)])
        }
        #expect(error.position.line == 6)
    }
}
