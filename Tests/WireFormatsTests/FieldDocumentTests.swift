import Foundation
import Testing
import WireFormats

/// `docs/fields.md`: what stands behind its last heading is made from the dictionary.
///
/// With `WIREWORK_BLESS=1` in the environment it is not compared: it is written.
@Suite("The document of fields")
struct FieldDocumentTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/fields.md").standardized
    private static let heading = "## All fields\n"

    private static func table() -> String {
        let rows = FrameField.all.map { "| `\($0.name)` | \($0.kind.rawValue) | \($0.meaning) |" }
        return (["", "| field | is | |", "|---|---|---|"] + rows + [""]).joined(separator: "\n")
    }

    @Test("the table has every field, as the code has it")
    func table() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(text.range(of: Self.heading)?.upperBound)
        if ProcessInfo.processInfo.environment["WIREWORK_BLESS"] == "1" {
            try (text[..<start] + Self.table()).write(to: Self.file, atomically: true, encoding: .utf8)
            Issue.record("nothing was compared: the table was written")
        } else {
            #expect(text[start...] == Self.table())
        }
    }

    @Test("the fields that the text names are there")
    func examples() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let head = text[..<(try #require(text.range(of: Self.heading)?.lowerBound))]
        let layers = FrameField.all.filter { $0.kind == .layer }.map(\.name)
        var named = 0
        for word in head.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }) {
            let word = word.hasSuffix(".") ? word.dropLast() : word
            guard word.contains("."), let layer = word.split(separator: ".").first, layers.contains(String(layer))
            else {
                continue
            }
            // What Wireshark has beside is named to say so.
            guard word != "tcp.seq_raw", !word.hasPrefix("ieee8021ad") else { continue }
            #expect(FrameField.named(String(word)) != nil, "\(word)")
            named += 1
        }
        #expect(named > 10)
    }
}
