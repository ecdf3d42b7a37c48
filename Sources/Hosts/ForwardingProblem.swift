import NetCore
import WireFormats

/// Why a router cannot send a packet on.
enum ForwardingProblem: BitwiseCopyable {
    /// No route leads to the destination.
    case noRoute
    /// The source address means nothing behind this router.
    case beyondScope
    /// It has no time to live.
    case expired
    /// It is longer than the next link takes, and a router here fragments nothing, whatever the packet says.
    case tooBig(mtu: Int)
    /// The next hop did not answer.
    case unresolved

    /// Under what the frame is counted.
    var reason: DropReason {
        switch self {
        case .noRoute, .beyondScope: .noRoute
        case .expired: .ttlExpired
        case .tooBig: .oversize
        case .unresolved: .unresolved
        }
    }

    /// What the sender is told (RFC 792; RFC 1812 section 5.2.7.1; the MTU of RFC 1191 section 4).
    var messageV4: ICMPv4Message {
        switch self {
        case .noRoute, .beyondScope: ICMPv4Message(kind: .destinationUnreachable, code: 0)
        case .unresolved: ICMPv4Message(kind: .destinationUnreachable, code: 1)
        case .expired: ICMPv4Message(kind: .timeExceeded, code: 0)
        case .tooBig(let mtu):
            ICMPv4Message(
                kind: .destinationUnreachable, code: 4, restOfHeader: UInt32(UInt16(clamping: mtu)))
        }
    }

    /// What the sender is told (RFC 4443 section 3).
    var messageV6: ICMPv6Message {
        switch self {
        case .noRoute: ICMPv6Message(kind: .destinationUnreachable, code: 0)
        case .beyondScope: ICMPv6Message(kind: .destinationUnreachable, code: 2)
        case .unresolved: ICMPv6Message(kind: .destinationUnreachable, code: 3)
        case .expired: ICMPv6Message(kind: .timeExceeded, code: 0)
        case .tooBig(let mtu): ICMPv6Message(kind: .packetTooBig, restOfHeader: UInt32(clamping: mtu))
        }
    }
}
