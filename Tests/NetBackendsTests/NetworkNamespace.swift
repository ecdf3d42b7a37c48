import Glibc
import NetBackends
import NetCore
import Testing

/// A network namespace of a test's own: a thread enters it for the time of a call, and what is opened there stays there.
///
/// It is gone when nothing of it is open any more, and with it every interface in it.
final class NetworkNamespace {
    /// Lent to others for moving an interface there.
    var path: String { "/proc/\(getpid())/fd/\(descriptor)" }
    private let descriptor: Int32

    /// Makes one whose interfaces send nothing by themselves.
    init() throws {
        let outside = try Self.openCurrent()
        defer { close(outside) }
        try Unshare.network.enter()
        defer { try? Self.set(outside) }
        descriptor = try Self.openCurrent()
        for set in ["all", "default"] {
            // Neighbour discovery would be among the frames of every interface that comes up.
            let file = Glibc.open("/proc/sys/net/ipv6/conf/\(set)/disable_ipv6", O_WRONLY)
            guard file >= 0 else { continue }
            write(file, "1", 1)
            close(file)
        }
    }

    deinit { close(descriptor) }

    /// Whether this host lets a test have one.
    static let isPossible = (try? NetworkNamespace()) != nil && access("/usr/sbin/ip", X_OK) == 0
    static let needs: Comment = "needs root, /dev/net/tun and ip"

    /// Does something in it.
    func callAsFunction<Result>(_ body: () throws -> Result) throws -> Result {
        let outside = try Self.openCurrent()
        defer { close(outside) }
        try Self.set(descriptor)
        defer { try? Self.set(outside) }
        return try body()
    }

    /// Runs a command of the shell in it.
    ///
    /// - Returns: Its exit status.
    func status(of command: String) throws -> Int32 {
        try self { Self.run(["/bin/sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; \(command)"]) }
    }

    /// Runs commands of the shell in it, all of which have to succeed.
    func shell(_ command: String, _ location: SourceLocation = #_sourceLocation) throws {
        try #require(try status(of: "set -e; \(command)") == 0, "\(command)", sourceLocation: location)
    }

    private static func openCurrent() throws -> Int32 {
        let descriptor = Glibc.open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        try #require(descriptor >= 0)
        return descriptor
    }

    private static func set(_ descriptor: Int32) throws {
        typealias Call = @convention(c) (Int32, Int32) -> Int32
        let symbol = try #require(dlsym(nil, "setns"))
        try #require(unsafeBitCast(symbol, to: Call.self)(descriptor, Unshare.network.rawValue) == 0)
    }

    private static func run(_ command: [String]) -> Int32 {
        var child = pid_t()
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        guard posix_spawn(&child, command[0], nil, nil, &arguments, environ) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 && errno == EINTR {}
        return status == 0 ? 0 : status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    }
}

extension Capability {
    /// Interfaces of a test's own, and taps among them.
    static let tap = NetworkNamespace.isPossible && access("/dev/net/tun", R_OK | W_OK) == 0
}
