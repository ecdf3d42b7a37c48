import NICModels
import NetCore
import WireFormats

// What comes in. Each step answers nil, taken, or why the frame is nobody's here.

extension Host {
    /// A frame from the NIC.
    public func received(_ frame: Frame, on nic: any NICDevice) -> DropReason? {
        do throws(WireError) {
            let bytes = frame.bytes
            let header = try EthernetHeader(parsing: bytes)
            // A host has no VLAN interfaces of its own here.
            guard header.vlan == nil else { return .notForMe }
            let payload = header.payload(of: bytes)
            switch header.etherType {
            case .arp: return receive(try ARPPacket(parsing: payload))
            case .ipv4: return try receive(payload, in: frame)
            default: return .notForMe
            }
        } catch .truncated {
            return .truncated
        } catch {
            return .corrupted
        }
    }

    /// RFC 826, "Packet Reception": an entry that exists is always updated; a new one is made only by what is addressed
    /// to this host.
    private func receive(_ packet: ARPPacket) -> DropReason? {
        let sender = packet.senderProtocolAddress
        let isForMe = owns(packet.targetProtocolAddress)
        // A probe (RFC 5227) has no sender address yet.
        if !sender.isUnspecified && (isForMe || neighbors[sender] != nil) {
            for waiter in neighbors.learn(sender, packet.senderHardwareAddress) { waiter(packet.senderHardwareAddress) }
            armTimer()
        }
        guard isForMe else { return .notForMe }
        if packet.operation == .request { send(packet.reply(from: nic.macAddress), to: packet.senderHardwareAddress) }
        return nil
    }

    private func receive(_ packet: RawSpan, in frame: Frame) throws(WireError) -> DropReason? {
        let header = try IPv4Header(parsing: packet)
        guard IPv4Header.checksumIsValid(in: packet) else { return .corrupted }
        guard owns(header.destination) || isBroadcast(header.destination), !header.isFragment else { return .notForMe }
        let payload = header.payload(of: packet)
        switch header.protocol {
        case .icmp: return try receive(icmp: payload, header, in: frame)
        case .udp: return try receive(udp: payload, header)
        default: return .notForMe
        }
    }

    private func receive(icmp message: RawSpan, _ header: IPv4Header, in frame: Frame) throws(WireError) -> DropReason?
    {
        let parsed = try ICMPv4Message(parsing: message)
        guard InternetChecksum.isValid(message) else { return .corrupted }
        guard let echo = ICMPEcho(parsed) else { return .notForMe }
        let payload = message.extracting(droppingFirst: ICMPv4Message.byteCount)
        if echo.kind == .request {
            // RFC 1122 3.2.2.6: an echo request to a broadcast address may be discarded.
            guard owns(header.destination) else { return .notForMe }
            tell(.echoRequest, payload)
            answer(frame, from: header.source)
        } else {
            tell(.echoReply, payload)
        }
        return nil
    }

    private func receive(udp datagram: RawSpan, _ header: IPv4Header) throws(WireError) -> DropReason? {
        let parsed = try UDPHeader(parsing: datagram)
        guard parsed.checksumIsValid(of: datagram, pseudoHeader: header.pseudoHeader) else { return .corrupted }
        guard openPorts.contains(parsed.destinationPort) else { return .notForMe }
        tell(.datagram, parsed.payload(of: datagram))
        return nil
    }

    private func tell(_ kind: StampedMessage.Kind, _ payload: RawSpan) {
        guard let stamp = FlowStamp(parsing: payload) else { return }
        delegate?.host(self, received: StampedMessage(kind: kind, stamp: stamp))
    }

    private func owns(_ address: IPv4Address) -> Bool { addresses.contains { $0.address == address } }

    private func isBroadcast(_ address: IPv4Address) -> Bool {
        address == .broadcast || addresses.contains { $0.broadcast == address }
    }

    // MARK: Echo replies

    /// The most requests that wait for their senders' stations: as many frames as a port's queue holds.
    private static let unansweredLimit = 1000

    /// Answers a request at once, or keeps it until its sender's station is known.
    private func answer(_ frame: Frame, from sender: IPv4Address) {
        guard source(for: sender) != nil else { return nic.port.dropUnsent(id: frame.id, .noRoute) }
        if let station = neighbors[sender] { return reply(toRequestIn: frame, station: station) }
        guard unanswered.count < Self.unansweredLimit else { return nic.port.dropUnsent(id: frame.id, .queueFull) }
        unanswered.keep(frame, tag: Int(sender.rawValue))
        neighbors.wait(for: sender, now: nic.port.now) { [weak self] station in
            self?.settleUnanswered(from: sender, station: station)
        }
        serveNeighbors()
    }

    private func settleUnanswered(from sender: IPv4Address, station: MACAddress?) {
        for _ in 0..<unanswered.count {
            let tag = unanswered.firstTag ?? 0
            let frame = unanswered.takeFirst()
            if tag != Int(sender.rawValue) {
                // Somebody else's: to the end, so that after one round all stand in their order again.
                unanswered.keep(frame, tag: tag)
            } else if let station {
                reply(toRequestIn: frame, station: station)
            } else {
                nic.port.dropUnsent(id: frame.id, .unresolved)
            }
        }
    }

    /// Sends the reply to a request that has passed all checks before.
    private func reply(toRequestIn frame: Frame, station: MACAddress) {
        let packet = frame.bytes.extracting(droppingFirst: EthernetHeader.untaggedByteCount)
        guard let header = try? IPv4Header(parsing: packet),
            let request = try? ICMPv4Message(parsing: header.payload(of: packet)), let echo = ICMPEcho(request)
        else { return }
        let payload = header.payload(of: packet).extracting(droppingFirst: ICMPv4Message.byteCount)
        let message = EchoMessage(
            echo: echo.reply, source: header.destination, destination: header.source, station: station, id: frame.id)
        send(message, payload: payload)
    }
}
