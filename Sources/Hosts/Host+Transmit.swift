import NICModels
import NetCore
import WireFormats

// What goes out: packets and questions, in frames of an interface.

/// An IP packet on its way out, of either version, all but its payload.
struct PacketFields: BitwiseCopyable {
    let source: IPAddress
    let destination: IPAddress
    let id: FrameID?
    var timeToLive: UInt8 = 64
    var trafficClass: UInt8 = 0
}

extension Host {
    /// Sends a packet to a station.
    @discardableResult
    func transmit(
        _ packet: PacketFields, _ protocol: IPProtocol, payloadByteCount: Int, _ hop: NextHop, _ station: MACAddress,
        _ payload: (inout OutputRawSpan, PseudoHeader) -> Void
    ) -> SendResult {
        func compose(
            _ etherType: EtherType, headerByteCount: Int, _ pseudoHeader: PseudoHeader,
            _ writeHeader: (inout OutputRawSpan) -> Void
        ) -> SendResult {
            transmit(
                to: station, etherType, on: hop.interface, payloadByteCount: headerByteCount + payloadByteCount,
                id: packet.id
            ) { output in
                writeHeader(&output)
                payload(&output, pseudoHeader)
            }
        }
        switch (packet.source, packet.destination) {
        case (.v4(let source), .v4(let destination)):
            guard payloadByteCount <= IPv4Header.maximumPayloadByteCount else { return tooLong(packet, hop) }
            let header = IPv4Header(
                source: source, destination: destination, protocol: `protocol`, payloadByteCount: payloadByteCount,
                timeToLive: packet.timeToLive, trafficClass: packet.trafficClass)
            return compose(.ipv4, headerByteCount: header.byteCount, header.pseudoHeader) { header.write(into: &$0) }
        case (.v6(let source), .v6(let destination)):
            guard payloadByteCount <= IPv6Header.maximumPayloadByteCount else { return tooLong(packet, hop) }
            let header = IPv6Header(
                source: source, destination: destination, nextHeader: `protocol`, payloadByteCount: payloadByteCount,
                hopLimit: packet.timeToLive, trafficClass: packet.trafficClass)
            return compose(.ipv6, headerByteCount: IPv6Header.byteCount, header.pseudoHeader) {
                header.write(into: &$0)
            }
        default:
            // The way was looked up for both, so they are of one version.
            endUnsent(packet.id, .noRoute, on: hop.interface)
            return .open
        }
    }

    /// Sends an echo message.
    @discardableResult
    func send(
        _ echo: ICMPEcho, from source: IPAddress, to destination: IPAddress, _ hop: NextHop, _ station: MACAddress,
        id: FrameID?, payloadByteCount: Int, payload: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        let packet = PacketFields(source: source, destination: destination, id: id)
        let isV4 = destination.version == 4
        // The headers of both versions have eight bytes.
        let byteCount = ICMPv4Message.byteCount + payloadByteCount
        return transmit(packet, isV4 ? .icmp : .icmpv6, payloadByteCount: byteCount, hop, station) {
            output, pseudoHeader in
            if isV4 {
                ICMPv4Message(echo).write(into: &output, payload: payload)
            } else {
                ICMPv6Message(echo).write(into: &output, pseudoHeader: pseudoHeader, payload: payload)
            }
        }
    }

    /// Sends a frame of an interface: with its NIC's address, and its VLAN's tag.
    @discardableResult
    func transmit(
        to station: MACAddress, _ etherType: EtherType, on interface: Int, payloadByteCount: Int, id: FrameID?,
        _ payload: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        let header = linkHeader(to: station, etherType, on: interface)
        return transmit(
            on: interfaces[interface].nic, atMost: header.byteCount + payloadByteCount, id: id
        ) { output in
            header.write(into: &output)
            payload(&output)
        }
    }

    /// The header of a frame of an interface.
    func linkHeader(to station: MACAddress, _ etherType: EtherType, on interface: Int) -> EthernetHeader {
        let key = linkKeys[interface]
        let vlan = UInt16(truncatingIfNeeded: key)
        return EthernetHeader(
            destination: station, source: stations[Int(key >> 16)], etherType: etherType,
            vlan: vlan == 0 ? nil : VLANTag(controlInformation: vlan & 0xfff))
    }

    /// Sends a frame that somebody has composed.
    func transmit(
        on nic: Int, atMost byteCount: Int, id: FrameID?, _ body: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        guard byteCount <= Frame.byteLimit else {
            nics[nic].port.dropUnsent(id: id, .oversize)
            return .open
        }
        let result = nics[nic].transmit(atMost: byteCount, id: id, writing: body)
        if result == .paused { isPaused[nic] = true }
        return result
    }

    /// Ends a frame that cannot be made, at the NIC of an interface, else at the first.
    func endUnsent(_ id: FrameID?, _ reason: DropReason, on interface: Int?) {
        let nic = interface.map { interfaces[$0].nic } ?? 0
        guard nic < nics.count else { return }
        nics[nic].port.dropUnsent(id: id, reason)
    }

    private func tooLong(_ packet: PacketFields, _ hop: NextHop) -> SendResult {
        endUnsent(packet.id, .oversize, on: hop.interface)
        return .open
    }

    // MARK: Neighbours

    /// Asks for the station of a next hop.
    func ask(_ hop: NextHop) {
        let mac = stations[interfaces[hop.interface].nic]
        switch (hop.address, hop.source) {
        case (.v4(let address), .v4(let source)):
            let request = ARPPacket.request(for: address, senderHardwareAddress: mac, senderProtocolAddress: source)
            send(request, to: .broadcast, on: hop.interface)
        case (.v6(let address), .v6(let source)):
            let group = address.solicitedNode
            let question = NeighborSolicitation(target: address, sourceLinkLayerAddress: mac)
            sendNeighborDiscovery(
                from: source, to: group, at: MACAddress(solicitedNodeFor: address), on: hop.interface,
                byteCount: question.byteCount
            ) { output, pseudoHeader in question.write(into: &output, pseudoHeader: pseudoHeader) }
        default: break
        }
    }

    func send(_ packet: ARPPacket, to station: MACAddress, on interface: Int) {
        // Padding is the transport's business, where it has any: these wires have no minimum.
        transmit(to: station, .arp, on: interface, payloadByteCount: ARPPacket.byteCount, id: nil) {
            packet.write(into: &$0)
        }
    }

    /// Sends a message of neighbour discovery: alone in its packet, with the hop limit of 255.
    func sendNeighborDiscovery(
        from source: IPv6Address, to destination: IPv6Address, at station: MACAddress, on interface: Int,
        byteCount: Int, _ message: (inout OutputRawSpan, PseudoHeader) -> Void
    ) {
        let header = IPv6Header(
            source: source, destination: destination, nextHeader: .icmpv6, payloadByteCount: byteCount,
            hopLimit: NeighborSolicitation.hopLimit)
        transmit(
            to: station, .ipv6, on: interface, payloadByteCount: IPv6Header.byteCount + byteCount, id: nil
        ) { output in
            header.write(into: &output)
            message(&output, header.pseudoHeader)
        }
    }
}
