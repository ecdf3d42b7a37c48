import LinuxNet
import SystemPackage

extension BackendError {
    init(_ error: DeviceError) {
        self.init([error.description, Self.remedy(for: error)].compactMap { $0 }.joined(separator: "; "))
    }

    /// What helps, or what the words of errno(3) leave out.
    private static func remedy(for error: DeviceError) -> String? {
        switch (error.operation, error.errno) {
        case (.openTun, .noSuchFileOrDirectory), (.openTun, .operationNotSupportedByDevice),
            (.openTun, .noSuchAddressOrDevice):
            "this kernel has no tun driver, or it is not loaded (modprobe tun); a container has to be given the device"
        case (.openTun, .permissionDenied), (.openTun, .notPermitted):
            "the device is root's here: run wirework as root, use fd= or netdev bridge, or a veth pair with netdev packet"
        case (.attach, .notPermitted):
            """
            a tap interface needs CAP_NET_ADMIN: run wirework as root, give the program the right (setcap cap_net_admin+ep), \
            or have root make one for you (ip tuntap add dev \(error.name) mode tap user NAME)
            """
        case (.attach, .resourceBusy):
            "another program, or another netdev, has that interface; `ip -d link show dev \(error.name)` shows it"
        case (.attach, .invalidArgument):
            """
            there is an interface of that name that is no tap, or that was made with another choice of queues \
            (ip tuntap add ... multi_queue); `ip -d link show dev \(error.name)` shows it
            """
        case (.attach, .tooManyOpenFiles), (.attach, Errno(rawValue: 7)):
            "an interface has at most 256 queues"
        case (.enterNetwork, .notPermitted):
            "it needs CAP_SYS_ADMIN: run wirework as root, or where an ordinary user may have namespaces"
        case (.makeBridge, .notSupported):
            "this kernel has no bridge, or it is not loaded (modprobe bridge)"
        case (.adopt, .badFileDescriptor):
            "it is not open here; the program that starts wirework has to leave it open"
        case (.adopt, .inappropriateIOCTLForDevice), (.adopt, .invalidArgument):
            "a tap netdev takes a descriptor of /dev/net/tun"
        case (.adopt, .protocolWrongTypeForSocket):
            "it has to be opened with IFF_TAP and IFF_NO_PI: frames, and nothing before them"
        case (.adopt, .improperLink):
            "all descriptors of a netdev are queues of one interface"
        case (.find, .operationNotSupportedByDevice):
            "`ip link` shows the interfaces of this network namespace"
        default: nil
        }
    }
}
