import Glibc
import TestSupport
import Testing

/// A Linux kernel that the test has started, and a shell on it.
///
/// A command is a line that goes in over a terminal; what it says comes out, and then a line `status N`. The shell is the
/// guest's first process, see `.ci/guests`.
///
/// Sendable only by promise: a suite that has a guest is serialized.
final class Guest: @unchecked Sendable {
    /// The guest that the suite has booted.
    @TaskLocal static var current: Guest?

    /// What a command came to.
    struct Outcome {
        let status: Int
        let output: String
    }

    let program: RunningProgram
    private let thread: LastingThread
    private let line: Descriptor
    /// Files of its own, gone with it.
    let home: TemporaryDirectory?
    /// What has come and was not looked at yet.
    private var received: [UInt8] = []

    /// Starts a guest and waits for its shell.
    ///
    /// - Parameters:
    ///   - home: A directory for its files.
    ///   - command: Makes the command that starts it, in a network of its own, from the number of the descriptor that it has
    ///     to make its terminal of.
    init(in home: TemporaryDirectory? = nil, _ command: (Int32) -> [String]) throws {
        self.home = home
        let (near, far) = try Descriptor.streamPair()
        let words = command(far.number)
        line = near
        (thread, program) = try LastingThread.run { try RunningProgram(words, inheriting: [far]) }
        let outcome = try read(within: 60)
        guard outcome.status == 0 else { throw Failure("\(outcome.output)\n\(program.account)") }
    }

    /// The network that its NICs are in.
    var network: NetworkNamespace { NetworkNamespace(holder: program.identifier) }

    /// Runs a command.
    func run(_ command: String, within seconds: Double = 20) throws -> Outcome {
        try line.sendAll([UInt8]("\(command)\n".utf8))
        return try read(within: seconds)
    }

    /// Runs a command that has to succeed.
    ///
    /// - Returns: What it said.
    @discardableResult
    func require(_ command: String, within seconds: Double = 20) throws -> String {
        let outcome = try run(command, within: seconds)
        guard outcome.status == 0 else {
            throw Failure("\(command)\nin the guest: status \(outcome.status)\n\(outcome.output)")
        }
        return outcome.output
    }

    /// Runs commands of iproute2 that have to succeed.
    func ip(_ commands: [String]) throws {
        // One process for many; a terminal takes no more than 4095 bytes at once.
        for first in stride(from: 0, to: commands.count, by: 20) {
            let lines = commands[first..<min(first + 20, commands.count)]
            try require("printf '%s\\n' \(lines.map { "'\($0)'" }.joined(separator: " ")) | ip -batch -")
        }
    }

    /// Has the kernel send an ARP request for an address that it knows nothing of; nobody needs to answer.
    func lookFor(_ address: [UInt8]) throws {
        try require("ping -c 1 -w 1 \(address.dotted) >/dev/null 2>&1 &")
    }

    /// Ends it: a guest has nothing to save.
    func end() {
        program.finish(with: SIGKILL)
        thread.release()
    }

    /// Ends the thread that started it and nothing else, as when the test program is killed.
    func abandon() { thread.release() }

    /// Reads up to the next line with a status.
    private func read(within seconds: Double) throws -> Outcome {
        let deadline = secondsNow() + seconds
        var lines: [String] = []
        while true {
            while let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let text = String(decoding: received[..<end], as: UTF8.self).filter { $0 != "\r" }
                received.removeSubrange(...end)
                if text.hasPrefix("status "), let status = Int(text.dropFirst(7)) {
                    return Outcome(status: status, output: lines.joined(separator: "\n"))
                }
                lines.append(text)
            }
            let left = deadline - secondsNow()
            guard left > 0, let bytes = try line.receiveDatagram(within: Int32(left * 1000)), !bytes.isEmpty else {
                throw Failure("the guest does not answer; it has said: \(lines)\n\(program.account)")
            }
            received += bytes
        }
    }
}

extension [UInt8] {
    /// An IPv4 address as it is written.
    var dotted: String { map(String.init).joined(separator: ".") }
}

extension Descriptor {
    /// Two stream sockets that are each other's peer; programs that are started do not inherit them by themselves.
    static func streamPair() throws -> (near: Descriptor, far: Descriptor) {
        var numbers: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &numbers) == 0 else { throw SystemError("socketpair") }
        return (try Descriptor("socketpair", numbers[0]), try Descriptor("socketpair", numbers[1]))
    }

    /// Writes all of it to a stream, and waits for room.
    func sendAll(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw SystemError("send") }
            rest = rest.dropFirst(count)
        }
    }
}
