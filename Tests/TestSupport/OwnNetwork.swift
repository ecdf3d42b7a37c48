import Glibc

/// A network namespace of a test's own: a thread enters it for the time of a call, and what is opened there stays there.
///
/// It is gone when nothing of it is open any more, and with it every interface in it.
public final class OwnNetwork: Sendable {
    /// Lent to programs that move an interface there.
    public var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
    private let descriptor: Int32

    /// Makes one whose interfaces send nothing by themselves.
    public init() throws {
        let outside = try Self.openCurrent()
        defer { close(outside) }
        try Unshare.network.enter()
        defer { try? Self.set(outside) }
        descriptor = try Self.openCurrent()
        for set in ["all", "default"] {
            // Neighbour discovery would be among the frames of every interface that comes up.
            let file = open("/proc/sys/net/ipv6/conf/\(set)/disable_ipv6", O_WRONLY)
            guard file >= 0 else { continue }
            write(file, "1", 1)
            close(file)
        }
    }

    deinit { close(descriptor) }

    /// Whether this host lets a test have one, and interfaces in it, taps among them.
    public static let isPossible: Bool =
        (try? OwnNetwork()) != nil && access("/usr/sbin/ip", X_OK) == 0
        && access("/dev/net/tun", R_OK | W_OK) == 0
    /// What is needed where it is not.
    public static let needs = "needs root, /dev/net/tun and iproute2"

    /// Does something in it.
    public func callAsFunction<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result {
        let outside = try Self.openCurrent()
        defer { close(outside) }
        try Self.set(descriptor)
        defer { try? Self.set(outside) }
        return try body()
    }

    /// Runs a command of the shell in it.
    ///
    /// - Returns: Its exit status, or -1 for a signal.
    public func status(of command: String) throws -> Int32 {
        try self { Self.run(["/bin/sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; \(command)"]) }
    }

    /// Runs commands of the shell in it, all of which have to succeed.
    public func shell(_ command: String) throws {
        let status = try status(of: "set -e; \(command)")
        guard status == 0 else { throw NamespaceFailure("status \(status) of: \(command)") }
    }

    private static func openCurrent() throws -> Int32 {
        let descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw NamespaceFailure("/proc/thread-self/ns/net cannot be opened") }
        return descriptor
    }

    private static func set(_ descriptor: Int32) throws {
        typealias Call = @convention(c) (Int32, Int32) -> Int32
        guard let symbol = dlsym(nil, "setns"),
            unsafeBitCast(symbol, to: Call.self)(descriptor, Unshare.network.rawValue) == 0
        else { throw NamespaceFailure("setns: \(String(cString: strerror(errno)))") }
    }

    /// Runs a program, where this thread is.
    ///
    /// - Returns: Its exit status, or -1 for a signal, or if there is no such program.
    public static func run(_ command: [String]) -> Int32 {
        var child = pid_t()
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        guard posix_spawn(&child, command[0], nil, nil, &arguments, environ) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 && errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    }
}
