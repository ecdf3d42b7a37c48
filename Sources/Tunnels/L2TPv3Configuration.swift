/// What carries an L2TPv3 data message.
public enum L2TPv3Encapsulation: Hashable, Sendable {
    /// A UDP datagram, behind a word of flags and version (RFC 3931 4.1.2.1).
    case udp
    /// A packet of IP protocol 115, which begins with the session (RFC 3931 4.1.1.1).
    case ip
}

/// A cookie of one direction (RFC 3931 4.1: 0, 32 or 64 bits; 8.2 on what it protects from).
public enum L2TPv3Cookie: Hashable, Sendable {
    /// No cookie field.
    case none
    /// Four bytes.
    case bits32(UInt32)
    /// Eight bytes.
    case bits64(UInt64)

    /// The bytes it takes in the header: 0, 4 or 8.
    public var byteCount: Int {
        switch self {
        case .none: 0
        case .bits32: 4
        case .bits64: 8
        }
    }
}

/// The four bytes between cookie and payload, as both ends agreed on them (RFC 3931 3.2.2, 4.6).
public enum L2TPv3Sublayer: Hashable, Sendable {
    /// Nothing stands there.
    case none
    /// A plain counter of 32 bits as QEMU and User-Mode Linux send it; the first datagram carries 1.
    case counter
    /// Four zero bytes: QEMU's pinned counter, and the Default L2-Specific Sublayer of an end that does not number.
    case pinned
    /// The Default L2-Specific Sublayer (RFC 3931 4.6): the S bit and 24 bits of number; the first datagram carries 0.
    case `default`

    /// The bytes it takes in the header: 0 or 4.
    public var byteCount: Int { self == .none ? 0 : 4 }

    /// The bits of the field that number datagrams, and count modulo a power of two; 0 if there is no number.
    var numberMask: UInt32 {
        switch self {
        case .none, .pinned: 0
        case .counter: .max
        case .default: 0x00FF_FFFF
        }
    }

    /// What the first datagram carries: RFC 3931 4.6.1 begins at 0; QEMU and UML increment before they send.
    var firstNumber: UInt32 { self == .counter ? 1 : 0 }
}

/// What a receiver does with numbers in the sublayer.
public enum L2TPv3Sequencing: Hashable, Sendable {
    /// It does not look at them.
    case off
    /// It refuses old and duplicate ones (RFC 3931 4.6.1). Without effect for sublayers that carry no number.
    case check
    /// As ``check``, but early ones wait for those that are missing: a while, and not for many (RFC 3931 4.6.1).
    case reorder
}

/// One end of an L2TPv3 session with static parameters: what its headers look like in both directions.
public struct L2TPv3Configuration: Hashable, Sendable {
    /// What carries the data messages.
    public var encapsulation: L2TPv3Encapsulation
    /// The session that this end receives.
    ///
    /// 0 is reserved: over IP it marks control messages (RFC 3931 4.1.1.2).
    public var localSession: UInt32
    /// The session that the far end receives and this end sends.
    public var remoteSession: UInt32
    /// The cookie that this end sends.
    public var txCookie: L2TPv3Cookie
    /// The cookie that this end demands.
    ///
    /// Its length does not depend on the other direction's (RFC 3931 5.4.4, Assigned Cookie).
    public var rxCookie: L2TPv3Cookie
    /// What stands between cookie and payload, in both directions.
    public var sublayer: L2TPv3Sublayer
    /// How many bytes stand before the payload, in both directions.
    ///
    /// Zeros are sent; what is received is not looked at.
    public var offset: UInt16
    /// What this end does with numbers it receives.
    public var sequencing: L2TPv3Sequencing

    /// One end of a session.
    ///
    /// - Parameters:
    ///   - encapsulation: What carries the data messages.
    ///   - localSession: The session that this end receives, not 0.
    ///   - remoteSession: The session that this end sends, not 0.
    ///   - txCookie: The cookie that this end sends.
    ///   - rxCookie: The cookie that this end demands.
    ///   - sublayer: What stands between cookie and payload.
    ///   - offset: How many bytes stand before the payload.
    ///   - sequencing: What this end does with numbers it receives.
    public init(
        encapsulation: L2TPv3Encapsulation, localSession: UInt32, remoteSession: UInt32,
        txCookie: L2TPv3Cookie = .none, rxCookie: L2TPv3Cookie = .none, sublayer: L2TPv3Sublayer = .none,
        offset: UInt16 = 0, sequencing: L2TPv3Sequencing = .off
    ) {
        self.encapsulation = encapsulation
        self.localSession = localSession
        self.remoteSession = remoteSession
        self.txCookie = txCookie
        self.rxCookie = rxCookie
        self.sublayer = sublayer
        precondition(offset <= 256, "the option table bounds it")
        self.offset = offset
        self.sequencing = sequencing
    }

    /// Whether frames that come early may have to wait.
    public var reorders: Bool { sequencing == .reorder && sublayer.numberMask != 0 }

    /// The far end of the same session: sessions and cookies crossed.
    ///
    /// - Returns: The configuration with which the far end understands this one.
    public func mirrored() -> L2TPv3Configuration {
        var far = self
        swap(&far.localSession, &far.remoteSession)
        swap(&far.txCookie, &far.rxCookie)
        return far
    }

    /// What the headers that this end sends cost.
    public var transmitOverhead: L2TPv3Overhead {
        L2TPv3Overhead(encapsulation: encapsulation, cookie: txCookie, sublayer: sublayer, offset: offset)
    }

    /// What the headers that this end receives cost.
    public var receiveOverhead: L2TPv3Overhead {
        L2TPv3Overhead(encapsulation: encapsulation, cookie: rxCookie, sublayer: sublayer, offset: offset)
    }
}
