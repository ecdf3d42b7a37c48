/// What `have(...)` may ask of a host: a closed list, so that a mistyped word is no silent no.
public enum HostFeature: String, Sendable, Hashable, CaseIterable {
    /// QEMU's system emulator, `qemu-system-x86_64`.
    case qemu
    /// `vde_switch` of vde2.
    case vdeSwitch = "vde_switch"
    /// User-Mode Linux, `linux.uml`.
    case uml
    /// Wireshark's `tshark`.
    case tshark
    /// `/dev/kvm`, for this user.
    case kvm
    /// Tap devices, here or in a user namespace.
    case tap
    /// The rights of root.
    case root
    /// User namespaces with a network namespace in them, for this user (user_namespaces(7)).
    case userns
    /// Raw IP sockets (raw(7)).
    case raw
    /// Packet sockets (packet(7)).
    case packet
    /// IPv6 on loopback.
    case ipv6
    /// UDP segmentation by the kernel, `UDP_SEGMENT`.
    case gso
    /// UDP datagrams received in one piece, `UDP_GRO`.
    case gro
}
