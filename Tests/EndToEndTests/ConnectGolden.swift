import Foundation
import Testing

/// A file of `Golden/connect`: a command line, and every word of the answer.
///
///     l2tpv3,src=a,dst=b,txsession=1,udp=maybe     the arguments behind `connect`, one a line, '' for an empty one
///     ...
///                                                  an empty line
///     status 2
///                                                  an empty line
///     netdev 1:1:36: error: ...                    standard error; with status 0, standard output
///
/// With `WIREWORK_BLESS=1` in the environment the answer is not compared: it is written.
struct ConnectGolden: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    let status: Int32
    let answer: String
    private let file: URL

    var testDescription: String { name }

    static let isBlessing = ProcessInfo.processInfo.environment["WIREWORK_BLESS"] == "1"

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/connect")

    /// All files, by name.
    static let all: [ConnectGolden] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap {
            try? ConnectGolden(folder.appending(path: $0))
        }
    }()

    private init(_ file: URL) throws {
        self.file = file
        name = file.deletingPathExtension().lastPathComponent
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .map(String.init)
        arguments = lines.prefix { !$0.isEmpty }.map { $0 == "''" ? "" : $0 }
        let rest = lines.dropFirst(arguments.count + 1)
        status = rest.first.flatMap { Int32($0.dropFirst("status ".count)) } ?? -1
        answer = rest.dropFirst(2).joined(separator: "\n")
    }

    /// Makes what was seen the thing to be seen.
    func bless(status: Int32, answer: String) throws {
        let lines = arguments.map { $0.isEmpty ? "''" : $0 } + ["", "status \(status)", "", answer]
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }
}
