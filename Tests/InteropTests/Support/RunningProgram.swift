import Foundation
import TestSupport

/// A program that has been started, with what it says kept for the day when a test fails.
///
/// It dies with the thread that started it (`PR_SET_PDEATHSIG`), and so does not outlive a test run that is killed. A
/// test starts its programs on its own thread and awaits nothing while they run.
final class RunningProgram {
    /// How a process came to its end.
    enum Ending: Equatable {
        case status(Int32), signal(Int32)
    }

    let identifier: pid_t
    private let title: String
    private let files: TemporaryDirectory
    private var ending: Ending?

    /// - Parameters:
    ///   - command: The program, looked for in PATH, and its arguments.
    ///   - inherited: Descriptors that it finds open under the same numbers.
    ///   - network: The network that it runs in, if it is not the test's.
    init(
        _ command: [String], inheriting inherited: [Descriptor] = [], within network: NetworkNamespace? = nil
    ) throws {
        title = command.joined(separator: " ")
        files = try TemporaryDirectory()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, files["output"], O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, files["diagnostics"], O_WRONLY | O_CREAT, 0o600)
        // Onto itself: posix_spawn(3) takes close-on-exec away from such a descriptor.
        for descriptor in inherited {
            posix_spawn_file_actions_adddup2(&actions, descriptor.number, descriptor.number)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that run tests have signals blocked, and a child would inherit that: SIGTERM would not reach it.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        // Last: a change of credentials takes the death signal away (prctl(2)).
        let words = (network?.entering ?? []) + ["setpriv", "--pdeathsig", "KILL"] + command
        var arguments = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var identifier: pid_t = 0
        let code = posix_spawnp(&identifier, words[0], &actions, &attributes, arguments, environ)
        guard code == 0 else { throw SystemError("posix_spawnp", code) }
        self.identifier = identifier
    }

    deinit {
        if poll() == nil { finish(with: SIGKILL) }
    }

    /// How it ended, if it has.
    func poll() -> Ending? {
        guard ending == nil else { return ending }
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        // wait(2): the low seven bits are the signal, the next eight bits above them the exit status.
        ending = status & 0x7f == 0 ? .status((status >> 8) & 0xff) : .signal(status & 0x7f)
        return ending
    }

    /// Waits for the end.
    ///
    /// - Returns: How it ended, or nil if it still runs after so many seconds.
    func waitForEnd(within seconds: Double = 10) -> Ending? {
        _ = eventually(within: seconds) { poll() != nil }
        return ending
    }

    /// Sends a signal and waits for the end.
    ///
    /// - Returns: How it ended; one that does not heed the signal is killed, and that is the answer.
    @discardableResult
    func finish(with signal: Int32) -> Ending? {
        guard poll() == nil else { return ending }
        kill(identifier, signal)
        if waitForEnd() == nil {
            kill(identifier, SIGKILL)
            _ = waitForEnd()
        }
        return ending
    }

    /// The processor time it has used, in seconds: proc(5), fields 14 and 15 of /proc/PID/stat.
    var processorSeconds: Double {
        let stat = String(
            decoding: FileManager.default.contents(atPath: "/proc/\(identifier)/stat") ?? Data(), as: UTF8.self)
        // The name before it, in parentheses, may hold blanks.
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return .nan }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Standard error so far.
    var diagnostics: String { files.text(of: "diagnostics") }

    /// Standard output so far.
    var output: String { files.text(of: "output") }

    /// All that is known of it, for a failure.
    ///
    /// QEMU's remark on hubs without a guest is left out.
    var account: String {
        let state = poll().map { "has ended: \($0)" } ?? "runs"
        let said = (diagnostics + output).split(separator: "\n").filter { !$0.hasSuffix(" with no nics") }
        return """
              \(title.prefix(120))
              \(state)\(said.isEmpty ? ", and said nothing" : "; it said:")
            \(said.suffix(20).map { "      \($0)\n" }.joined())
            """
    }
}
