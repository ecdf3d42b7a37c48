import Foundation

/// The titles of all tests and suites of the repository, as its sources have them.
struct TestTitles {
    /// Each title, with the files that have it.
    let files: [String: [String]]

    /// Reads every file under Tests.
    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        var files: [String: [String]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            for title in Self.titles(in: text) { files[title, default: []].append(path) }
        }
        self.files = files
    }

    /// The first string literal of each `@Test` and `@Suite` that begins with one.
    static func titles(in source: String) -> [String] {
        ["@Test(", "@Suite("].flatMap { attribute in
            source.components(separatedBy: attribute).dropFirst().compactMap { rest -> String? in
                let arguments = rest.prefix(400).drop { $0.isWhitespace }
                guard arguments.first == "\"" else { return nil }
                return String(arguments.dropFirst().prefix { $0 != "\"" })
            }
        }
    }

    /// The rows that a title begins with: `S1, S2: an empty datagram ...` has two.
    static func labels(of title: String) -> [String] {
        guard let colon = title.firstIndex(of: ":") else { return [] }
        let labels = title[..<colon].components(separatedBy: ", ")
        let areRows = labels.allSatisfy { label in
            label.count > 1 && label.first.map { "LSTVCF".contains($0) } == true
                && label.dropFirst().allSatisfy { ("0"..."9").contains($0) }
        }
        return areRows ? labels : []
    }

    /// Every row that some title begins with.
    var labels: Set<String> { Set(files.keys.flatMap(Self.labels)) }
}
