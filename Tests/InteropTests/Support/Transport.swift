import NetdevOptions
import TestSupport
import Testing

/// What a wire can be made of.
enum Transport: String, CaseIterable, CustomTestStringConvertible {
    case l2tpv3 = "l2tpv3 over IPv4"
    case l2tpv3IPv6 = "l2tpv3 over IPv6"
    case inet = "dgram inet"
    case inetIPv6 = "dgram inet over IPv6"
    case unix = "dgram unix"
    case unixDescriptor = "dgram fd, unix"
    case inetDescriptor = "dgram fd, UDP"
    case socketUDP = "socket udp"

    /// Those that QEMU has too: its dgram knows IPv4 only.
    static let common = allCases.filter { $0 != .inetIPv6 }
    /// Those whose ends find each other by address, so that one can go and come back.
    static let addressed: [Transport] = [.l2tpv3, .l2tpv3IPv6, .inet, .unix]

    var testDescription: String { rawValue }

    /// The longest frame that both Wirework's ends carry.
    var frameByteLimit: Int {
        switch self {
        // 65507 and 65527: what the length fields of UDP over IPv4 and IPv6 leave; 12: version, session and counter.
        case .l2tpv3: 65_507 - 12
        case .l2tpv3IPv6: 65_527 - 12
        case .inet, .inetDescriptor, .socketUDP: 65_507
        case .inetIPv6: 65_527
        // Wirework's own limit: 65535 bytes behind an Ethernet header and a VLAN tag. QEMU's buffer has 69632.
        case .unix, .unixDescriptor: 65_553
        }
    }

    /// The longest frame that QEMU 7.2 carries too, as seen: its l2tpv3 receives 2048 bytes behind the header, whatever
    /// that has, and hands on the beginning of longer ones.
    var qemuFrameByteLimit: Int {
        switch self {
        case .l2tpv3, .l2tpv3IPv6: 2048
        default: frameByteLimit
        }
    }

    /// How much may be on its way without anything being lost or overtaken.
    ///
    /// QEMU's hub confuses the order when a netdev behind it is blocked. A unix socket takes 10 datagrams from those that it
    /// is not connected to (net.unix.max_dgram_qlen), so this blocks none.
    var window: Window {
        switch self {
        case .unix: Window(frames: 10)
        default: Window()
        }
    }

    /// Both ends, on ports and paths that are free.
    func pair(in directory: TemporaryDirectory) throws -> NetdevPair {
        switch self {
        case .l2tpv3: try tunnel(.ipv4)
        case .l2tpv3IPv6: try tunnel(.ipv6)
        case .inet: try inet(.ipv4)
        case .inetIPv6: try inet(.ipv6)
        case .unix: NetdevPair(rawValue, .unix(local: directory["left"], remote: directory["right"]))
        case .unixDescriptor: try descriptors(Descriptor.datagramPair())
        case .inetDescriptor: try descriptors(PlainSocket.connectedPair())
        case .socketUDP: try socketUDP()
        }
    }

    private func tunnel(_ version: InternetVersion) throws -> NetdevPair {
        var ports = PortReserve()
        return try L2TPv3Tunnel(options: "txsession=7,rxsession=9,counter=on", version: version).pair(&ports)
    }

    private func inet(_ version: InternetVersion) throws -> NetdevPair {
        var ports = PortReserve()
        let host = version.host
        return NetdevPair(
            rawValue,
            .inet(
                local: InetEndpoint(host: host, port: try ports.take(version)),
                remote: InetEndpoint(host: host, port: try ports.take(version))))
    }

    private func socketUDP() throws -> NetdevPair {
        var ports = PortReserve()
        let left = InetEndpoint(host: "127.0.0.1", port: try ports.take(.ipv4))
        let right = InetEndpoint(host: "127.0.0.1", port: try ports.take(.ipv4))
        return NetdevPair(
            name: rawValue,
            left: Netdev(NetdevConfiguration(backend: .socket(.udp(local: left, remote: right)))),
            right: Netdev(NetdevConfiguration(backend: .socket(.udp(local: right, remote: left)))))
    }

    private func descriptors(_ pair: (near: Descriptor, far: Descriptor)) -> NetdevPair {
        let (left, right) = (Netdev(.descriptor(pair.near.number)), Netdev(.descriptor(pair.far.number)))
        return NetdevPair(name: rawValue, left: left.inheriting(pair.near), right: right.inheriting(pair.far))
    }
}

extension Netdev {
    /// The same, with a descriptor that it takes over.
    func inheriting(_ descriptor: Descriptor) -> Netdev {
        var netdev = self
        netdev.inherited = [descriptor]
        return netdev
    }
}

extension NetdevPair {
    /// Both ends of a dgram link: the right one is what the option table makes of the left one.
    init(_ name: String, _ left: DgramOptions) {
        self.init(name: name, left: Netdev(left), right: Netdev(left.mirrored() ?? left))
    }
}
