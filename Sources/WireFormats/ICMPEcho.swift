/// An echo request or reply: "ping", the same for IPv4 (RFC 792) and IPv6 (RFC 4443 section 4).
public struct ICMPEcho: Hashable, Sendable, BitwiseCopyable {
    /// Which of the two.
    public enum Kind: Hashable, Sendable, BitwiseCopyable {
        /// Please send this back.
        case request
        /// Here it is back.
        case reply
    }

    /// Which of the two.
    public var kind: Kind
    /// Tells one asker on a host from another.
    public var identifier: UInt16
    /// Tells the requests of one asker apart.
    public var sequence: UInt16

    /// A request or reply from its fields.
    public init(_ kind: Kind, identifier: UInt16, sequence: UInt16) {
        self.kind = kind
        self.identifier = identifier
        self.sequence = sequence
    }

    /// The echo that an ICMP message is, nil when it is another one or its code is not zero.
    public init?(_ message: ICMPv4Message) {
        guard message.code == 0 else { return nil }
        switch message.kind {
        case .echoRequest: self.init(.request, restOfHeader: message.restOfHeader)
        case .echoReply: self.init(.reply, restOfHeader: message.restOfHeader)
        default: return nil
        }
    }

    /// The echo that an ICMPv6 message is, nil when it is another one or its code is not zero.
    public init?(_ message: ICMPv6Message) {
        guard message.code == 0 else { return nil }
        switch message.kind {
        case .echoRequest: self.init(.request, restOfHeader: message.restOfHeader)
        case .echoReply: self.init(.reply, restOfHeader: message.restOfHeader)
        default: return nil
        }
    }

    /// The reply to this request; the data of both are the same.
    public var reply: ICMPEcho { ICMPEcho(.reply, identifier: identifier, sequence: sequence) }

    /// Identifier and sequence number, as both kinds of message carry them.
    var restOfHeader: UInt32 { UInt32(identifier) << 16 | UInt32(sequence) }

    private init(_ kind: Kind, restOfHeader: UInt32) {
        self.init(
            kind, identifier: UInt16(restOfHeader >> 16), sequence: UInt16(truncatingIfNeeded: restOfHeader))
    }
}
