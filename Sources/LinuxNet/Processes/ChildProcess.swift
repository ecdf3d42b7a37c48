import CLinuxNet
import Glibc
public import SystemPackage

/// A program that is run to its end: a script of a netdev, or a helper with more rights than this process.
///
/// It is killed when the thread that started it ends (`PR_SET_PDEATHSIG`, prctl(2)), and so does not outlive this process. What
/// it says is kept for an error message. It has nothing open but that and a descriptor that was lent to it.
public struct ChildProcess: ~Copyable {
    /// How a program ended.
    public enum Ending: Equatable, Sendable {
        /// exit(3) with this status.
        case status(Int32)
        /// A signal of this number.
        case signal(Int32)
        /// It was killed here: its time was over.
        case timeout
    }

    /// The path that was run, for messages.
    public let path: String
    private let identifier: pid_t
    private let process: OwnedDescriptor
    private let output: OwnedDescriptor
    private var said: [UInt8] = []
    private var hasEnded = false

    /// What is kept of what it says.
    private static let outputByteLimit = 4096

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: The program; it is not looked for in `PATH`.
    ///   - arguments: What follows the path.
    ///   - lent: A descriptor that it finds open under the same number, which is more than 2.
    /// - Throws: What fork(2) or execve(2) said: `ENOENT` if it is not there, `EACCES` if it may not be run, `ENOEXEC` if it is a
    ///   script that does not begin with `#!`.
    public init(_ path: String, _ arguments: [String], lending lent: FileDescriptor? = nil) throws(Errno) {
        var ends: [2 of Int32] = [-1, -1]
        // SAFETY: the call writes two descriptors.
        _ = try unsafe withUnsafeMutableBytes(of: &ends) { (bytes) throws(Errno) in
            let ends = unsafe bytes.baseAddress?.assumingMemoryBound(to: Int32.self)
            return try retryingOnInterrupt { unsafe clinuxnet_pipe(ends) }
        }
        let output = OwnedDescriptor(owning: ends[0])
        let far = OwnedDescriptor(owning: ends[1])
        let child = try Self.start(path, arguments, output: far.descriptor, lent: lent)
        process = try Self.hold(child)
        identifier = child
        self.path = path
        self.output = consume output
    }

    deinit {
        if !hasEnded { Self.end(identifier) }
    }

    private static func start(
        _ path: String, _ arguments: [String], output: FileDescriptor, lent: FileDescriptor?
    ) throws(Errno) -> pid_t {
        var child: pid_t = 0
        // SAFETY: each is copied here and freed below; the list ends with a null pointer.
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        _ = try retryingOnInterrupt {
            unsafe clinuxnet_start(path, &words, output.rawValue, lent?.rawValue ?? -1, &child)
        }
        return child
    }

    /// A descriptor that is readable when the process has ended (pidfd_open(2)).
    private static func hold(_ child: pid_t) throws(Errno) -> OwnedDescriptor {
        do throws(Errno) {
            return OwnedDescriptor(owning: try retryingOnInterrupt { clinuxnet_pidfd_open(child) })
        } catch {
            end(child)
            throw error
        }
    }

    /// Waits until it has ended, and kills it when its time is over.
    ///
    /// - Parameter nanoseconds: How long it may take from now on.
    /// - Returns: How it ended.
    public mutating func wait(for nanoseconds: Int64) -> Ending {
        let deadline = EventPoll.now() + nanoseconds
        var isSilent = false
        while true {
            let left = (deadline - EventPoll.now()) / 1_000_000
            guard left > 0 else {
                // Refused where it has other rights by now (execve(2), setuid): then it takes as long as it likes.
                if kill(identifier, SIGKILL) == 0 { _ = reap() } else { hasEnded = true }
                return .timeout
            }
            // A program that it has left behind may hold on to the output: its own end is what counts.
            var polled: [2 of pollfd] = [
                pollfd(fd: process.descriptor.rawValue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isSilent ? -1 : output.descriptor.rawValue, events: Int16(POLLIN), revents: 0),
            ]
            // SAFETY: the call reads and writes two structures.
            _ = unsafe withUnsafeMutableBytes(of: &polled) { bytes in
                unsafe poll(bytes.baseAddress?.assumingMemoryBound(to: pollfd.self), 2, Int32(clamping: left))
            }
            if polled[1].revents != 0 { isSilent = !listen() }
            if polled[0].revents != 0 {
                // A pipe's worth: what it has left behind may go on for ever.
                for _ in 0..<64 where !listen() { break }
                return reap()
            }
        }
    }

    /// What it has said so far, on one line: standard output and standard error.
    public var message: String {
        let lines = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.joined(separator: "; ")
    }

    /// Takes what it has said.
    ///
    /// - Returns: Whether there may be more.
    private mutating func listen() -> Bool {
        var buffer: [1024 of UInt8] = .init(repeating: 0)
        let number = output.descriptor.rawValue
        // SAFETY: the kernel writes at most as many bytes as there are.
        let answer = unsafe withUnsafeMutableBytes(of: &buffer) { bytes in
            try? nonBlocking { unsafe read(number, bytes.baseAddress, bytes.count) }
        }
        guard case .done(let count)? = answer, count > 0 else { return false }
        for index in 0..<count where said.count < Self.outputByteLimit { said.append(buffer[index]) }
        return true
    }

    private mutating func reap() -> Ending {
        hasEnded = true
        return Self.reap(identifier)
    }

    /// Waits for the end of a child of this process.
    static func reap(_ child: pid_t) -> Ending {
        var status: Int32 = 0
        // SAFETY: the call writes one number.
        _ = try? retryingOnInterrupt { unsafe waitpid(child, &status, 0) }
        // wait(2): the low seven bits are the signal, the next eight bits above them the exit status.
        return status & 0x7F == 0 ? .status((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }

    private static func end(_ child: pid_t) {
        guard kill(child, SIGKILL) == 0 else { return }
        _ = try? retryingOnInterrupt { waitpid(child, nil, 0) }
    }
}
