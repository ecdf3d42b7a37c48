import CLinuxNet
import Glibc
public import SystemPackage

/// How a process without rights comes to kernel objects of its own: it leaves for a user and a network namespace, in place
/// (user_namespaces(7), network_namespaces(7)).
///
/// In its own user namespace it has every capability over its own network: raw sockets, interfaces, routes. The network is
/// empty but for a loopback, and nothing of the host's is seen in it any more; a socket that was opened before stays where it
/// was. There is no way back.
///
/// - Important: a process with threads may not do it (unshare(2), `CLONE_NEWUSER`: `EINVAL`).
public enum RootlessSwitch {
    /// Threads of this process; the kernel lists them in /proc/self/task (proc(5)).
    ///
    /// - Returns: At least 1; 1 too where /proc is not mounted.
    public static var threadCount: Int {
        var facts = stat()
        // SAFETY: the path is NUL-terminated and the structure written during the call.
        guard unsafe stat("/proc/self/task", &facts) == 0 else { return 1 }
        // A directory has a link from its parent, one from itself, and one from each directory in it.
        return max(1, Int(facts.st_nlink) - 2)
    }

    /// Whether this process may open raw sockets as it is (capabilities(7), `CAP_NET_RAW`).
    public static var mayOpenRawSockets: Bool {
        do {
            _ = try RawIPSocket(bindingTo: .loopback(.ipv4), protocol: UInt8(IPPROTO_UDP))
            return true
        } catch {
            return error.errno != .notPermitted
        }
    }

    /// Whether this process may have network namespaces beside its own as it is (capabilities(7), `CAP_SYS_ADMIN`).
    public static var mayHaveNetworks: Bool { (try? PrivateNetwork()) != nil }

    /// Leaves for namespaces of its own, and brings their loopback up.
    ///
    /// The ids of user and group stay what they are: files have the same owner on both sides.
    ///
    /// - Throws: ``RootlessError``, with the step that was refused.
    public static func enter() throws(RootlessError) {
        let threads = threadCount
        guard threads == 1 else { throw RootlessError(.threads(threads)) }
        // Inside they are unknown until they are mapped.
        let (user, group) = (geteuid(), getegid())
        do {
            _ = try retryingOnInterrupt { clinuxnet_unshare_user_and_network() }
        } catch {
            throw RootlessError(.unshare, error)
        }
        // An ordinary user may map groups only after giving up setgroups(2) (user_namespaces(7)).
        try write("deny", to: "/proc/self/setgroups", .mapIdentifiers)
        try write("\(user) \(user) 1", to: "/proc/self/uid_map", .mapIdentifiers)
        try write("\(group) \(group) 1", to: "/proc/self/gid_map", .mapIdentifiers)
        do {
            _ = try retryingOnInterrupt { unsafe clinuxnet_bring_up("lo") }
        } catch {
            throw RootlessError(.bringUpLoopback, error)
        }
    }

    private static func write(_ text: String, to path: FilePath, _ step: RootlessError.Step) throws(RootlessError) {
        do {
            let file = try FileDescriptor.open(path, .writeOnly, options: [.closeOnExec])
            defer { try? file.close() }
            try file.writeAll(text.utf8)
        } catch {
            throw RootlessError(step, error as? Errno ?? .ioError)
        }
    }
}

/// Why a process could not leave for namespaces of its own.
public struct RootlessError: Error, Equatable, CustomStringConvertible {
    /// What was tried.
    public enum Step: Equatable, Sendable {
        /// Nothing yet: the process has so many threads.
        case threads(Int)
        /// unshare(2).
        case unshare
        /// Writing uid_map, gid_map and setgroups.
        case mapIdentifiers
        /// Setting the flags of `lo`.
        case bringUpLoopback
    }

    /// What was tried.
    public let step: Step
    /// What the kernel said; nil if it was not asked.
    public let errno: Errno?

    init(_ step: Step, _ errno: Errno? = nil) {
        self.step = step
        self.errno = errno
    }

    /// What was tried, why it failed, and who can change that.
    public var description: String {
        let reason = errno.map { ": \($0)" } ?? ""
        switch step {
        case .threads(let count):
            return "a process of \(count) threads cannot enter a user namespace"
        case .unshare:
            return "could not enter a user namespace of its own\(reason); "
                + "`sysctl user.max_user_namespaces` shows whether this host allows any"
        case .mapIdentifiers:
            return "could not map the user into its namespace\(reason); "
                + "on some hosts `sysctl kernel.apparmor_restrict_unprivileged_userns` forbids it"
        case .bringUpLoopback:
            return "could not bring up the loopback of a new network namespace\(reason)"
        }
    }
}
