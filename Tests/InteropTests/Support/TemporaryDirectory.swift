import Foundation

/// A directory of a test's own, gone with the test.
final class TemporaryDirectory {
    let path: String

    init() throws {
        // Short: a path of a unix socket has 107 bytes at most.
        path = FileManager.default.temporaryDirectory.path + "/interop-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Where a file of this name stands.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The text of a file, or nothing if there is none.
    func text(of name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file(name)) ?? Data(), as: UTF8.self)
    }
}
