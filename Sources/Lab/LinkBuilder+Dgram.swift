import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import ScenarioFile
import WireFormats

extension LinkBuilder {
    /// A dgram link in process: with the sizes of its transport, and without its sockets.
    func stage(
        _ link: inout Topology.Link, _ form: LinkForm, _ number: Int, _ ends: (a: DgramEndPlan, b: DgramEndPlan)
    ) throws(LabError) {
        func place(_ end: DgramEndPlan, _ side: Int) -> (host: String, port: UInt16) {
            guard end.transport != .unix else { return ("\(link.plan.id).\(side == 0 ? "a" : "b")", 0) }
            let picked = Self.virtualPlace(
                number, side, ipv6: end.transport == .ipv6, port: LinkSockets.dgramPort)
            return (picked.host, end.local.port ?? picked.port)
        }
        let (placeA, placeB) = (place(ends.a, 0), place(ends.b, 1))
        // Their sockets would be connected: each hears the other only if both mean each other.
        let meet = Self.meet(
            ends.a.options(local: placeA, remote: placeB), ends.b.options(local: placeB, remote: placeA))
        func end(_ side: String, _ plan: DgramEndPlan) -> LinkEnd {
            let end = DgramEnd(
                loop: loop, name: "\(link.plan.id).\(side)", datagramByteLimit: plan.transport.datagramByteLimit)
            end.reach = Reach(isHeard: meet)
            return Self.end(LinkEnd(end), plan)
        }
        try join(&link, form, end("a", ends.a), end("b", ends.b))
        finish(&link, ends, placeA, placeB)
    }

    private static func end(_ end: LinkEnd, _ plan: DgramEndPlan) -> LinkEnd {
        var end = end
        end.outerHeaderByteCount = plan.transport.headerByteCount
        return end
    }

    private static func meet(_ a: DgramOptions, _ b: DgramOptions) -> Bool {
        switch (a, b) {
        case (.inet(let localA, let remoteA), .inet(let localB, let remoteB)):
            return isSameHost(remoteA.host, localB.host) && remoteA.port == localB.port
                && isSameHost(remoteB.host, localA.host) && remoteB.port == localA.port
        case (.unix(let localA, let remoteA), .unix(let localB, let remoteB)):
            return remoteA == localB && remoteB == localA
        default: return false
        }
    }

    /// A dgram link over kernel sockets, each connected to the far one: nobody else's datagrams come in.
    mutating func open(
        _ link: inout Topology.Link, _ form: LinkForm, _ ends: (a: DgramEndPlan, b: DgramEndPlan),
        _ driver: RealTimeDriver
    ) throws(LabError) {
        let id = link.plan.id
        do {
            let endA: DgramBackend
            let endB: DgramBackend
            if ends.a.transport == .unix {
                let pathA = try path(ends.a.local.host, "\(id).a")
                let pathB = try path(ends.b.local.host, "\(id).b")
                let socketA = try DgramBackend.bindSocket(local: pathA, remote: ends.a.remote.host ?? pathB)
                let socketB = try DgramBackend.bindSocket(local: pathB, remote: ends.b.remote.host ?? pathA)
                endA = try DgramBackend(driver: driver, name: "\(id).a", socket: socketA)
                endB = try DgramBackend(driver: driver, name: "\(id).b", socket: socketB)
                finish(&link, ends, (pathA, 0), (pathB, 0))
            } else {
                let socketA = try sockets.bind(ends.a, "link \(id), end a")
                let socketB = try sockets.bind(ends.b, "link \(id), end b")
                let (placeA, placeB) = (socketA.localAddress, socketB.localAddress)
                let (peerA, peerB) = (try ends.a.peer(at: placeB), try ends.b.peer(at: placeA))
                endA = try DgramBackend(driver: driver, name: "\(id).a", socket: socketA, peer: peerA)
                endB = try DgramBackend(driver: driver, name: "\(id).b", socket: socketB, peer: peerB)
                finish(&link, ends, (placeA.host, placeA.port), (placeB.host, placeB.port))
            }
            try join(&link, form, Self.end(LinkEnd(endA), ends.a), Self.end(LinkEnd(endB), ends.b))
        } catch let error as LabError {
            throw error
        } catch {
            throw LabError(.host, "link \(id): \(error)")
        }
    }

    private func finish(
        _ link: inout Topology.Link, _ ends: (a: DgramEndPlan, b: DgramEndPlan), _ a: (host: String, port: UInt16),
        _ b: (host: String, port: UInt16)
    ) {
        let (optionsA, optionsB) = (ends.a.options(local: a, remote: b), ends.b.options(local: b, remote: a))
        link.netdev = Self.netdevs(
            link.plan.id, Self.backend(optionsA, of: link.plan.kind), Self.backend(optionsB, of: link.plan.kind))
    }

    /// Under the keys of the link's kind.
    private static func backend(_ options: DgramOptions, of kind: Scenario.Link.Kind) -> NetdevConfiguration.Backend {
        if case .socket = kind, case .inet(let local, let remote) = options {
            return .socket(.udp(local: local, remote: remote))
        }
        return .dgram(options)
    }
}

extension DgramEndPlan {
    /// Where the end sends: the far end, unless the file says another.
    fileprivate func peer(at far: SocketAddress) throws(BackendError) -> SocketAddress {
        guard let host = remote.host else { return far.withPort(remote.port ?? far.port) }
        return try DgramBackend.peer(
            InetEndpoint(host: host, port: remote.port ?? far.port), family: transport == .ipv6 ? .ipv6 : .ipv4)
    }
}

extension DgramEndPlan.Transport {
    /// The longest datagram that it carries; a unix socket carries any frame.
    fileprivate var datagramByteLimit: Int {
        switch self {
        case .ipv4: UDPHeader.maximumIPv4PayloadByteCount
        case .ipv6: UDPHeader.maximumPayloadByteCount
        case .unix: Frame.byteLimit
        }
    }
    /// Bytes of IP and UDP around a datagram.
    fileprivate var headerByteCount: Int? {
        switch self {
        case .ipv4: IPv4Header.minimumByteCount + UDPHeader.byteCount
        case .ipv6: IPv6Header.byteCount + UDPHeader.byteCount
        case .unix: nil
        }
    }
}
