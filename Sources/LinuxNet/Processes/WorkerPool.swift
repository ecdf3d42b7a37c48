import CLinuxNet
import Glibc
public import SystemPackage

/// Copies of this process that do a piece of work each and say what came of it: fork(2) without execve(2).
///
/// A copy knows all that this process knows, and changes nothing here. It is killed when the thread that started it ends
/// (`PR_SET_PDEATHSIG`, prctl(2)), and so does not outlive this process. While there is a pool SIGINT and SIGTERM are blocked, here
/// and in the copies, and come as events: a terminal sends them to all.
///
/// - Important: a process with threads may not be copied like this: of those, and of the locks that they hold, the copy has what
///   they were at that moment (fork(2)).
public struct WorkerPool: ~Copyable {
    /// What was waited for.
    public enum Event: Sendable {
        /// A copy has ended: its number, what it has said, and how it ended.
        case ended(Int, output: [UInt8], ChildProcess.Ending)
        /// This process was sent a signal.
        case signal(Int32)
    }

    private let signals: SignalDescriptor
    private var workers: [Worker] = []

    /// A pool without copies.
    public init() throws(Errno) {
        signals = try SignalDescriptor([SIGINT, SIGTERM])
    }

    /// Starts a copy.
    ///
    /// - Parameters:
    ///   - number: What it is called in events.
    ///   - work: What it does; it returns what the copy says, and the copy ends.
    /// - Throws: What pipe(2) or fork(2) said.
    public mutating func start(_ number: Int, _ work: () -> [UInt8]) throws(Errno) {
        workers.append(try Worker(number, work))
    }

    /// Waits until a copy has ended or a signal has come.
    ///
    /// - Parameter deadline: Of ``EventPoll/now()``; nil: for ever.
    /// - Returns: nil when the time is over.
    public mutating func next(until deadline: Int64? = nil) -> Event? {
        while true {
            // What has ended before a signal came did not end by it.
            if let index = workers.firstIndex(where: \.isSilent) {
                let worker = workers.remove(at: index)
                return .ended(worker.number, output: worker.output, worker.reap())
            }
            if let number = try? signals.next() { return .signal(number) }
            let left = deadline.map { ($0 - EventPoll.now() + 999_999) / 1_000_000 } ?? -1
            if deadline != nil, left <= 0 { return nil }
            var polled = [pollfd(fd: signals.rawValue, events: Int16(POLLIN), revents: 0)]
            polled += workers.map { pollfd(fd: $0.descriptor.rawValue, events: Int16(POLLIN), revents: 0) }
            // SAFETY: the call reads and writes as many structures as there are.
            _ = unsafe polled.withUnsafeMutableBufferPointer { all in
                unsafe poll(all.baseAddress, nfds_t(all.count), Int32(clamping: left))
            }
            for (worker, polled) in zip(workers, polled.dropFirst()) where polled.revents != 0 { worker.listen() }
        }
    }

    /// Sends a signal to a copy that runs; one that has ended is none.
    public func send(_ signal: Int32, to number: Int) {
        for worker in workers where worker.number == number { worker.send(signal) }
    }
}

/// A copy, which is killed when nobody waits for it any more.
private final class Worker {
    let number: Int
    private let identifier: pid_t
    private let pipe: OwnedDescriptor
    private(set) var output: [UInt8] = []
    /// It has closed its end of the pipe: it has said all.
    private(set) var isSilent = false
    private var hasEnded = false

    init(_ number: Int, _ work: () -> [UInt8]) throws(Errno) {
        var ends: [2 of Int32] = [-1, -1]
        // SAFETY: the call writes two descriptors.
        _ = try unsafe withUnsafeMutableBytes(of: &ends) { (bytes) throws(Errno) in
            let ends = unsafe bytes.baseAddress?.assumingMemoryBound(to: Int32.self)
            return try retryingOnInterrupt { unsafe clinuxnet_pipe(ends) }
        }
        let near = OwnedDescriptor(owning: ends[0])
        let far = OwnedDescriptor(owning: ends[1])
        let child = try retryingOnInterrupt { clinuxnet_fork() }
        if child == 0 {
            let isSaid = Self.say(work(), to: far.descriptor)
            // Nothing of this process is undone in the copy: files that are to go at its end are still wanted.
            _exit(isSaid ? 0 : 1)
        }
        self.number = number
        identifier = child
        pipe = near
    }

    deinit {
        guard !hasEnded else { return }
        kill(identifier, SIGKILL)
        _ = reap()
    }

    private static func say(_ bytes: [UInt8], to descriptor: FileDescriptor) -> Bool {
        (try? descriptor.writeAll(bytes)) != nil
    }

    var descriptor: FileDescriptor { pipe.descriptor }

    func send(_ signal: Int32) { kill(identifier, signal) }

    /// Takes what it has said.
    func listen() {
        var buffer: [4096 of UInt8] = .init(repeating: 0)
        let number = pipe.descriptor.rawValue
        while true {
            // SAFETY: the kernel writes at most as many bytes as there are.
            let answer = unsafe withUnsafeMutableBytes(of: &buffer) { bytes in
                try? nonBlocking { unsafe read(number, bytes.baseAddress, bytes.count) }
            }
            switch answer {
            case .done(let count)? where count > 0: for index in 0..<count { output.append(buffer[index]) }
            case .wouldBlock?: return
            default:
                isSilent = true
                return
            }
        }
    }

    func reap() -> ChildProcess.Ending {
        hasEnded = true
        return ChildProcess.reap(identifier)
    }
}
