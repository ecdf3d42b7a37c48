import Foundation
import Testing

extension Tag {
    /// Speaks to programs of other people over real sockets, on loopback addresses only.
    @Tag static var peer: Self
}

/// What this host can do; a test that needs more says so when it is skipped.
enum Capability {
    static let ipv6Loopback = (try? PlainSocket(.ipv6)) != nil

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
    /// Needs QEMU.
    static var needsQEMU: Self {
        .enabled(if: Capability.qemu, "needs qemu-system-x86_64 and setpriv: qemu-system-x86 and util-linux on Debian")
    }
}
