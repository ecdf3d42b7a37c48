import NICModels
import NetCore
import WireFormats

/// What a host tells of the traffic that was generated for it.
public protocol HostDelegate: AnyObject {
    /// The host took a message that carries a flow's stamp.
    func host(_ host: Host, received message: StampedMessage)

    /// The NIC, which was full, has room.
    func hostHasTransmitRoom(_ host: Host)
}

/// A generated message, as it arrived.
public struct StampedMessage: Sendable, Equatable {
    /// What carried it.
    public enum Kind: Sendable {
        /// An ICMP echo request: half of a ping.
        case echoRequest
        /// An ICMP echo reply: the other half.
        case echoReply
        /// A UDP datagram.
        case datagram
    }

    /// What carried it.
    public let kind: Kind
    /// Whose and which it is.
    public let stamp: FlowStamp
}

/// An in-process guest behind a NIC: ARP with its cache, IPv4, ICMP echo both ways, UDP.
///
/// A host answers ARP and echo requests, and sends nothing else that it was not asked for: no gratuitous ARP, no port
/// unreachable. Its work takes no time. It knows no kernel, only its NIC and the loop's clock.
public final class Host: NICDriver, TimerClient {
    /// For people: `h1`.
    public let name: String
    /// The NIC that it sits behind.
    public let nic: any NICDevice
    /// Its addresses, each with the network that is reached directly.
    public let addresses: [IPv4Prefix]
    /// Whom it tells of stamped messages.
    public weak var delegate: (any HostDelegate)?
    /// UDP ports that take datagrams; others are not for this host.
    public var openPorts: Set<UInt16> = []

    /// Whether the NIC is full: what is sent before ``HostDelegate/hostHasTransmitRoom(_:)`` is dropped as `queue-full`.
    public internal(set) var isTransmitPaused = false

    var neighbors = NeighborCache()
    private let timer: LoopTimer
    /// Echo requests from stations that have to be asked for first.
    var unanswered: FrameQueue

    /// A host behind a NIC; it becomes the NIC's driver.
    ///
    /// - Parameters:
    ///   - loop: Keeps the host, through its timer.
    ///   - name: For people.
    ///   - nic: Its only NIC.
    ///   - addresses: None: a host that only frames reach.
    public init(loop: Loop, name: String, nic: any NICDevice, addresses: [IPv4Prefix]) {
        self.name = name
        self.nic = nic
        self.addresses = addresses
        timer = loop.makeTimer()
        unanswered = FrameQueue(loop: loop, port: nic.port)
        loop.attach(self, to: timer)
        nic.driver = self
    }

    // MARK: Neighbours

    /// What came of asking for a next hop.
    public enum Resolution: Sendable, Equatable {
        /// Known, or answered.
        case resolved
        /// Nobody answered three requests, a second apart.
        case unresolved
        /// No network of this host has the destination.
        case noRoute
    }

    /// Makes sure that the next hop to a destination is known, asking for it if need be.
    ///
    /// - Parameters:
    ///   - destination: Where something is to be sent.
    ///   - completion: Called once: at once, or from a later dispatch.
    public func resolve(_ destination: IPv4Address, completion: @escaping (Resolution) -> Void) {
        guard source(for: destination) != nil else { return completion(.noRoute) }
        if neighbors[destination] != nil { return completion(.resolved) }
        neighbors.wait(for: destination, now: timer.now) { station in
            completion(station == nil ? .unresolved : .resolved)
        }
        serveNeighbors()
    }

    /// The neighbours that it knows, by address.
    public var neighborEntries: [(address: IPv4Address, station: MACAddress)] { neighbors.sorted }

    /// Forgets all neighbours.
    public func flushNeighbors() { neighbors.flush() }

    /// The host's own address on the network of a destination; nil if there is none.
    func source(for destination: IPv4Address) -> IPv4Address? {
        addresses.first { $0.contains(destination) }?.address
    }

    /// A question is due again, or due to be given up.
    public func timerFired(_ timer: LoopTimer) { serveNeighbors() }

    func serveNeighbors() {
        while let action = neighbors.nextAction(now: timer.now) {
            switch action {
            case .ask(let address): ask(for: address)
            case .giveUp(let waiters): for waiter in waiters { waiter(nil) }
            }
        }
        armTimer()
    }

    func armTimer() {
        if let deadline = neighbors.deadline { timer.arm(at: deadline) } else { timer.cancel() }
    }

    // MARK: The NIC

    /// A host has no opinion on carrier: what it sends meanwhile ends as `link-down`.
    public func linkChanged(on nic: any NICDevice) {}

    /// Hands the news on to the generators.
    public func hasTransmitRoom(on nic: any NICDevice) {
        isTransmitPaused = false
        delegate?.hostHasTransmitRoom(self)
    }
}
