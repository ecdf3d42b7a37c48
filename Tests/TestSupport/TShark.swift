import Glibc

/// Wireshark's own reader, `tshark`.
public enum TShark {
    /// Where it is; nil where it is not installed.
    public static let path: String? = ["/usr/bin/tshark" as String, "/usr/local/bin/tshark"].first { (path: String) in
        access(path, X_OK) == 0
    }

    /// Why there is no answer.
    public struct Failure: Error {
        /// What it ended with; -1 if it did not start.
        public let status: CInt
    }

    /// The fields of each packet of a file; several values of one field are separated by commas.
    public static func fields(_ names: [String], of file: String, options: [String] = []) throws -> [[String]] {
        let lines = try run(
            ["-r", file, "-n"] + options + ["-T", "fields", "-E", "separator=|"] + names.flatMap { ["-e", $0] })
        return lines.map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    }

    /// What it prints, by line; it dies with the tests, and does not outlive a minute.
    public static func run(_ arguments: [String]) throws -> [String] {
        let dying = ["/usr/bin/setpriv", "--pdeathsig", "KILL"]
        guard let path else { throw Failure(status: -1) }
        let directory = try TemporaryDirectory()
        let status = spawn(
            dying + ["timeout", "-k", "5", "60"] + dying + [path] + arguments,
            output: try directory.write("", to: "output"))
        guard status == 0 else { throw Failure(status: status) }
        return directory.text(of: "output").split(separator: "\n").map(String.init)
    }

    /// Runs a program to its end.
    ///
    /// Foundation's `Process` leaves memory behind, which the leak sanitizer would hold against us.
    private static func spawn(_ command: [String], output: String) -> CInt {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY, 0)
        // It warns of being root here.
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        guard posix_spawn(&child, command[0], &actions, nil, &arguments, environ) == 0 else { return -1 }
        var status: CInt = -1
        while waitpid(child, &status, 0) == -1 && errno == EINTR {}
        return status
    }
}
