import LinuxNet
import SystemPackage

/// Two sockets of a multicast group.
struct HearingAndSending<Hearing: ~Copyable>: ~Copyable {
    let hearing: Hearing
    let sending: UDPSocket
}

/// The sockets of a dgram netdev.
enum DgramSocket: ~Copyable {
    /// UDP, connected to the one peer.
    case udp(UDPSocket)
    /// Unix, connected for as long as the peer is there.
    case unix(UnixDatagramSocket)
    /// A group is heard on one socket and sent to from another, whose own port tells its echo from the others.
    case multicast(HearingAndSending<UDPSocket>)
    /// Somebody else's, connected already.
    case adopted(AdoptedSocket)
    /// Somebody else's, which hears a group.
    case adoptedMulticast(HearingAndSending<AdoptedSocket>)

    /// How a channel is to use them.
    func wiring() throws(SocketError) -> DatagramChannel<BareFraming>.Wiring {
        switch self {
        case .udp(let socket):
            // What strangers sent between bind(2) and connect(2) is in the queue already.
            return .init(
                reading: socket.descriptor, sourceRule: .only(try socket.peerAddress()),
                outerHeaderByteCount: socket.localAddress.family == .ipv4 ? 28 : 48)
        case .unix(let socket):
            return .init(
                reading: socket.descriptor, mayRun: false, hasErrorQueue: false, sourceRule: Self.rule(of: socket))
        case .multicast(let pair):
            return .init(
                reading: pair.hearing.descriptor, writing: pair.sending.descriptor,
                sourceRule: .others(than: try pair.sending.sourceAddress()))
        case .adopted(let socket):
            return .init(
                reading: socket.descriptor, mayRun: socket.isUDP, hasErrorQueue: socket.isInternet)
        case .adoptedMulticast(let pair):
            return .init(
                reading: pair.hearing.descriptor, writing: pair.sending.descriptor,
                sourceRule: .others(than: try pair.sending.sourceAddress()))
        }
    }

    /// The version of IP of what goes out, where it is told what the path takes.
    var family: AddressFamily? {
        switch self {
        case .udp(let socket): socket.localAddress.family
        default: nil
        }
    }

    /// Nil for what has no peer that comes and goes; otherwise whether it is there.
    var isConnected: Bool? {
        switch self {
        case .unix(let socket): socket.isConnected
        default: nil
        }
    }

    /// Whether looking for the peer may change whose datagrams count.
    var isWaiting: Bool {
        switch self {
        case .unix(let socket): !socket.isConnected || socket.mayHoldOthers
        default: false
        }
    }

    /// Looks for a peer that comes and goes.
    ///
    /// - Parameter error: Why a datagram was refused; nil if none was.
    /// - Returns: Whose datagrams count from now on; nil where there is no such peer.
    mutating func reconnect(after error: Errno? = nil) -> SourceRule? {
        switch consume self {
        case .unix(var socket):
            if error == .connectionRefused || error == .socketNotConnected { socket.peerHasGone() }
            // Why it is not there does not matter: it will be looked for again.
            try? socket.connect()
            let rule = Self.rule(of: socket)
            self = .unix(socket)
            return rule
        case let other:
            self = other
            return nil
        }
    }

    var degraded: [String] {
        switch self {
        case .udp(let socket): socket.degraded
        case .multicast(let pair): pair.hearing.degraded
        default: []
        }
    }

    /// A connected socket hears its peer alone, whatever that calls itself; one that waits for a peer hears everybody, and
    /// what it has heard is to be told apart until it has been read.
    private static func rule(of socket: borrowing UnixDatagramSocket) -> SourceRule {
        socket.isConnected && !socket.mayHoldOthers ? .any : .path(socket.remote)
    }
}
