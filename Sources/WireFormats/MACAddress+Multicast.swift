extension MACAddress {
    /// The Ethernet group for an IPv4 multicast address: 01:00:5e and its low 23 bits (RFC 1112 section 6.4).
    ///
    /// Nil when the address is not a multicast one. Thirty-two IPv4 groups share one such address.
    public init?(multicast address: IPv4Address) {
        guard address.isMulticast else { return nil }
        self.init(truncating: 0x0100_5e00_0000 | UInt64(address.rawValue & 0x007f_ffff))
    }

    /// The Ethernet group for an IPv6 multicast address: 33:33 and its low 32 bits (RFC 2464 section 7).
    ///
    /// Nil when the address is not a multicast one.
    public init?(multicast address: IPv6Address) {
        guard address.isMulticast else { return nil }
        self.init(truncating: 0x3333_0000_0000 | (address.low & 0xffff_ffff))
    }

    /// The Ethernet group on which the owner of a unicast IPv6 address listens for neighbor solicitations:
    /// 33:33:ff and the address's low 24 bits (RFC 4291 section 2.7.1 with RFC 2464 section 7).
    public init(solicitedNodeFor address: IPv6Address) {
        self.init(truncating: 0x3333_ff00_0000 | (address.low & 0x00ff_ffff))
    }
}
