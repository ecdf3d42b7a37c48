/// Why a frame ended anywhere but at its destination.
///
/// The list is closed: a frame that is lost for a reason which is not here cannot be lost. Each drop is counted at the
/// port where it happens, see ``Port/drop(_:_:)``, and ``name`` is the word that scenarios and reports use.
public enum DropReason: UInt8, CaseIterable, Sendable {
    /// The port or its peer was administratively down, or had lost its transport, or the port was blocked.
    case linkDown
    /// Nothing was plugged in at the other side.
    case noPeer
    /// The queue of the receiver was at its bound, see ``Port/setBound(frames:bytes:)``.
    case queueFull
    /// Longer than the path carries: an MTU, or what the kernel takes as one datagram.
    case oversize
    /// The receive filter of a NIC did not want it.
    case filtered
    /// The VLAN is not carried by the port.
    case vlan
    /// It reached a host whose stack is not its destination.
    case notForMe
    /// It ended before the header that it announced.
    case truncated
    /// A tunnel version other than the one configured (L2TP: other than 3, RFC 3931 section 4.1.2.1).
    case badVersion
    /// A control message where only data is spoken (RFC 3931 section 3.2.1).
    case controlMessage
    /// A session that this end does not have.
    case sessionMismatch
    /// The cookie of the session was not the expected one (RFC 3931 section 4.1).
    case cookieMismatch
    /// The datagram came from another address than that of the peer, and the tunnel is strict.
    case sourceMismatch
    /// A duplicate, or older than what has been delivered (RFC 3931 section 4.6.1).
    case sequence
    /// An impairment flipped a bit of it.
    case corrupted
    /// An impairment lost it by chance.
    case impairedLoss
    /// An impairment dropped it by its number.
    case impairedDrop
    /// The queue of a rate limit was full.
    case impairedQueue
    /// The next hop did not answer ARP or neighbour discovery.
    case unresolved
    /// No route to the destination.
    case noRoute
    /// The hop limit of the packet ran out in a router.
    case ttlExpired
    /// A switch would have sent it back through the port it came from.
    case samePort
    /// It passed more than 255 forwarders: the topology has a loop.
    case loop
    /// Shorter than the header of Ethernet, where a decision needs that header.
    case runt
    /// It stood in a queue while the transport was away, for longer than it may.
    case stale
    /// The receive buffer of a kernel socket was full (`SO_RXQ_OVFL`, socket(7)).
    ///
    /// The kernel counts messages: datagrams of equal length that came as one run (`UDP_GRO`) count once.
    case socketOverflow
    /// The kernel refused to send it, for another reason than its size.
    case socketError
    /// It stood in a queue whose owner, sender or loop went away.
    case closed

    /// The word for it in scenarios and reports: the name of the case, `queueFull` as `queue-full`.
    public var name: String {
        var name = ""
        for character in String(describing: self) {
            name += character.isUppercase ? "-" + character.lowercased() : String(character)
        }
        return name
    }

    /// The reasons that there are drops for, in the order of the list.
    ///
    /// - Parameter count: How many frames ended for a reason.
    public static func counted(_ count: (DropReason) -> UInt64) -> [(name: String, count: UInt64)] {
        allCases.compactMap { reason in
            let drops = count(reason)
            return drops > 0 ? (reason.name, drops) : nil
        }
    }

    /// The reason of that name, or nil if the list has none.
    ///
    /// - Parameter name: A word such as `cookie-mismatch`.
    public init?(name: String) {
        guard let reason = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = reason
    }
}
