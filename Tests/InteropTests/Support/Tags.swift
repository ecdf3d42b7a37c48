import Foundation
import Testing

extension Tag {
    /// Speaks to programs of other people over real sockets, on loopback addresses only.
    @Tag static var peer: Self
}

/// What this host can do; a test that needs more says so when it is skipped.
enum Capability {
    static let ipv6Loopback = (try? PlainSocket(.ipv6)) != nil

    /// Sockets of IP protocol 115 (RFC 3931 section 4.1.1).
    static let rawIP = [AF_INET, AF_INET6].allSatisfy { family in
        (try? Descriptor("socket", socket(family, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 115))) != nil
    }

    /// QEMU, and what makes it end with the test.
    static let qemu = ["qemu-system-x86_64", "setpriv"].allSatisfy(has)

    /// Whether a program is in PATH.
    static func has(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs raw sockets.
    static var needsRawIP: Self { .enabled(if: Capability.rawIP, "needs CAP_NET_RAW") }

    /// Needs QEMU.
    static var needsQEMU: Self {
        .enabled(if: Capability.qemu, "needs qemu-system-x86_64 and setpriv: qemu-system-x86 and util-linux on Debian")
    }
}
