import NetCore
import WireFormats

/// An echo message on its way out, all but its payload.
struct EchoMessage {
    let echo: ICMPEcho
    let source: IPv4Address
    let destination: IPv4Address
    let station: MACAddress
    let id: FrameID?
}

extension Host {
    /// Bytes of a ping or datagram frame before the payload.
    public static let headerByteCount =
        EthernetHeader.untaggedByteCount + IPv4Header.minimumByteCount + UDPHeader.byteCount

    /// Sends an ICMP echo request whose payload begins with a stamp.
    ///
    /// The next hop has to be known, see ``resolve(_:completion:)``; else the frame ends here, as `unresolved` or
    /// `no-route`.
    ///
    /// - Parameters:
    ///   - destination: Whom.
    ///   - echo: Identifier and sequence number of the message.
    ///   - stamp: Flow and number; the frame gets them as its identity.
    ///   - payloadByteCount: At least the stamp's 16.
    @discardableResult
    public func sendEchoRequest(
        to destination: IPv4Address, _ echo: ICMPEcho, stamp: FlowStamp, payloadByteCount: Int
    ) -> SendResult {
        let id = FrameID(rawValue: stamp.id)
        guard let (source, station) = route(to: destination, id: id) else { return .open }
        let message = EchoMessage(echo: echo, source: source, destination: destination, station: station, id: id)
        return send(message, payloadByteCount: payloadByteCount) { output in
            stamp.writePadded(into: &output, byteCount: payloadByteCount)
        }
    }

    /// Sends a UDP datagram whose payload begins with a stamp.
    ///
    /// - Parameters:
    ///   - destination: Whom.
    ///   - ports: Source and destination port.
    ///   - stamp: Flow and number; the frame gets them as its identity.
    ///   - payloadByteCount: At least the stamp's 16.
    ///   - timeToLive: Of the packet.
    ///   - trafficClass: DSCP in the upper six bits.
    @discardableResult
    public func sendDatagram(
        to destination: IPv4Address, ports: (source: UInt16, destination: UInt16), stamp: FlowStamp,
        payloadByteCount: Int, timeToLive: UInt8 = 64, trafficClass: UInt8 = 0
    ) -> SendResult {
        let id = FrameID(rawValue: stamp.id)
        guard let (source, station) = route(to: destination, id: id) else { return .open }
        let header = IPv4Header(
            source: source, destination: destination, protocol: .udp,
            payloadByteCount: UDPHeader.byteCount + payloadByteCount, timeToLive: timeToLive, trafficClass: trafficClass
        )
        return transmit(to: station, .ipv4, payloadByteCount: header.byteCount + header.payloadByteCount, id: id) {
            header.write(into: &$0)
            UDPHeader.write(
                into: &$0, from: ports.source, to: ports.destination, pseudoHeader: header.pseudoHeader
            ) { payload in stamp.writePadded(into: &payload, byteCount: payloadByteCount) }
        }
    }

    // MARK: For the other parts of the host

    func ask(for address: IPv4Address) {
        guard let source = source(for: address) else { return }
        let request = ARPPacket.request(
            for: address, senderHardwareAddress: nic.macAddress, senderProtocolAddress: source)
        send(request, to: .broadcast)
    }

    func send(_ packet: ARPPacket, to station: MACAddress) {
        // Padding is the transport's business, where it has any: these wires have no minimum.
        transmit(to: station, .arp, payloadByteCount: ARPPacket.byteCount, id: nil) { packet.write(into: &$0) }
    }

    /// An echo message with a copy of somebody's payload.
    func send(_ message: EchoMessage, payload: RawSpan) {
        send(message, payloadByteCount: payload.byteCount) { output in output.append(contentsOf: payload) }
    }

    @discardableResult
    private func send(
        _ message: EchoMessage, payloadByteCount: Int, payload: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        let header = IPv4Header(
            source: message.source, destination: message.destination, protocol: .icmp,
            payloadByteCount: ICMPv4Message.byteCount + payloadByteCount)
        let byteCount = header.byteCount + header.payloadByteCount
        return transmit(to: message.station, .ipv4, payloadByteCount: byteCount, id: message.id) { output in
            header.write(into: &output)
            ICMPv4Message(message.echo).write(into: &output, payload: payload)
        }
    }

    /// Source address and next hop, or nil if the frame has ended here.
    private func route(to destination: IPv4Address, id: FrameID?) -> (IPv4Address, MACAddress)? {
        guard let source = source(for: destination) else {
            nic.port.dropUnsent(id: id, .noRoute)
            return nil
        }
        guard let station = neighbors[destination] else {
            nic.port.dropUnsent(id: id, .unresolved)
            return nil
        }
        return (source, station)
    }

    @discardableResult
    private func transmit(
        to station: MACAddress, _ etherType: EtherType, payloadByteCount: Int, id: FrameID?,
        _ payload: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        let header = EthernetHeader(destination: station, source: nic.macAddress, etherType: etherType)
        let result = nic.transmit(atMost: header.byteCount + payloadByteCount, id: id) { output in
            header.write(into: &output)
            payload(&output)
        }
        if result == .paused { isTransmitPaused = true }
        return result
    }
}

extension FlowStamp {
    /// The stamp, then zeros up to a length.
    fileprivate func writePadded(into output: inout OutputRawSpan, byteCount: Int) {
        write(into: &output)
        output.append(zeros: byteCount - Self.byteCount)
    }
}
