import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import ScenarioFile
import Tunnels
import WireFormats

extension LinkBuilder {
    /// A tunnel in process: what its encoders make goes straight to the far decoder.
    mutating func stage(
        _ link: inout Topology.Link, _ form: LinkForm, _ number: Int, _ ends: (a: L2TPv3EndPlan, b: L2TPv3EndPlan)
    ) throws(LabError) {
        func place(_ end: L2TPv3EndPlan, _ side: Int) -> SocketAddress {
            let picked = Self.virtualPlace(number, side, ipv6: end.ipv6, port: LinkSockets.tunnelPort)
            return end.place(or: picked)
        }
        let places = (a: place(ends.a, 0), b: place(ends.b, 1))
        let options = Self.options(ends, places)
        let (a, b) = (end(link, "a", options.a), end(link, "b", options.b))
        a.reach = Reach(isHeard: options.a.isHeard(by: options.b), trustsSource: options.a.trusts(options.b))
        b.reach = Reach(isHeard: options.b.isHeard(by: options.a), trustsSource: options.b.trusts(options.a))
        try join(&link, form, Self.end(LinkEnd(a), options.a), Self.end(LinkEnd(b), options.b))
        try arm(&link, form, options)
        finish(&link, options, places, isShown: true)
    }

    /// A tunnel over kernel sockets.
    mutating func open(
        _ link: inout Topology.Link, _ form: LinkForm, _ ends: (a: L2TPv3EndPlan, b: L2TPv3EndPlan),
        _ driver: RealTimeDriver
    ) throws(LabError) {
        let socketA = try sockets.bind(ends.a, "link \(link.plan.id), end a")
        let socketB = try sockets.bind(ends.b, "link \(link.plan.id), end b")
        let places = (a: socketA.localAddress, b: socketB.localAddress)
        let options = Self.options(ends, places)
        let (endA, endB): (LinkEnd, LinkEnd)
        do throws(BackendError) {
            let peerA = try Self.peer(ends.a, options.a, at: places.b)
            let peerB = try Self.peer(ends.b, options.b, at: places.a)
            endA = try open(link, "a", options.a, socketA, peerA, driver, form)
            endB = try open(link, "b", options.b, socketB, peerB, driver, form)
        } catch {
            throw LabError(.host, "link \(link.plan.id): \(error)")
        }
        try join(&link, form, endA, endB)
        try arm(&link, form, options)
        finish(&link, options, places, isShown: form.isStaged)
    }

    private func open(
        _ link: Topology.Link, _ side: String, _ options: L2TPv3Options, _ socket: consuming SessionSocket,
        _ peer: SocketAddress, _ driver: RealTimeDriver, _ form: LinkForm
    ) throws(BackendError) -> LinkEnd {
        let name = "\(link.plan.id).\(side)"
        guard form.isStaged else {
            return LinkEnd(
                try L2TPv3Backend(driver: driver, name: name, options: options, socket: socket, peer: peer))
        }
        let transport = try L2TPv3Backend(
            driver: driver, name: name + ".socket", options: options, socket: socket, peer: peer, carrying: .messages)
        return Self.end(LinkEnd(end(link, side, options), over: transport), options)
    }

    private static func end(_ end: LinkEnd, _ options: L2TPv3Options) -> LinkEnd {
        var end = end
        end.headerByteCount = L2TPv3Configuration(options).transmitOverhead.headerByteCount
        end.outerHeaderByteCount =
            (options.ipv6 ? IPv6Header.byteCount : IPv4Header.minimumByteCount)
            + (options.udp ? UDPHeader.byteCount : 0)
        return end
    }

    private func end(_ link: Topology.Link, _ side: String, _ options: L2TPv3Options) -> L2TPv3End {
        L2TPv3End(
            loop: loop, name: "\(link.plan.id).\(side)", configuration: L2TPv3Configuration(options),
            datagramByteLimit: options.messageByteLimit)
    }

    private func finish(
        _ link: inout Topology.Link, _ options: (a: L2TPv3Options, b: L2TPv3Options),
        _ places: (a: SocketAddress, b: SocketAddress), isShown: Bool
    ) {
        link.netdev = Self.netdevs(link.plan.id, .l2tpv3(options.a), .l2tpv3(options.b))
        if isShown { link.tunnel = Topology.Tunnel(a: options.a, b: options.b, places: places) }
    }

    private static func options(
        _ ends: (a: L2TPv3EndPlan, b: L2TPv3EndPlan), _ places: (a: SocketAddress, b: SocketAddress)
    ) -> (a: L2TPv3Options, b: L2TPv3Options) {
        let (a, b) = ((places.a.host, places.a.port), (places.b.host, places.b.port))
        return (ends.a.options(local: a, remote: b), ends.b.options(local: b, remote: a))
    }

    /// Where an end sends: the far end, unless the file says another.
    private static func peer(
        _ plan: L2TPv3EndPlan, _ options: L2TPv3Options, at far: SocketAddress
    ) throws(BackendError) -> SocketAddress {
        // Nobody is asked for an address that is known: a name server may be slow, and links are many.
        plan.dst == nil ? far.withPort(options.dstport ?? 0) : try L2TPv3Backend.peer(of: options)
    }
}

extension L2TPv3EndPlan {
    /// Where the end is in virtual time: as written, if that is an address, else as picked.
    fileprivate func place(or picked: SocketAddress) -> SocketAddress {
        let written = src.flatMap { IPAddress($0) }.flatMap { SocketAddress($0, port: 0) } ?? picked
        return written.withPort(udp ? srcport ?? picked.port : 0)
    }
}

extension L2TPv3Options {
    /// Whether what this end sends comes to the socket of the other.
    fileprivate func isHeard(by far: L2TPv3Options) -> Bool {
        udp == far.udp && ipv6 == far.ipv6 && isSameHost(dst, far.src) && (!udp || dstport == far.srcport)
    }

    /// Whether this end takes what the other sends, if it looks where that comes from.
    fileprivate func trusts(_ far: L2TPv3Options) -> Bool {
        !strictPeer || isSameHost(far.src, dst) && (!udp || far.srcport == dstport)
    }

    /// The longest message that the transport carries: what UDP, or IP, has room for.
    var messageByteLimit: Int {
        switch (udp, ipv6) {
        case (true, false): UDPHeader.maximumIPv4PayloadByteCount
        case (true, true): UDPHeader.maximumPayloadByteCount
        case (false, false): IPv4Header.maximumPayloadByteCount
        case (false, true): IPv6Header.maximumPayloadByteCount
        }
    }
}

extension SocketAddress {
    /// An address of WireFormats, where it is bound or sent to.
    init(_ address: IPAddress, port: UInt16) {
        switch address {
        case .v4(let address): self.init(ipv4: address.rawValue, port: port)
        case .v6(let address): self.init(ipv6High: address.high, low: address.low, port: port)
        }
    }

    /// The address without its port.
    var ipAddress: IPAddress? { IPAddress(host) }
}

/// Whether two hosts of options are one, as far as can be said without asking a name server: of names it is taken to be so.
func isSameHost(_ one: String, _ other: String) -> Bool {
    guard let first = IPAddress(one), let second = IPAddress(other) else { return true }
    return first == second || first.isUnspecified || second.isUnspecified
}

extension IPAddress {
    /// Bound to it, a socket hears what is sent to any address of the host.
    fileprivate var isUnspecified: Bool {
        switch self {
        case .v4(let address): address.isUnspecified
        case .v6(let address): address.isUnspecified
        }
    }
}
