import NetdevOptions
import TestSupport
import Testing

/// What a wire can be made of.
enum Transport: String, CaseIterable, CustomTestStringConvertible {
    case l2tpv3 = "l2tpv3 over IPv4"
    case l2tpv3IPv6 = "l2tpv3 over IPv6"
    case l2tpv3IP = "l2tpv3 over IPv4 alone"
    case inet = "dgram inet"
    case inetIPv6 = "dgram inet over IPv6"
    case unix = "dgram unix"
    case unixDescriptor = "dgram fd, unix"
    case inetDescriptor = "dgram fd, UDP"
    case streamClient = "stream inet, as client"
    case streamServer = "stream inet, as server"
    case streamUnix = "stream unix, as server"
    case socketConnect = "socket connect"
    case socketListen = "socket listen"
    case socketUDP = "socket udp"

    /// Those that QEMU has too: its dgram knows IPv4 only.
    static let common = possible.filter { $0 != .inetIPv6 }
    /// Those that this host allows.
    static let possible = allCases.filter { $0 != .l2tpv3IP || Capability.rawIP }
    /// Those whose ends find each other by address, so that one can go and come back.
    static let addressed = possible.filter {
        [.l2tpv3, .l2tpv3IPv6, .l2tpv3IP, .inet, .unix, .streamClient].contains($0)
    }
    /// Those whose far end can go and come back: QEMU 7.2 connects once, when it is started.
    static let awaiting = addressed + [.streamServer, .streamUnix, .socketListen]

    var testDescription: String { rawValue }

    /// The longest frame that both Wirework's ends carry.
    var frameByteLimit: Int {
        switch self {
        // 65507 and 65527: what the length fields of UDP over IPv4 and IPv6 leave; 12: version, session and counter.
        case .l2tpv3: 65_507 - 12
        case .l2tpv3IPv6: 65_527 - 12
        // What the length field of IPv4 leaves; 8: session and counter.
        case .l2tpv3IP: 65_515 - 8
        case .inet, .inetDescriptor, .socketUDP: 65_507
        case .inetIPv6: 65_527
        // Wirework's own limit: 65535 bytes behind an Ethernet header and a VLAN tag. QEMU's buffer has 69632.
        case .unix, .unixDescriptor: 65_553
        case .streamClient, .streamServer, .streamUnix, .socketConnect, .socketListen: 65_553
        }
    }

    /// The longest frame that QEMU 7.2 carries too, as seen: its l2tpv3 receives 2048 bytes behind the header, whatever
    /// that has, and hands on the beginning of longer ones.
    var qemuFrameByteLimit: Int {
        switch self {
        case .l2tpv3, .l2tpv3IPv6, .l2tpv3IP: 2048
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
        case .l2tpv3IP: try L2TPv3Tunnel(options: "txsession=7,rxsession=9,counter=on").pairOverIP()
        case .inet: try inet(.ipv4)
        case .inetIPv6: try inet(.ipv6)
        case .unix: NetdevPair(rawValue, .unix(local: directory["left"], remote: directory["right"]))
        case .unixDescriptor: try descriptors(Descriptor.datagramPair())
        case .inetDescriptor: try descriptors(PlainSocket.connectedPair())
        case .streamClient: try stream { .stream(StreamOptions(.inet($0, version: nil), reconnect: 20)) }
        case .streamServer: try stream { .stream(StreamOptions(.inet($0, version: nil), isServer: true)) }
        case .streamUnix:
            NetdevPair(
                rawValue, .stream(StreamOptions(.unix(path: directory["server"]), isServer: true)),
                opensFirst: ListeningEnd(side: .left, place: .unix(directory["server"])))
        case .socketConnect: try stream { .socket(.connect($0)) }
        case .socketListen: try stream { .socket(.listen($0)) }
        case .socketUDP: try socketUDP()
        }
    }

    private func stream(_ left: (InetEndpoint) -> NetdevConfiguration.Backend) throws -> NetdevPair {
        var ports = PortReserve()
        let port = try ports.take(.ipv4)
        let side: ListeningEnd.Side = self == .streamServer || self == .socketListen ? .left : .right
        return NetdevPair(
            rawValue, left(InetEndpoint(host: InternetVersion.ipv4.host, port: port)),
            opensFirst: ListeningEnd(side: side, place: .tcp(port)))
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

    /// Both ends of a stream, of which one listens: the right one is what the option table makes of the left one.
    init(_ name: String, _ left: NetdevConfiguration.Backend, opensFirst: ListeningEnd) {
        let right: NetdevConfiguration.Backend =
            switch left {
            case .stream(let options): .stream(options.mirrored() ?? options)
            case .socket(let options): .socket(options.mirrored() ?? options)
            default: left
            }
        self.init(
            name: name, left: Netdev(NetdevConfiguration(backend: left)),
            right: Netdev(NetdevConfiguration(backend: right)), opensFirst: opensFirst)
    }
}
