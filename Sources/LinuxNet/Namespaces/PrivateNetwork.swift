import CLinuxNet
import Glibc
import SystemPackage

/// A network namespace that this process has and is not in (network_namespaces(7)): what is opened there stays there.
///
/// The kernel removes it, with every interface in it, when nothing of it is open any more, however the process ends.
/// Nothing in it sends of itself: it has no addresses, and no IPv6.
public final class PrivateNetwork {
    private let inside: OwnedDescriptor

    /// Makes one.
    ///
    /// - Throws: ``DeviceError/Operation/enterNetwork``, `EPERM` without `CAP_SYS_ADMIN`.
    public init() throws {
        inside = try Self.visiting {
            _ = try Self.call { clinuxnet_unshare_network() }
            Self.silence()
            return try Self.current()
        }
    }

    /// Does something in it; the calling thread is back when this returns.
    ///
    /// - Throws: ``DeviceError/Operation/enterNetwork``, or what `body` throws.
    public func callAsFunction<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result {
        try Self.visiting {
            _ = try Self.call { clinuxnet_set_network(inside.descriptor.rawValue) }
            return try body()
        }
    }

    /// Has a bridge join taps that were opened in it: all that is written to one can be read from all others, whatever its
    /// addresses.
    ///
    /// - Parameter names: Of the interfaces, none of which is `hub`; they are up when this returns, as long as they are open.
    /// - Throws: ``DeviceError``.
    public func join(_ names: [String]) throws {
        try self {
            _ = try DeviceError.wrapping(.makeBridge, Self.hub) { unsafe clinuxnet_make_hub(Self.hub) }
            for name in names {
                _ = try DeviceError.wrapping(.set("SIOCBRADDIF"), name) {
                    unsafe clinuxnet_plug_in(Self.hub, name, Self.mtu)
                }
            }
            for name in names + [Self.hub] {
                _ = try DeviceError.wrapping(.set("SIOCSIFFLAGS"), name) { unsafe clinuxnet_bring_up(name) }
            }
        }
    }

    private static let hub = "hub"
    /// The longest that a tap takes: `MAX_MTU` of Linux's tun driver, 65535, less an Ethernet header.
    private static let mtu: Int32 = 65_521
    /// The longest frame between such taps.
    public static let tapFrameByteLimit = 65_535

    /// Goes somewhere, does something there, and comes back.
    private static func visiting<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result {
        let outside = try current()
        let result: Result
        do {
            result = try body()
        } catch {
            // What is to be reported is why it failed there.
            _ = clinuxnet_set_network(outside.descriptor.rawValue)
            throw error
        }
        _ = try call { clinuxnet_set_network(outside.descriptor.rawValue) }
        return result
    }

    private static func current() throws(DeviceError) -> OwnedDescriptor {
        OwnedDescriptor(
            owning: try call { unsafe open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC) })
    }

    private static func call(_ call: () -> Int32) throws(DeviceError) -> Int32 {
        try DeviceError.wrapping(.enterNetwork, "taps", call)
    }

    /// Neighbour discovery would be among the frames of every interface that comes up.
    private static func silence() {
        let path: FilePath = "/proc/sys/net/ipv6/conf/default/disable_ipv6"
        guard let file = try? FileDescriptor.open(path, .writeOnly, options: [.closeOnExec]) else { return }
        _ = try? file.writeAll("1".utf8)
        try? file.close()
    }
}
