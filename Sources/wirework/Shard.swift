import ArgumentParser

/// `--shard K/N`: one of N parts of all runs of a command, dealt out in turn.
///
/// The first run of the first file is in shard 1, the next in shard 2, and so on over all files: each run is in one shard, and
/// shards differ by at most one run.
struct Shard: Sendable, CustomStringConvertible {
    /// From 1.
    private let number: Int
    private let count: Int

    @Sendable
    init(argument: String) throws {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Self.number(parts[0]), let count = Self.number(parts[1]),
            (1...count).contains(number)
        else { throw ValidationError("expected K/N with K from 1 to N, found `\(argument)`") }
        self.number = number
        self.count = count
    }

    /// Digits alone, at least 1.
    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), number > 0 else {
            return nil
        }
        return number
    }

    /// Whether a run is in this part.
    ///
    /// - Parameter index: Its place among all runs of the command, from 0.
    func contains(_ index: Int) -> Bool { index % count == number - 1 }

    var description: String { "\(number)/\(count)" }
}
