import WireFormats

/// What a router looks at in a packet of either version.
struct TransitPacket: BitwiseCopyable {
    let source: IPAddress
    let destination: IPAddress
    /// Time to live, or hop limit.
    let lifetime: UInt8
    /// Header and payload; what stands behind them is the frame's padding.
    let byteCount: Int

    init(_ header: IPv4Header) {
        source = .v4(header.source)
        destination = .v4(header.destination)
        lifetime = header.timeToLive
        byteCount = header.byteCount + header.payloadByteCount
    }

    init(_ header: IPv6Header) {
        source = .v6(header.source)
        destination = .v6(header.destination)
        lifetime = header.hopLimit
        byteCount = IPv6Header.byteCount + header.payloadByteCount
    }

    /// A packet of either version.
    init?(_ packet: RawSpan) {
        if let header = try? IPv4Header(parsing: packet) {
            self.init(header)
        } else if let header = try? IPv6Header(parsing: packet) {
            self.init(header)
        } else {
            return nil
        }
    }

    /// Whether it may leave its link: it comes from one station, and is for one, as far as the addresses themselves say.
    ///
    /// RFC 1812 section 5.3.7, RFC 3927 section 7, RFC 4291 section 2.5. Groups are no router's business here.
    var isForwardable: Bool {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)): source.isForwardable && destination.isForwardable
        case (.v6(let source), .v6(let destination)):
            source.isForwardable && destination.isForwardable && !destination.isLinkLocal
        default: false
        }
    }

    /// Whether it comes from an address on its link alone, so that nobody beyond can answer.
    var comesFromLinkLocal: Bool { source.isIPv6LinkLocal }

    /// Whether its sender may be told what became of it.
    ///
    /// Not of an ICMP error, nor of a fragment that does not say what it is part of (RFC 1812 section 4.3.2.7, RFC 4443
    /// section 2.4 e). What is from or to a group has not come so far.
    ///
    /// - Parameter packet: The packet, or what there is of it.
    static func mayBeReported(_ packet: RawSpan) -> Bool {
        if let header = try? IPv4Header(parsing: packet) {
            guard header.fragmentOffset == 0 else { return false }
            let payload = header.payload(of: packet)
            guard header.protocol == .icmp else { return true }
            return payload.byteCount > 0 && !ICMPv4Message.Kind(rawValue: payload.byte(at: 0)).isError
        }
        guard let layer = try? IPv6UpperLayer(parsing: packet) else { return false }
        guard layer.protocol == .icmpv6 else { return true }
        guard !layer.isLaterFragment, layer.offset < packet.byteCount else { return false }
        let kind = ICMPv6Message.Kind(rawValue: packet.byte(at: layer.offset))
        return !kind.isError && kind != .redirect
    }
}

extension IPv4Address {
    fileprivate var isForwardable: Bool {
        rawValue >> 24 != 0 && !isLoopback && !isLinkLocal && !isMulticast && self != .broadcast
    }
}

extension IPv6Address {
    fileprivate var isForwardable: Bool { !isUnspecified && !isLoopback && !isMulticast }
}
