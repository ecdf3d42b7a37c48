import LinuxNet
import ScenarioFile

/// What this host has of one thing that a lab may want.
struct HostFinding {
    /// The word for it, as `have(...)` knows it.
    let feature: HostFeature
    let isHere: Bool
    /// What was found, or why there is nothing.
    let detail: String
    /// How to get it; nil where it is here.
    let remedy: String?

    /// Looks for it.
    init(of feature: HostFeature) {
        self.feature = feature
        (isHere, detail) = Self.look(for: feature)
        remedy = isHere ? nil : feature.remedy
    }

    private static func look(for feature: HostFeature) -> (isHere: Bool, detail: String) {
        switch feature {
        case .qemu: program("qemu-system-x86_64")
        case .vdeSwitch: program("vde_switch")
        case .uml: program("linux.uml")
        case .tshark: program("tshark")
        case .kvm: trial("a virtual machine", HostProbe.kvm()?.description)
        case .tap: trial("a tap device", HostProbe.tap()?.description)
        case .root: HostProbe.isRoot ? (true, "this is root") : (false, "this is an ordinary user")
        case .userns: trial("a user namespace", HostProbe.userNamespace()?.description)
        case .raw: trial("a raw socket", HostProbe.rawSocket()?.description)
        case .packet: trial("a packet socket", HostProbe.packetSocket()?.description)
        case .ipv6: trial("a socket on ::1", HostProbe.loopbackIPv6()?.description)
        case .gso: segments(HostProbe.segmentLimit())
        case .gro:
            HostProbe.coalescesReceived()
                ? (true, "many datagrams received as one") : (false, "this kernel has no UDP_GRO")
        }
    }

    private static func program(_ name: String) -> (Bool, String) {
        HostProbe.program(name).map { (true, $0) } ?? (false, "no \(name) in PATH")
    }

    private static func trial(_ what: String, _ problem: String?) -> (Bool, String) {
        problem.map { (false, "\(what): \($0)") } ?? (true, "\(what) can be had")
    }

    private static func segments(_ limit: Int) -> (Bool, String) {
        limit > 0 ? (true, "\(limit) datagrams sent as one") : (false, "this kernel has no UDP_SEGMENT")
    }
}

extension HostFeature {
    /// What needs it, or does better with it.
    var purpose: String {
        switch self {
        case .qemu: "QEMU at the other end of a netdev"
        case .vdeSwitch: "VDE networks"
        case .uml: "User-Mode Linux at the other end of a tunnel"
        case .tshark: "reading captures"
        case .kvm: "speed of QEMU guests"
        case .tap: "tap devices"
        case .root: "nothing by itself"
        case .userns: "raw sockets and namespaces without root"
        case .raw: "l2tpv3 with udp: off"
        case .packet: "network interfaces of the host"
        case .ipv6: "links with ipv6: on"
        case .gso: "speed of sending, l2tpv3 and dgram"
        case .gro: "speed of receiving, l2tpv3 and dgram"
        }
    }

    /// How to get it, on Debian and its kin.
    fileprivate var remedy: String {
        switch self {
        case .qemu: "apt install qemu-system-x86"
        case .vdeSwitch: "apt install vde2"
        case .uml: "apt install user-mode-linux"
        case .tshark: "apt install tshark"
        case .kvm: "a machine with virtualization, and the group kvm for this user"
        case .tap: "modprobe tun, and rights on /dev/net/tun: root, or its group"
        case .root: "sudo, where something else here asks for it"
        case .userns:
            "sysctl user.max_user_namespaces above 0, kernel.unprivileged_userns_clone=1, "
                + "kernel.apparmor_restrict_unprivileged_userns=0; or root"
        case .raw, .packet: "root, or setcap cap_net_raw+ep on wirework"
        case .ipv6: "sysctl net.ipv6.conf.lo.disable_ipv6=0"
        case .gso: "Linux 4.18 or later"
        case .gro: "Linux 5.0 or later"
        }
    }
}
