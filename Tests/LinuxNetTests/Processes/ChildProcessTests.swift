import Foundation
import LinuxNet
import SystemPackage
import TestSupport
import Testing

@Suite("children")
struct ChildProcessTests {
    private static let second: Int64 = 1_000_000_000

    @Test(
        "how a program ended, and what it said",
        arguments: [
            ("exit 0", .status(0), ""), ("echo a; echo b >&2; exit 7", .status(7), "a; b"),
            ("kill -15 $$", .signal(15), ""),
        ] as [(String, ChildProcess.Ending, String)])
    func ending(script: String, ending: ChildProcess.Ending, message: String) throws {
        var child = try ChildProcess("/bin/sh", ["-c", script])
        #expect(child.wait(for: 10 * Self.second) == ending)
        #expect(child.message == message)
    }

    @Test("a program that cannot be run is told at once")
    func absent() throws {
        func failure(_ path: String) -> Errno? {
            do throws(Errno) {
                _ = try ChildProcess(path, [])
                return nil
            } catch {
                return error
            }
        }
        #expect(failure("/nowhere") == .noSuchFileOrDirectory)
        #expect(failure("/etc/passwd") == .permissionDenied)
    }

    @Test("a program whose time is over is killed, and what it left behind does not hold up the end")
    func time() throws {
        var child = try ChildProcess("/bin/sleep", ["60"])
        #expect(child.wait(for: Self.second / 50) == .timeout)
        // The sleep keeps the output open.
        var parent = try ChildProcess("/bin/sh", ["-c", "sleep 2 & echo started"])
        #expect(parent.wait(for: 10 * Self.second) == .status(0))
        #expect(parent.message == "started")
    }

    @Test("what it says is kept as far as a message goes, and the rest does not stop it")
    func flood() throws {
        var child = try ChildProcess("/bin/sh", ["-c", "head -c 1000000 /dev/zero | tr '\\0' x"])
        #expect(child.wait(for: 10 * Self.second) == .status(0))
        #expect(child.message.utf8.count == 4096)
    }

    @Test("it has its output, the null device, and what was lent to it; no signal is blocked")
    func surroundings() throws {
        let held = open("/dev/null", O_RDWR)
        defer { close(held) }
        let lent = open("/etc/passwd", O_RDONLY | O_CLOEXEC)
        defer { close(lent) }
        // The names of its descriptors, of which one is that of the folder.
        var child = try ChildProcess(
            "/bin/sh", ["-c", "for f in /proc/$$/fd/*; do echo ${f##*/}; done; exec grep SigBlk /proc/self/status"],
            lending: FileDescriptor(rawValue: lent))
        #expect(child.wait(for: 10 * Self.second) == .status(0))
        let words = child.message.split(separator: "; ").map(String.init)
        #expect(words.contains("\(lent)") && !words.contains("\(held)"), "\(words)")
        #expect(words.last?.hasSuffix("0000000000000000") == true)
    }

    @Test("it ends with the process that started it, also by SIGKILL")
    func killed() async throws {
        let files = try TemporaryDirectory()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = files["pid"] as String] in
            let child = try ChildProcess(
                "/bin/sh", ["-c", "echo $$ >\(path).new; mv \(path).new \(path); exec sleep 60"])
            while access(path, F_OK) != 0 { sched_yield() }
            withExtendedLifetime(child.path) { _ = kill(getpid(), SIGKILL) }
        }
        let child = try #require(pid_t(files.text(of: "pid").split(separator: "\n").first ?? ""))
        let deadline = EventPoll.now() + 5 * Self.second
        // Its end comes after that of its parent, whose end was waited for.
        while runs(child), EventPoll.now() < deadline { sched_yield() }
        #expect(!runs(child))
    }

    /// Whether a process has not ended; proc(5), the third field of /proc/PID/stat, behind the name in parentheses.
    private func runs(_ process: pid_t) -> Bool {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
        let fields = String(decoding: stat, as: UTF8.self).split(separator: ") ").last ?? "Z"
        return !fields.hasPrefix("Z")
    }

    @Test("a descriptor comes through a socket, and nothing else does")
    func exchange() throws {
        let exchange = try DescriptorExchange()
        #expect(throws: Errno.wouldBlock) { _ = try exchange.receive() }
        #expect(write(exchange.lent.rawValue, "x", 1) == 1)
        #expect(throws: Errno(rawValue: ENOMSG)) { _ = try exchange.receive() }
    }
}
