import CLinuxNet
import Glibc
public import SystemPackage

/// What this host allows this process, found out by trying; nothing of a trial stays.
///
/// A trial answers nil where the host allows it, else the error that the kernel gave.
public enum HostProbe {
    /// A user namespace with a network namespace in it (user_namespaces(7)), tried by a child.
    public static func userNamespace() -> Errno? { error(clinuxnet_try_user_namespace()) }

    /// A tap device, tried by a child in a network namespace of its own, which may need a user namespace around it.
    public static func tap() -> Errno? { error(clinuxnet_try_tap()) }

    /// A virtual machine of the kernel's, tried by a child.
    public static func kvm() -> Errno? { error(clinuxnet_try_kvm()) }

    /// A raw socket of IP protocol 115, L2TPv3 (raw(7)).
    public static func rawSocket() -> Errno? {
        opens { socket(AF_INET, clinuxnet_RAW_SOCKET_TYPE, 115) }
    }

    /// A packet socket that hears nothing (packet(7): protocol 0).
    public static func packetSocket() -> Errno? {
        opens { socket(AF_PACKET, clinuxnet_RAW_SOCKET_TYPE, 0) }
    }

    /// A UDP socket on `::1`.
    public static func loopbackIPv6() -> Errno? {
        do throws(SocketError) {
            _ = try UDPSocket(bindingTo: .loopback(.ipv6))
            return nil
        } catch {
            return error.errno
        }
    }

    /// How many datagrams one message may carry to the kernel (`UDP_SEGMENT`, udp(7)); 0: none.
    public static func segmentLimit() -> Int { SegmentationProbe.segmentLimit() }

    /// Whether datagrams of equal length may be received in one piece (`UDP_GRO`, udp(7)).
    public static func coalescesReceived() -> Bool {
        (try? UDPSocket(bindingTo: .loopback(.ipv4)))?.coalescesReceived ?? false
    }

    /// How many descriptors this process may have open: as it is, and as far as it may go by itself (getrlimit(2)).
    public static func descriptorLimit() throws(Errno) -> (soft: UInt64, hard: UInt64) {
        var limit = clinuxnet_limit()
        // SAFETY: the call uses the structure only while it runs.
        _ = try retryingOnInterrupt { unsafe clinuxnet_get_descriptor_limit(&limit) }
        return (limit.soft, limit.hard)
    }

    /// Whether this process has the rights of root (geteuid(2)).
    public static var isRoot: Bool { geteuid() == 0 }

    /// Finds a program as execvp(3) does.
    ///
    /// - Parameter name: Its name, without a folder.
    /// - Returns: Its path, or nil where no folder of `PATH` has it.
    public static func program(_ name: String) -> String? {
        // SAFETY: the text is copied at once; nothing here changes the environment.
        let folders = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        return folders.split(separator: ":").map { "\($0)/\(name)" }.first(where: isExecutable)
    }

    /// Whether this process may run the file at a path (access(2)).
    public static func isExecutable(_ path: String) -> Bool {
        // SAFETY: the path is copied by the kernel before the call returns.
        unsafe access(path, X_OK) == 0
    }

    /// Whether there is a file at a path that this process may look for (access(2)).
    public static func exists(_ path: String) -> Bool {
        // SAFETY: the path is copied by the kernel before the call returns.
        unsafe access(path, F_OK) == 0
    }

    /// Whether this process may run the file at a path, and it has the rights of root then (inode(7), set-user-ID).
    public static func runsAsRoot(_ path: String) -> Bool {
        var facts = stat()
        // SAFETY: the path is copied by the kernel, which writes one structure.
        guard isExecutable(path), unsafe stat(path, &facts) == 0 else { return false }
        return isRoot || facts.st_uid == 0 && facts.st_mode & S_ISUID != 0
    }

    private static func error(_ number: Int32) -> Errno? {
        number == 0 ? nil : Errno(rawValue: number)
    }

    private static func opens(_ call: () -> Int32) -> Errno? {
        do throws(Errno) {
            _ = OwnedDescriptor(owning: try retryingOnInterrupt(call))
            return nil
        } catch {
            return error
        }
    }
}
