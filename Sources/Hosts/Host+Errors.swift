import NetCore
import WireFormats

// ICMP errors: what a router tells the sender of a packet that it could not send on. Each frame is accounted for, so
// their rate is not limited.

/// An ICMP error whose next hop is being asked for.
struct WaitingError {
    let problem: ForwardingProblem
    let source: IPAddress
    let destination: IPAddress
    let quoted: [UInt8]
    /// The number of the question.
    let question: Int
}

extension Host {
    /// The longest ICMP packet with an error: RFC 1812 section 4.3.2.3, RFC 4443 section 2.4 c.
    private static let longestError = (v4: 576, v6: 1280)
    /// Precedence 6, internetwork control (RFC 1812 section 4.3.2.5).
    private static let errorTrafficClass: UInt8 = 0xc0

    /// Tells the sender of a packet why it does not go on; says nothing where nothing may be said.
    ///
    /// The error comes from the interface that the packet came in by: where the sender's own way leads, and by which the
    /// error goes back unless the ways there and back differ (RFC 1812 section 4.3.2.4 has the interface that it leaves by).
    ///
    /// - Parameters:
    ///   - problem: Why.
    ///   - packet: As it came in, no more than it.
    ///   - interface: Where it came in.
    func report(_ problem: ForwardingProblem, _ packet: RawSpan, from interface: Int) {
        guard TransitPacket.mayBeReported(packet), let sender = TransitPacket(packet)?.source else { return }
        let source = ownAddress(on: interface, near: sender)
        guard let hop = nextHop(to: sender, from: source) else { return endUnsent(nil, .noRoute, on: interface) }
        let (headers, longest) =
            sender.version == 4
            ? (IPv4Header.minimumByteCount, Self.longestError.v4) : (IPv6Header.byteCount, Self.longestError.v6)
        let quoted = packet.extracting(first: longest - headers - ICMPv4Message.byteCount)
        if let station = neighbors[hop.key] {
            return send(problem, from: source ?? hop.source, to: sender, quoting: quoted, by: hop, station)
        }
        guard waitingErrors.count < Self.mostWaiting else { return endUnsent(nil, .queueFull, on: hop.interface) }
        waitingErrors.append(
            WaitingError(
                problem: problem, source: source ?? hop.source, destination: sender,
                quoted: quoted.byteOffsets.map { quoted.byte(at: $0) },
                question: neighbors.ask(for: hop, now: timer.now)))
        serveNeighbors()
    }

    /// Sends the errors that have waited for a question, or ends them.
    func settleErrors(_ question: NeighborCache.Question, _ station: MACAddress?) {
        guard !waitingErrors.isEmpty else { return }
        let settled = waitingErrors.filter { $0.question == question.number }
        waitingErrors.removeAll { $0.question == question.number }
        for error in settled {
            if let station {
                // SAFETY: a byte has no padding, so all of the array's memory is initialized.
                unsafe send(
                    error.problem, from: error.source, to: error.destination, quoting: error.quoted.span.bytes,
                    by: question.hop, station)
            } else {
                endUnsent(nil, .unresolved, on: question.hop.interface)
            }
        }
    }

    private func send(
        _ problem: ForwardingProblem, from source: IPAddress, to destination: IPAddress, quoting packet: RawSpan,
        by hop: NextHop, _ station: MACAddress
    ) {
        let isV4 = destination.version == 4
        let fields = PacketFields(
            source: source, destination: destination, id: nil, trafficClass: isV4 ? Self.errorTrafficClass : 0)
        let byteCount = ICMPv4Message.byteCount + packet.byteCount
        transmit(fields, isV4 ? .icmp : .icmpv6, payloadByteCount: byteCount, hop, station) { output, pseudoHeader in
            if isV4 {
                problem.messageV4.write(into: &output, payload: packet)
            } else {
                problem.messageV6.write(into: &output, pseudoHeader: pseudoHeader, payload: packet)
            }
        }
    }

    /// The address by which an interface speaks to somebody: the one on a network with it, else one that is known
    /// beyond the link; nil: it has none of that version.
    private func ownAddress(on interface: Int, near peer: IPAddress) -> IPAddress? {
        let own = interfaces[interface].addresses
        let near =
            own.first { $0.contains(peer) }
            ?? own.first {
                $0.address.version == peer.version && !$0.address.isIPv6LinkLocal
            }
        return (near ?? own.first { $0.address.version == peer.version })?.address
    }
}
