import NetCore
import WireFormats

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
    /// Without a route the frame ends here as `no-route`. If the next hop is not known, which it is after
    /// ``resolve(_:from:completion:)``, the message waits for it to be asked for, and ends as `unresolved` if nobody
    /// answers: so a flow goes on when its neighbours have been flushed, or another next hop has taken over.
    ///
    /// - Parameters:
    ///   - destination: Whom.
    ///   - source: The source address; nil: the host's own on the way.
    ///   - echo: Identifier and sequence number of the message.
    ///   - stamp: Flow and number; the frame gets them as its identity.
    ///   - payloadByteCount: At least the stamp's 16; less counts as that. What makes a packet too long ends as `oversize`.
    @discardableResult
    public func sendEchoRequest(
        to destination: IPAddress, from source: IPAddress? = nil, _ echo: ICMPEcho, stamp: FlowStamp,
        payloadByteCount: Int
    ) -> SendResult {
        send(
            Message(
                body: .echo(echo), destination: destination, source: source, stamp: stamp,
                payloadByteCount: payloadByteCount))
    }

    /// Sends a UDP datagram whose payload begins with a stamp; see ``sendEchoRequest(to:from:_:stamp:payloadByteCount:)``
    /// for the way.
    ///
    /// - Parameters:
    ///   - destination: Whom.
    ///   - source: The source address; nil: the host's own on the way.
    ///   - ports: Source and destination port.
    ///   - stamp: Flow and number; the frame gets them as its identity.
    ///   - payloadByteCount: At least the stamp's 16; less counts as that. What makes a packet too long ends as `oversize`.
    ///   - timeToLive: Of the packet; IPv6's hop limit.
    ///   - trafficClass: DSCP in the upper six bits.
    @discardableResult
    public func sendDatagram(
        to destination: IPAddress, from source: IPAddress? = nil, ports: (source: UInt16, destination: UInt16),
        stamp: FlowStamp, payloadByteCount: Int, timeToLive: UInt8 = 64, trafficClass: UInt8 = 0
    ) -> SendResult {
        let body = Message.Body.datagram(
            sourcePort: ports.source, destinationPort: ports.destination, timeToLive: timeToLive,
            trafficClass: trafficClass)
        return send(
            Message(
                body: body, destination: destination, source: source, stamp: stamp, payloadByteCount: payloadByteCount))
    }

    /// Sends bytes as they are: no address is filled in, nothing is padded.
    ///
    /// - Parameters:
    ///   - frame: From the destination address on; longer than ``Frame/byteLimit``, it ends as `oversize`.
    ///   - id: Its identity.
    ///   - nic: Index of the NIC that sends it.
    /// - Precondition: There is such a NIC.
    @discardableResult
    public func send(frame: [UInt8], id: FrameID, on nic: Int) -> SendResult {
        // SAFETY: a byte has no padding, so all of the array's memory is initialized.
        transmit(on: nic, atMost: frame.count, id: id) { unsafe $0.append(contentsOf: frame.span.bytes) }
    }

    /// Messages that wait for a next hop to answer; they are in no sum of frames yet.
    public var waitingMessages: Int { waiting.count }

    // MARK: Messages

    /// The most messages that wait for next hops: as many frames as a port's queue holds.
    private static let waitingLimit = 1000

    private func send(_ message: Message) -> SendResult {
        guard let hop = nextHop(to: message.destination, from: message.source) else {
            // Counted where it would have come from.
            endUnsent(message.id, .noRoute, on: message.source.flatMap { owner(of: $0) })
            return .open
        }
        guard let station = neighbors[hop.key] else {
            wait(message, for: hop)
            return .open
        }
        return send(message, by: hop, station)
    }

    private func wait(_ message: Message, for hop: NextHop) {
        guard waiting.count < Self.waitingLimit else { return endUnsent(message.id, .queueFull, on: hop.interface) }
        let question = neighbors.ask(for: hop, now: timer.now)
        waiting.append(WaitingMessage(message: message, question: question))
        serveNeighbors()
    }

    /// Sends the messages that have waited for a question, or ends them.
    func settleWaiting(_ question: NeighborCache.Question, _ station: MACAddress?) {
        guard !waiting.isEmpty else { return }
        let settled = waiting.filter { $0.question == question.number }
        waiting.removeAll { $0.question == question.number }
        for entry in settled {
            if let station {
                send(entry.message, by: question.hop, station)
            } else {
                endUnsent(entry.message.id, .unresolved, on: question.hop.interface)
            }
        }
    }

    @discardableResult
    private func send(_ message: Message, by hop: NextHop, _ station: MACAddress) -> SendResult {
        switch message.body {
        case .echo(let echo):
            return send(
                echo, from: message.source ?? hop.source, to: message.destination, hop, station, id: message.id,
                payloadByteCount: message.payloadByteCount
            ) { message.writePayload(into: &$0) }
        case .datagram(let sourcePort, let destinationPort, let timeToLive, let trafficClass):
            let packet = PacketFields(
                source: message.source ?? hop.source, destination: message.destination, id: message.id,
                timeToLive: timeToLive, trafficClass: trafficClass)
            let byteCount = UDPHeader.byteCount + message.payloadByteCount
            return transmit(packet, .udp, payloadByteCount: byteCount, hop, station) { output, pseudoHeader in
                UDPHeader.write(
                    into: &output, from: sourcePort, to: destinationPort, pseudoHeader: pseudoHeader
                ) { message.writePayload(into: &$0) }
            }
        }
    }
}
