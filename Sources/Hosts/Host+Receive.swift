import NICModels
import NetCore
import WireFormats

// What comes in. Each step answers nil, taken, or why the frame is nobody's here.

extension Host {
    /// A frame from a NIC.
    public func received(_ frame: Frame, on nic: any NICDevice) -> DropReason? {
        guard let index = index(of: nic) else { return .notForMe }
        do throws(WireError) {
            let bytes = frame.bytes
            let header = try EthernetHeader(parsing: bytes)
            guard let interface = interface(on: index, header.vlan) else { return .notForMe }
            let payload = header.payload(of: bytes)
            switch header.etherType {
            case .arp: return receive(try ARPPacket(parsing: payload), on: interface)
            case .ipv4: return try receive(ipv4: payload, behind: header, in: frame, on: interface)
            case .ipv6 where speaksIPv6[interface]:
                return try receive(ipv6: payload, behind: header, in: frame, on: interface)
            default: return .notForMe
            }
        } catch .truncated {
            return .truncated
        } catch {
            return .corrupted
        }
    }

    /// Whose a frame is; nil: no interface has its VLAN.
    private func interface(on nic: Int, _ tag: VLANTag?) -> Int? {
        // A service tag is a provider's: no interface of a host is behind one.
        if let tag, tag.kind != .customer { return nil }
        return linkKeys.firstIndex(of: Self.linkKey(nic: nic, vlan: tag?.identifier ?? 0))
    }

    /// RFC 826, "Packet Reception": an entry that exists is always updated; a new one is made only by what is addressed
    /// to this interface.
    private func receive(_ packet: ARPPacket, on interface: Int) -> DropReason? {
        // RFC 1812 section 3.3.2: no station is a group.
        guard !packet.senderHardwareAddress.isGroup else { return .corrupted }
        let sender = IPAddress.v4(packet.senderProtocolAddress)
        let isForMe = owns(.v4(packet.targetProtocolAddress), on: interface)
        // A probe (RFC 5227) has no sender address yet.
        if !packet.senderProtocolAddress.isUnspecified {
            let key = NeighborCache.Key(interface: interface, address: sender)
            if isForMe || neighbors[key] != nil { learn(sender, at: packet.senderHardwareAddress, on: interface) }
        }
        guard isForMe else { return .notForMe }
        if packet.operation == .request {
            let mac = stations[interfaces[interface].nic]
            send(packet.reply(from: mac), to: packet.senderHardwareAddress, on: interface)
        }
        return nil
    }

    // MARK: What both versions carry

    /// A UDP datagram whose packet is for this interface.
    func receive(udp datagram: RawSpan, _ pseudoHeader: PseudoHeader) throws(WireError) -> DropReason? {
        let parsed = try UDPHeader(parsing: datagram)
        guard parsed.checksumIsValid(of: datagram, pseudoHeader: pseudoHeader) else { return .corrupted }
        guard openPorts.contains(parsed.destinationPort) else { return .notForMe }
        tell(.datagram, parsed.payload(of: datagram))
        return nil
    }

    /// An echo message whose packet is for this interface.
    func receive(
        _ echo: ICMPEcho, _ payload: RawSpan, from source: IPAddress, to destination: IPAddress, in frame: Frame,
        on interface: Int
    ) -> DropReason? {
        guard echo.kind == .request else {
            tell(.echoReply, payload)
            return nil
        }
        // Nobody that could be answered.
        guard source.isUnicast else { return .notForMe }
        tell(.echoRequest, payload)
        answer(frame, from: source, at: destination, on: interface)
        return nil
    }

    /// An ICMP error whose packet is for this interface.
    ///
    /// It is taken if it quotes a packet of this host, and has no effect: a flow sends on as the file says. As much as the
    /// header has to be there (RFC 792, RFC 4443 section 2.4 c).
    func receive(errorAbout quoted: RawSpan) -> DropReason? {
        guard quoted.byteCount > 0 else { return .notForMe }
        let source: IPAddress? =
            switch quoted.byte(at: 0) >> 4 {
            case 4 where quoted.byteCount >= IPv4Header.minimumByteCount: .v4(IPv4Header.source(in: quoted))
            case 6 where quoted.byteCount >= IPv6Header.byteCount: .v6(IPv6Header.source(in: quoted))
            default: nil
            }
        return source.flatMap { owner(of: $0) } == nil ? .notForMe : nil
    }

    private func tell(_ kind: StampedMessage.Kind, _ payload: RawSpan) {
        guard let stamp = FlowStamp(parsing: payload) else { return }
        delegate?.host(self, received: StampedMessage(kind: kind, stamp: stamp))
    }
}

extension IPAddress {
    /// Whether it may be somebody's: no group, not everybody, not nobody.
    fileprivate var isUnicast: Bool {
        switch self {
        case .v4(let address): !address.isMulticast && !address.isUnspecified && address != .broadcast
        case .v6(let address): !address.isMulticast && !address.isUnspecified
        }
    }
}
