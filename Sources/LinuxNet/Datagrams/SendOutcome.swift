import Glibc
public import SystemPackage

/// How far a batch got.
public struct SendOutcome: Equatable, Sendable {
    /// Why it went no further.
    public enum Stop: Equatable, Sendable {
        /// All of it was sent.
        case done
        /// The send buffer is full: send the rest when the descriptor is writable.
        case wouldBlock
        /// A queue below the socket is full (`ENOBUFS`): no readiness tells when it has room, so send the rest after a while.
        case noBuffers
        /// The first datagram of the rest is larger than can be sent (`EMSGSIZE`): drop it, and send what follows.
        case oversize
        /// The first datagram of the rest was refused twice.
        case failed(Errno)
    }

    /// The datagrams that went out: the first of the batch, in order.
    public let sent: Int
    /// Why the rest did not.
    public let stop: Stop

    /// An outcome from its parts.
    public init(sent: Int, stop: Stop) {
        self.sent = sent
        self.stop = stop
    }
}

/// What a sender has done since it was made.
public struct SendStatistics: Equatable, Sendable {
    /// Calls of `sendmmsg(2)`, those it refused included.
    public internal(set) var systemCalls: UInt64 = 0
    /// Datagrams sent.
    public internal(set) var datagrams: UInt64 = 0
    /// Runs sent: messages of several datagrams.
    public internal(set) var runs: UInt64 = 0
    /// Datagrams sent in runs.
    public internal(set) var runDatagrams: UInt64 = 0
    /// Runs that were refused and sent again one by one.
    public internal(set) var refusedRuns: UInt64 = 0
    /// Messages tried again because the error may have been an earlier datagram's, such as `ECONNREFUSED`.
    public internal(set) var resends: UInt64 = 0

    /// Nothing done yet.
    public init() {}
}

extension Errno {
    /// Whether this may be the fate of an earlier datagram.
    ///
    /// What an ICMP message says is kept at the socket and handed to the next call, which then does nothing else (`ip(7)`,
    /// `IP_RECVERR`). The errors are those that Linux makes of ICMP and ICMPv6, and `ECONNRESET`, which a unix socket is told
    /// once when its peer connects to somebody else.
    var mayBeOfEarlierDatagram: Bool {
        switch self {
        case .connectionRefused, .noRouteToHost, .networkUnreachable, .messageTooLong, .hostIsDown, .permissionDenied,
            .protocolNotAvailable, .protocolError, .notSupportedOnSocket, .connectionReset, .noNetwork:
            true
        default:
            false
        }
    }

    /// `ENONET`, which ICMP's "source host isolated" becomes.
    private static let noNetwork = Errno(rawValue: ENONET)

    /// Whether this is how a run is refused that could be sent datagram by datagram.
    ///
    /// `EMSGSIZE`: a segment is over the MTU, where a plain datagram would be fragmented. `EINVAL`: the socket sends without
    /// checksums, or there are too many segments. `EIO`: the route encrypts (IPsec), or the device computes no checksums.
    var refusesRun: Bool {
        self == .messageTooLong || self == .invalidArgument || self == .ioError
    }
}
