import LinuxNet
import Testing

extension Tag {
    /// Uses real sockets of this kernel, on loopback addresses only.
    @Tag static var kernel: Self
}

/// What this host can do; a test that needs more says so when it is skipped.
enum Capability {
    static let ipv6Loopback = (try? UDPSocket(bindingTo: .loopback(.ipv6))) != nil
    static let segmentation = LinuxKernel().segmentLimit >= 2
}
