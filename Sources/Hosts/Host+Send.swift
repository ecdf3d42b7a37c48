public import NetCore
public import WireFormats

extension Host {
    /// Bytes of a ping or datagram frame before the payload, without a VLAN tag.
    ///
    /// - Parameter version: Of the internet protocol: 4 or 6.
    public static func headerByteCount(version: Int) -> Int {
        let packet = version == 4 ? IPv4Header.minimumByteCount : IPv6Header.byteCount
        return EthernetHeader.untaggedByteCount + packet + UDPHeader.byteCount
    }

    /// Sends an echo request, of ICMP or ICMPv6, whose payload begins with a stamp.
    ///
    /// The next hop has to be known, see ``resolve(_:from:completion:)``; else the frame ends here, as `unresolved` or
    /// `no-route`.
    ///
    /// - Parameters:
    ///   - destination: Whom.
    ///   - source: The source address; nil: the host's own on the way.
    ///   - echo: Identifier and sequence number of the message.
    ///   - stamp: Flow and number; the frame gets them as its identity.
    ///   - payloadByteCount: At least the stamp's 16.
    @discardableResult
    public func sendEchoRequest(
        to destination: IPAddress, from source: IPAddress? = nil, _ echo: ICMPEcho, stamp: FlowStamp,
        payloadByteCount: Int
    ) -> SendResult {
        let id = FrameID(rawValue: stamp.id)
        guard let (hop, station) = way(to: destination, from: source, id: id) else { return .open }
        return send(
            echo, from: source ?? hop.source, to: destination, hop, station, id: id, payloadByteCount: payloadByteCount
        ) { output in stamp.writePadded(into: &output, byteCount: payloadByteCount) }
    }

    /// Sends a UDP datagram whose payload begins with a stamp.
    ///
    /// - Parameters:
    ///   - destination: Whom.
    ///   - source: The source address; nil: the host's own on the way.
    ///   - ports: Source and destination port.
    ///   - stamp: Flow and number; the frame gets them as its identity.
    ///   - payloadByteCount: At least the stamp's 16.
    ///   - timeToLive: Of the packet; IPv6's hop limit.
    ///   - trafficClass: DSCP in the upper six bits.
    @discardableResult
    public func sendDatagram(
        to destination: IPAddress, from source: IPAddress? = nil, ports: (source: UInt16, destination: UInt16),
        stamp: FlowStamp, payloadByteCount: Int, timeToLive: UInt8 = 64, trafficClass: UInt8 = 0
    ) -> SendResult {
        let id = FrameID(rawValue: stamp.id)
        guard let (hop, station) = way(to: destination, from: source, id: id) else { return .open }
        let packet = PacketFields(
            source: source ?? hop.source, destination: destination, id: id, timeToLive: timeToLive,
            trafficClass: trafficClass)
        return transmit(
            packet, .udp, payloadByteCount: UDPHeader.byteCount + payloadByteCount, hop, station
        ) { output, pseudoHeader in
            UDPHeader.write(
                into: &output, from: ports.source, to: ports.destination, pseudoHeader: pseudoHeader
            ) { payload in stamp.writePadded(into: &payload, byteCount: payloadByteCount) }
        }
    }

    /// Sends bytes as they are: no address is filled in, nothing is padded.
    ///
    /// - Parameters:
    ///   - frame: From the destination address on; longer than ``Frame/byteLimit``, it ends as `oversize`.
    ///   - id: Its identity.
    ///   - nic: Index of the NIC that sends it.
    @discardableResult
    public func send(frame: [UInt8], id: FrameID, on nic: Int) -> SendResult {
        // SAFETY: a byte has no padding, so all of the array's memory is initialized.
        transmit(on: nic, atMost: frame.count, id: id) { unsafe $0.append(contentsOf: frame.span.bytes) }
    }

    // MARK: For the other parts of the host

    /// Sends an echo message.
    @discardableResult
    func send(
        _ echo: ICMPEcho, from source: IPAddress, to destination: IPAddress, _ hop: NextHop, _ station: MACAddress,
        id: FrameID?, payloadByteCount: Int, payload: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        let packet = PacketFields(source: source, destination: destination, id: id)
        let isV4 = destination.version == 4
        // The two headers are of one size, and a request may have any payload that an IP packet has room for.
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

    /// Next hop and its station, or nil if the frame has ended here.
    private func way(to destination: IPAddress, from source: IPAddress?, id: FrameID?) -> (NextHop, MACAddress)? {
        guard let hop = nextHop(to: destination, from: source) else {
            // Counted where it would have come from.
            endUnsent(id, .noRoute, on: source.flatMap { owner(of: $0) })
            return nil
        }
        guard let station = neighbors[hop.key] else {
            endUnsent(id, .unresolved, on: hop.interface)
            return nil
        }
        return (hop, station)
    }

    /// Ends a frame that cannot be made, at the NIC of an interface, else at the first.
    func endUnsent(_ id: FrameID?, _ reason: DropReason, on interface: Int?) {
        let nic = interface.map { interfaces[$0].nic } ?? 0
        guard nic < nics.count else { return }
        nics[nic].port.dropUnsent(id: id, reason)
    }
}

extension FlowStamp {
    /// The stamp, then zeros up to a length.
    fileprivate func writePadded(into output: inout OutputRawSpan, byteCount: Int) {
        write(into: &output)
        output.append(zeros: byteCount - Self.byteCount)
    }
}
