import NetCore
import WireFormats

// What a router does with a packet that is for somebody else (RFC 1812 section 5.2.1): where to, whether it lives long
// enough, whether it fits, to whom. It takes no time; where the next hop has to be asked for, the frame waits.

extension Host {
    /// A packet that has not arrived here.
    ///
    /// - Parameters:
    ///   - packet: What is looked at.
    ///   - bytes: The packet, with what stands behind it.
    ///   - link: The header before it.
    ///   - frame: The frame.
    ///   - interface: Where it came in.
    /// - Returns: nil if it goes on or waits to, else why it ends here.
    func forward(
        _ packet: TransitPacket, _ bytes: RawSpan, behind link: EthernetHeader, in frame: Frame, on interface: Int
    ) -> DropReason? {
        // RFC 1812 section 5.3.4: what was for all stations of a link is not forwarded.
        guard forwards, !link.destination.isGroup, packet.isForwardable, !isNobodys(packet) else { return .notForMe }
        func refused(_ problem: ForwardingProblem) -> DropReason {
            report(problem, bytes.extracting(first: packet.byteCount), from: interface)
            return problem.reason
        }
        guard let hop = nextHop(to: packet.destination, from: nil) else { return refused(.noRoute) }
        guard !packet.comesFromLinkLocal else { return refused(.beyondScope) }
        guard packet.lifetime > 1 else { return refused(.expired) }
        let mtu = nics[interfaces[hop.interface].nic].mtu
        guard packet.byteCount <= mtu else { return refused(.tooBig(mtu: mtu)) }
        let ingress = nics[interfaces[interface].nic]
        if let station = neighbors[hop.key] {
            ingress.handOver()
            pass(frame, by: hop, station)
        } else {
            guard keep(frame, for: hop, from: interface) else { return .queueFull }
            ingress.handOver()
        }
        return nil
    }

    /// Whether a frame that waited is one to be forwarded, and not a request to be answered.
    func isInTransit(_ frame: Frame) -> Bool {
        guard forwards, let link = try? EthernetHeader(parsing: frame.bytes),
            let packet = TransitPacket(link.payload(of: frame.bytes))
        else { return false }
        return owner(of: packet.destination) == nil
    }

    /// Sends a frame that has waited, or ends it as `unresolved`.
    func settle(_ frame: Frame, by hop: NextHop, _ station: MACAddress?, from interface: Int) {
        if let station { return pass(frame, by: hop, station) }
        let bytes = frame.bytes
        nics[interfaces[hop.interface].nic].drop(frame, .unresolved)
        guard let link = try? EthernetHeader(parsing: bytes) else { return }
        let packet = link.payload(of: bytes)
        guard let byteCount = TransitPacket(packet)?.byteCount else { return }
        report(.unresolved, packet.extracting(first: byteCount), from: interface)
    }

    /// Sends a frame on, which was handed over, to a station on the link of an interface.
    private func pass(_ frame: Frame, by hop: NextHop, _ station: MACAddress) {
        let bytes = frame.bytes
        let index = interfaces[hop.interface].nic
        let nic = nics[index]
        // It has passed these checks on its way in.
        guard let link = try? EthernetHeader(parsing: bytes) else { return nic.drop(frame, .truncated) }
        let packet = link.payload(of: bytes)
        let header = linkHeader(to: station, link.etherType, on: hop.interface)
        let result: SendResult
        if let ip = try? IPv4Header(parsing: packet) {
            let byteCount = header.byteCount + ip.byteCount + ip.payloadByteCount
            result = nic.transmit(frame, atMost: byteCount) { output in
                header.write(into: &output)
                ip.writeForwarded(packet, into: &output)
            }
        } else if let ip = try? IPv6Header(parsing: packet) {
            let byteCount = header.byteCount + IPv6Header.byteCount + ip.payloadByteCount
            result = nic.transmit(frame, atMost: byteCount) { output in
                header.write(into: &output)
                ip.writeForwarded(packet, into: &output)
            }
        } else {
            return nic.drop(frame, .corrupted)
        }
        if result == .paused { isPaused[index] = true }
    }

    /// Whether it comes from everybody on a network of this router, or from itself, or is for everybody on one
    /// (RFC 1812 section 5.3.7, RFC 2644).
    private func isNobodys(_ packet: TransitPacket) -> Bool {
        ownAddresses.contains { own in
            if own.address == packet.source { return true }
            guard let broadcast = own.broadcast.map({ IPAddress.v4($0) }) else { return false }
            return broadcast == packet.source || broadcast == packet.destination
        }
    }
}
