import NICModels
import NetCore
import WireFormats

/// What a host tells of the traffic that was generated for it.
public protocol HostDelegate: AnyObject {
    /// The host took a message that carries a flow's stamp.
    func host(_ host: Host, received message: StampedMessage)

    /// A NIC, which was full, has room.
    func hostHasTransmitRoom(_ host: Host)
}

/// A generated message, as it arrived.
public struct StampedMessage: Sendable, Equatable {
    /// What carried it.
    public enum Kind: Sendable {
        /// An echo request: half of a ping.
        case echoRequest
        /// An echo reply: the other half.
        case echoReply
        /// A UDP datagram.
        case datagram
    }

    /// What carried it.
    public let kind: Kind
    /// Whose and which it is.
    public let stamp: FlowStamp
}

/// An in-process guest behind its NICs: ARP and neighbour discovery with a cache, IPv4, IPv6, echo both ways, UDP.
///
/// A host answers ARP, neighbour solicitations and echo requests, and sends nothing else that it was not asked for: no
/// gratuitous ARP, no duplicate address detection, MLD, router solicitation, no port unreachable. It speaks IPv6 only if
/// it has an IPv6 address. Its work takes no time. It knows no kernel, only its NICs and the loop's clock.
///
/// It is a strong end system in what it takes, a weak one in what it sends (RFC 1122 section 3.3.4.2): a packet is taken
/// only at the interface that has its destination address, and ARP and neighbour solicitations are answered only there;
/// a packet leaves where the routing table says, whatever its source address. Neither IPv4 fragments nor IPv6 extension
/// headers are for it.
///
/// A host that forwards is a router: what is for somebody else goes on by the longest prefix, with one less to live, and what
/// cannot go on is given back as an ICMP error (RFC 1812, RFC 4443). It takes a packet to any of its addresses at any
/// interface, but for link-local ones. It fragments nothing, and sends no redirects.
public final class Host: NICDriver, TimerClient {
    /// For people: `h1`.
    public let name: String
    /// The NICs that it sits behind.
    public let nics: [any NICDevice]
    /// What has addresses, one for each NIC and VLAN.
    public let interfaces: [Interface]
    /// All addresses, each with the network that is reached directly, in the order of interfaces.
    public let addresses: [IPPrefix]
    /// Whether it is a router.
    public let forwards: Bool
    /// Whom it tells of stamped messages.
    public weak var delegate: (any HostDelegate)?
    /// UDP ports that take datagrams; others are not for this host.
    public var openPorts: Set<UInt16> = []

    let ownAddresses: [OwnAddress]
    let routing: RoutingTable
    /// For each interface its NIC and VLAN, see ``linkKey(nic:vlan:)``.
    let linkKeys: [UInt64]
    /// Whether an interface has an IPv6 address.
    let speaksIPv6: [Bool]
    /// For each NIC its address.
    let stations: [MACAddress]
    private let nicIdentities: [ObjectIdentifier]
    var isPaused: [Bool]

    var neighbors = NeighborCache()
    let timer: LoopTimer
    /// Messages to stations that have to be asked for first.
    var waiting: [WaitingMessage] = []
    /// Echo requests from stations that have to be asked for first, and frames to such stations; made when it is needed.
    var waitingFrames: FrameQueue?
    /// ICMP errors to such stations.
    var waitingErrors: [WaitingError] = []
    unowned let loop: Loop

    /// A host behind its NICs; it becomes their driver, and sets their receive filters to the groups of its addresses.
    ///
    /// - Parameters:
    ///   - loop: Keeps the host, through its timer.
    ///   - name: For people.
    ///   - nics: Interfaces name them by their place.
    ///   - interfaces: What has addresses. A NIC without one is reached by nothing but frames that are sent from it.
    ///   - routes: Networks that are not reached directly. A next hop on no network of an interface leads nowhere.
    ///   - forwards: Whether it is a router.
    /// - Precondition: Interfaces name NICs that there are.
    public init(
        loop: Loop, name: String, nics: [any NICDevice], interfaces: [Interface], routes: [Route],
        forwards: Bool = false
    ) {
        precondition(interfaces.allSatisfy { nics.indices.contains($0.nic) }, "an interface is on a NIC")
        self.loop = loop
        self.name = name
        self.nics = nics
        self.forwards = forwards
        nicIdentities = nics.map { ObjectIdentifier($0) }
        stations = nics.map(\.macAddress)
        isPaused = nics.map { _ in false }
        self.interfaces = Self.merged(interfaces)
        linkKeys = self.interfaces.map { Self.linkKey(nic: $0.nic, vlan: $0.vlan ?? 0) }
        speaksIPv6 = self.interfaces.map { $0.addresses.contains { $0.address.version == 6 } }
        addresses = self.interfaces.flatMap(\.addresses)
        ownAddresses = self.interfaces.enumerated().flatMap { index, interface in
            interface.addresses.map { OwnAddress($0, interface: index) }
        }
        routing = RoutingTable(self.interfaces, routes)
        timer = loop.makeTimer()
        loop.attach(self, to: timer)
        for nic in nics { nic.driver = self }
        joinGroups()
    }

    /// One interface for each NIC and VLAN, in the order in which they first come.
    private static func merged(_ interfaces: [Interface]) -> [Interface] {
        var merged: [Interface] = []
        var places: [UInt64: Int] = [:]
        for interface in interfaces {
            let key = linkKey(nic: interface.nic, vlan: interface.vlan ?? 0)
            if let place = places[key] {
                merged[place].addresses += interface.addresses
            } else {
                places[key] = merged.count
                merged.append(interface)
            }
        }
        return merged
    }

    /// The groups on which the IPv6 addresses are asked for (RFC 4291 section 2.8): solicited-node and all-nodes.
    private func joinGroups() {
        for own in ownAddresses {
            guard case .v6(let address) = own.address else { continue }
            let nic = nics[interfaces[own.interface].nic]
            for group in [.allNodes, address.solicitedNode].compactMap(MACAddress.init(multicast:))
            where !nic.filter.multicastAddresses.contains(group) {
                nic.filter.multicastAddresses.append(group)
            }
        }
    }

    // MARK: Looking up

    static func linkKey(nic: Int, vlan: UInt16) -> UInt64 { UInt64(nic) << 16 | UInt64(vlan) }

    func index(of nic: any NICDevice) -> Int? {
        nicIdentities.firstIndex(of: ObjectIdentifier(nic))
    }

    /// The interface that has an address; nil: it is somebody else's.
    func owner(of address: IPAddress) -> Int? {
        ownAddresses.first { $0.address == address }?.interface
    }

    /// Whether a packet to an address, which came in at an interface, has arrived.
    func isDestination(_ address: IPAddress, at interface: Int) -> Bool {
        forwards && !address.isIPv6LinkLocal ? owner(of: address) != nil : owns(address, on: interface)
    }

    func owns(_ address: IPAddress, on interface: Int) -> Bool {
        ownAddresses.contains { $0.interface == interface && $0.address == address }
    }

    func nextHop(to destination: IPAddress, from source: IPAddress?) -> NextHop? {
        if let source, source.version != destination.version { return nil }
        return routing.nextHop(to: destination, from: source, owner: source.flatMap { owner(of: $0) }) {
            nics[interfaces[$0].nic].isLinkUp
        }
    }

    /// The NIC by which a packet leaves.
    ///
    /// - Parameters:
    ///   - destination: Where to.
    ///   - source: Its source address; it chooses among interfaces on the same network. nil: the host's own on the way.
    /// - Returns: The index of the NIC; nil if there is no route.
    public func egress(for destination: IPAddress, from source: IPAddress? = nil) -> Int? {
        nextHop(to: destination, from: source).map { interfaces[$0.interface].nic }
    }

    // MARK: The NICs

    /// Whether a NIC is full: what is sent before ``HostDelegate/hostHasTransmitRoom(_:)`` is dropped as `queue-full`.
    ///
    /// - Parameter nic: Its index.
    public func isTransmitPaused(on nic: Int) -> Bool { isPaused[nic] }

    /// A host asks for carrier when it looks for a way, and has no other opinion on it: what it sends into a link that
    /// is down ends as `link-down`.
    public func linkChanged(on nic: any NICDevice) {}

    /// Hands the news on to the generators.
    public func hasTransmitRoom(on nic: any NICDevice) {
        guard let index = index(of: nic) else { return }
        isPaused[index] = false
        delegate?.hostHasTransmitRoom(self)
    }

    /// A question is due again, or due to be given up.
    public func timerFired(_ timer: LoopTimer) { serveNeighbors() }
}
