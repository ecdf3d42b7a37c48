/// A word of a command line that people copy into a shell.
enum ShellWord {
    /// The word as it stands, or in single quotes (POSIX.1-2017, Shell Command Language, 2.2.2) where a shell would take it for
    /// more than a word.
    static func quote(_ word: String) -> String {
        guard word.isEmpty || !word.utf8.allSatisfy(isPlain) else { return word }
        let closed = word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return "'\(closed)'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-+=:,./@%".utf8.contains(byte)
        }
    }
}
