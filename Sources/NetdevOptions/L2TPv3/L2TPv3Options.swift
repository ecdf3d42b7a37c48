/// The options of an `l2tpv3` netdev, as meant.
///
/// Each property has the name of QEMU's key. Parsing makes only values that hold the rules of the table.
/// QEMU's defects are not taken over: `cookie64=off` means 32 bits, and `pincounter=on` has its field.
public struct L2TPv3Options: Hashable, Sendable {
    /// The four bytes between cookie and frame.
    public enum Sublayer: String, CaseIterable, Hashable, Sendable {
        /// Nothing stands there.
        case none
        /// QEMU's and UML's counter: 32 bits, the first frame carries 1.
        case counter
        /// The field is there and always zero: what a Linux session without sequencing sends and expects.
        case pinned
        /// The Default L2-Specific Sublayer of RFC 3931 4.6: S bit and 24 bits, the first frame carries 0.
        case `default`
    }

    /// What the receiver does with the sublayer's numbers.
    public enum Sequencing: String, CaseIterable, Hashable, Sendable {
        /// They are not looked at, as in QEMU.
        case off
        /// Old and duplicate ones are dropped.
        case check
        /// As `check`, but early ones wait for those that are missing.
        case reorder
    }

    /// The local address or name, which is bound.
    public var src: String
    /// The far end's address or name.
    public var dst: String
    /// The local UDP port, 0 for any; nil over IP.
    public var srcport: UInt16?
    /// The far end's UDP port; nil over IP.
    public var dstport: UInt16?
    /// Whether addresses are IPv6.
    public var ipv6 = false
    /// UDP encapsulation; otherwise IP protocol 115.
    public var udp = false
    /// Whether ``txcookie`` has 64 bits; otherwise 32.
    public var txcookie64 = false
    /// Whether ``rxcookie`` has 64 bits; otherwise 32.
    public var rxcookie64 = false
    /// The cookie in what is sent; nil for none.
    public var txcookie: UInt64?
    /// The cookie expected in what arrives; nil for none.
    public var rxcookie: UInt64?
    /// The session in what is sent, never 0.
    public var txsession: UInt32
    /// The session expected in what arrives, never 0.
    public var rxsession: UInt32
    /// How many zero bytes stand before the frame, at most 256.
    public var offset: UInt16 = 0
    /// The sublayer; `counter` and `pincounter` are other ways to write it.
    public var sublayer = Sublayer.none
    /// What the receiver does with the sublayer's numbers.
    public var sequence = Sequencing.off
    /// Whether datagrams from other addresses or ports than the far end's are refused.
    public var strictPeer = false
    /// Whether outer packets that are longer than the path takes go as fragments; otherwise their frames end as oversize.
    public var fragment = true

    /// QEMU's `cookie64`: whether cookies have 64 bits both ways.
    public var cookie64: Bool {
        get { txcookie64 && rxcookie64 }
        set { (txcookie64, rxcookie64) = (newValue, newValue) }
    }

    /// The bits of the cookie in what is sent: 0, 32 or 64.
    public var txcookieBits: Int { txcookie == nil ? 0 : txcookie64 ? 64 : 32 }

    /// The bits of the cookie expected in what arrives: 0, 32 or 64.
    public var rxcookieBits: Int { rxcookie == nil ? 0 : rxcookie64 ? 64 : 32 }

    /// What has to be written of the two lengths beside ``cookie64``: nil where that says it.
    public var writtenCookieBits: (tx: Int?, rx: Int?) {
        func written(_ cookie: UInt64?, _ is64: Bool, besides other: UInt64?) -> Int? {
            guard cookie != nil else { return other == nil ? nil : 0 }
            return is64 == cookie64 ? nil : 64
        }
        return (
            written(txcookie, txcookie64, besides: rxcookie), written(rxcookie, rxcookie64, besides: txcookie)
        )
    }

    /// QEMU's `counter`: whether its field stands in the header.
    public var counter: Bool { sublayer == .counter || sublayer == .pinned }

    /// QEMU's `pincounter`: whether that field is always zero.
    public var pincounter: Bool { sublayer == .pinned }

    /// The same tunnel as its far end writes it: addresses, ports, sessions and cookies crossed.
    ///
    /// A `srcport` of 0 becomes a `dstport` of 0: the port is not known before the near end is bound. Set it then.
    ///
    /// - Returns: The far end's options.
    public func mirrored() -> L2TPv3Options {
        var far = self
        swap(&far.src, &far.dst)
        swap(&far.srcport, &far.dstport)
        swap(&far.txsession, &far.rxsession)
        swap(&far.txcookie, &far.rxcookie)
        swap(&far.txcookie64, &far.rxcookie64)
        return far
    }
}
