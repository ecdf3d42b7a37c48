import NetCore
import WireFormats

extension Host {
    /// An IPv6 packet at an interface.
    func receive(
        ipv6 packet: RawSpan, behind link: EthernetHeader, in frame: Frame, on interface: Int
    ) throws(WireError) -> DropReason? {
        let header = try IPv6Header(parsing: packet)
        let isMine = isDestination(.v6(header.destination), at: interface)
        guard isMine || isGroup(header.destination, on: interface) else {
            return forward(TransitPacket(header), packet, behind: link, in: frame, on: interface)
        }
        let payload = header.payload(of: packet)
        switch header.nextHeader {
        case .icmpv6:
            let message = try ICMPv6Message(parsing: payload)
            guard ICMPv6Message.checksumIsValid(of: payload, pseudoHeader: header.pseudoHeader) else {
                return .corrupted
            }
            switch message.kind {
            case .neighborSolicitation:
                let solicitation = try NeighborSolicitation(parsing: payload)
                return receive(solicitation, header, from: link.source, on: interface)
            case .neighborAdvertisement:
                return receive(try NeighborAdvertisement(parsing: payload), header, on: interface)
            default:
                let body = payload.extracting(droppingFirst: ICMPv6Message.byteCount)
                if message.kind.isError, isMine { return receive(errorAbout: body) }
                // As with IPv4, an echo request to a group is not answered.
                guard let echo = ICMPEcho(message), isMine || echo.kind == .reply else { return .notForMe }
                return receive(
                    echo, body, from: .v6(header.source), to: .v6(header.destination), in: frame, on: interface)
            }
        case .udp: return try receive(udp: payload, header.pseudoHeader)
        default: return .notForMe
        }
    }

    /// The groups of an interface that has an IPv6 address: all nodes, and one for each address.
    private func isGroup(_ destination: IPv6Address, on interface: Int) -> Bool {
        guard destination.isMulticast else { return false }
        return ownAddresses.contains {
            guard $0.interface == interface, case .v6(let address) = $0.address else { return false }
            return destination == .allNodes || destination == address.solicitedNode
        }
    }

    /// RFC 4861 sections 7.1.1, 7.2.3 and 7.2.4.
    private func receive(
        _ solicitation: NeighborSolicitation, _ header: IPv6Header, from station: MACAddress, on interface: Int
    ) -> DropReason? {
        let asker = solicitation.sourceLinkLayerAddress
        // Anything less has passed a router, so it is nobody's on this link.
        guard header.hopLimit == NeighborSolicitation.hopLimit else { return .notForMe }
        guard !header.source.isMulticast, asker?.isGroup != true else { return .corrupted }
        if header.source.isUnspecified {
            // Duplicate address detection of somebody else: it has no address to be known by.
            guard asker == nil, header.destination.isMulticast else { return .corrupted }
        }
        guard owns(.v6(solicitation.target), on: interface) else { return .notForMe }
        if let asker { learn(.v6(header.source), at: asker, on: interface) }
        advertise(solicitation.target, to: header.source, at: asker ?? station, on: interface)
        return nil
    }

    /// Says whose an address is: to the asker, or, if that has no address yet, to all nodes.
    private func advertise(
        _ target: IPv6Address, to asker: IPv6Address, at station: MACAddress, on interface: Int
    ) {
        let isToAll = asker.isUnspecified
        let answer = NeighborAdvertisement(
            target: target, targetLinkLayerAddress: stations[interfaces[interface].nic], isRouter: forwards,
            isSolicited: !isToAll)
        let destination = isToAll ? .allNodes : asker
        sendNeighborDiscovery(
            from: target, to: destination, at: MACAddress(multicast: destination) ?? station, on: interface,
            byteCount: answer.byteCount
        ) { output, pseudoHeader in answer.write(into: &output, pseudoHeader: pseudoHeader) }
    }

    /// RFC 4861 sections 7.1.2 and 7.2.5: it updates what is known or asked for, and makes no new entry.
    private func receive(
        _ advertisement: NeighborAdvertisement, _ header: IPv6Header, on interface: Int
    ) -> DropReason? {
        guard header.hopLimit == NeighborAdvertisement.hopLimit else { return .notForMe }
        guard !(header.destination.isMulticast && advertisement.isSolicited) else { return .corrupted }
        let target = IPAddress.v6(advertisement.target)
        let key = NeighborCache.Key(interface: interface, address: target)
        let isAsked = neighbors.isAsked(key)
        guard isAsked || neighbors[key] != nil else { return .notForMe }
        guard let station = advertisement.targetLinkLayerAddress else { return nil }
        guard !station.isGroup else { return .corrupted }
        // Without the override flag what is known stays.
        if isAsked || advertisement.isOverride { learn(target, at: station, on: interface) }
        return nil
    }
}
