import WireFormats

/// Headers from IP upwards.
extension FrameComposer {
    private static let timeToLive: UInt8 = 64
    /// RFC 3692: a protocol for experiments, where nothing that has a number follows.
    private static let experimentalProtocol: UInt8 = 253
    private static let ports: (source: UInt16, destination: UInt16) = (49152, 9000)
    private static let longestPacket = 65535

    func add(
        _ header: FrameLayersEntry.IPv4, _ pair: Pair<IPv4Address>, _ number: UInt8?, to bytes: inout FrameBytes,
        _ span: SourceSpan
    ) -> Bool {
        let length = IPv4Header.minimumByteCount + bytes.count
        guard length <= Self.longestPacket || header.length != nil else {
            sink.error("a packet of \(length) bytes: IPv4 has at most \(Self.longestPacket)", at: span)
            return false
        }
        let isFragment = header.moreFragments == true || (header.fragmentOffset ?? 0) > 0
        bytes.prepend { packet in
            packet.append(UInt8(0x45))
            packet.append((header.dscp ?? 0) << 2 | (header.ecn ?? 0))
            packet.append(header.length ?? UInt16(truncatingIfNeeded: length))
            packet.append(header.identification ?? 0)
            let flags: UInt16 =
                (header.dontFragment ?? !isFragment ? 0x4000 : 0) | (header.moreFragments == true ? 0x2000 : 0)
            packet.append(flags | (header.fragmentOffset ?? 0))
            packet.append(header.timeToLive ?? Self.timeToLive)
            packet.append(header.protocolNumber ?? number ?? Self.experimentalProtocol)
            packet.append(UInt16(0))
            packet.append(pair.source.rawValue)
            packet.append(pair.destination.rawValue)
            packet.store(header.checksum ?? packet.checksum(), at: 10)
        }
        return true
    }

    func add(
        _ header: FrameLayersEntry.IPv6, _ pair: Pair<IPv6Address>, _ transport: FrameLayersEntry.Transport?,
        to bytes: inout FrameBytes
    ) {
        let length = header.length ?? UInt16(clamping: bytes.count)
        bytes.prepend { packet in
            let trafficClass = UInt32((header.dscp ?? 0) << 2 | (header.ecn ?? 0))
            packet.append(6 << 28 | trafficClass << 20 | (header.flowLabel ?? 0))
            packet.append(length)
            packet.append(header.nextHeader ?? transport?.number ?? Self.experimentalProtocol)
            // RFC 4861 section 7.1: neighbor discovery is taken at 255 alone.
            let isDiscovery = transport?.isNeighborDiscovery == true
            packet.append(header.hopLimit ?? (isDiscovery ? 255 : Self.timeToLive))
            packet.append(pair.source)
            packet.append(pair.destination)
        }
    }

    func add(_ transport: FrameLayersEntry.Transport?, _ pseudoHeader: PseudoHeader, to bytes: inout FrameBytes) {
        switch transport {
        case nil: break
        case .icmp(let message):
            add(message, echoRequest: ICMPv4Message.Kind.echoRequest.rawValue, nil, to: &bytes)
        case .icmpv6(let message):
            add(message, echoRequest: ICMPv6Message.Kind.echoRequest.rawValue, pseudoHeader, to: &bytes)
        case .udp(let header): add(header, pseudoHeader, to: &bytes)
        case .tcp(let header): add(header, pseudoHeader, to: &bytes)
        }
    }

    private func add(
        _ message: FrameLayersEntry.ICMP, echoRequest: UInt8, _ pseudoHeader: PseudoHeader?,
        to bytes: inout FrameBytes
    ) {
        let type = message.type ?? echoRequest
        // Only of echoes these four bytes are identifier and number; elsewhere they are zero unless written.
        let usual: UInt16 = type == echoRequest ? 1 : 0
        bytes.prepend { header in
            header.append(type)
            header.append(message.code ?? 0)
            header.append(UInt16(0))
            header.append(message.identifier ?? usual)
            header.append(message.sequence ?? usual)
        }
        let seed = pseudoHeader?.checksum(.icmpv6, byteCount: bytes.count) ?? InternetChecksum()
        bytes.store(message.checksum ?? bytes.checksum(seed), at: 2)
    }

    private func add(
        _ header: FrameLayersEntry.UDP, _ pseudoHeader: PseudoHeader, to bytes: inout FrameBytes
    ) {
        let length = header.length ?? UInt16(clamping: UDPHeader.byteCount + bytes.count)
        bytes.prepend { datagram in
            datagram.append(header.sourcePort ?? Self.ports.source)
            datagram.append(header.destinationPort ?? Self.ports.destination)
            datagram.append(length)
            datagram.append(UInt16(0))
        }
        let checksum = bytes.checksum(pseudoHeader.checksum(.udp, byteCount: bytes.count))
        // RFC 768: a computed zero is sent as all ones.
        bytes.store(header.checksum ?? (checksum == 0 ? 0xffff : checksum), at: 6)
    }

    private func add(
        _ header: FrameLayersEntry.TCP, _ pseudoHeader: PseudoHeader, to bytes: inout FrameBytes
    ) {
        bytes.prepend { segment in
            segment.append(header.sourcePort ?? Self.ports.source)
            segment.append(header.destinationPort ?? Self.ports.destination)
            segment.append(header.sequence ?? 0)
            segment.append(header.acknowledgment ?? 0)
            // Five words of header, and by default SYN.
            segment.append(5 << 12 | (header.flags ?? 0x002))
            segment.append(header.window ?? 0xffff)
            segment.append(UInt32(0))
        }
        bytes.store(header.checksum ?? bytes.checksum(pseudoHeader.checksum(.tcp, byteCount: bytes.count)), at: 16)
    }
}

extension FrameLayersEntry.Transport {
    /// The protocol number.
    var number: UInt8 {
        switch self {
        case .icmp: IPProtocol.icmp.rawValue
        case .icmpv6: IPProtocol.icmpv6.rawValue
        case .udp: IPProtocol.udp.rawValue
        case .tcp: IPProtocol.tcp.rawValue
        }
    }

    fileprivate var isNeighborDiscovery: Bool {
        guard case .icmpv6(let message) = self, let type = message.type else { return false }
        // RFC 4861: solicitations and advertisements of routers and neighbours, and redirects.
        return (133...137).contains(type)
    }
}
