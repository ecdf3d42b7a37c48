import Testing

/// L2TPv3 with the sessions of a real Linux kernel: `ip l2tp` in a QEMU guest.
///
/// The guest is booted once. Its tests are in extensions.
@Suite(
    "l2tpv3: a Linux kernel's own sessions", .tags(.peer), .needsKernelGuest, .serialized,
    .guest { try Guest.debianKernel() }, .timeLimit(.minutes(3)))
struct LinuxKernelTests {
    let guest: Guest

    init() throws { guest = try Guest.ofSuite() }
}
