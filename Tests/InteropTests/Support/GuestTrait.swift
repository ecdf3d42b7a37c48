import Foundation
import TestSupport
import Testing

/// Boots a guest before the first test of a suite and ends it behind the last: ``Guest/current``.
struct GuestTrait: SuiteTrait, TestScoping {
    let boot: @Sendable () throws -> Guest

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let guest = try boot()
        defer { guest.end() }
        try await Guest.$current.withValue(guest, operation: function)
    }
}

extension Trait where Self == GuestTrait {
    /// Gives the suite a guest.
    static func guest(_ boot: @escaping @Sendable () throws -> Guest) -> Self { GuestTrait(boot: boot) }
}

extension Guest {
    /// The suite's guest.
    static func ofSuite() throws -> Guest { try #require(current, "the suite has booted no guest") }
}

extension Capability {
    /// Whether an ordinary user may have a network of his own.
    static let namespaces = succeeds(NetworkNamespace.making("ip link set lo up", then: ["true"]))

    /// Whether the root of such a network may make tap devices: /dev/net/tun may be the host's root's alone.
    static let tap = succeeds(NetworkNamespace.making("ip tuntap add dev tap0 mode tap", then: ["true"]))

    /// Whether there is what guests boot from.
    static let bootFiles = FileManager.default.fileExists(atPath: "\(Guest.bootFiles)/stamp")

    private static func succeeds(_ command: [String]) -> Bool {
        (try? RunningProgram(command).waitForEnd()) == .status(0)
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs Debian's kernel in a QEMU on a tap device.
    static var needsKernelGuest: Self {
        .enabled(
            if: Capability.qemu && Capability.bootFiles && Capability.tap,
            "needs QEMU, what .ci/guests makes, user namespaces, and /dev/net/tun, which is often root's alone")
    }

    /// Needs User-Mode Linux.
    static var needsUserModeLinux: Self {
        .enabled(
            if: Capability.has("linux.uml") && Capability.bootFiles && Capability.namespaces,
            "needs user-mode-linux, what .ci/guests makes, and user namespaces")
    }
}
