import NetCore
import WireFormats

extension Host {
    /// An IPv4 packet at an interface.
    func receive(
        ipv4 packet: RawSpan, behind link: EthernetHeader, in frame: Frame, on interface: Int
    ) throws(WireError) -> DropReason? {
        let header = try IPv4Header(parsing: packet)
        guard IPv4Header.checksumIsValid(in: packet) else { return .corrupted }
        let isMine = isDestination(.v4(header.destination), at: interface)
        guard isMine || isBroadcast(header.destination, on: interface) else {
            return forward(TransitPacket(header), packet, behind: link, in: frame, on: interface)
        }
        guard !header.isFragment else { return .notForMe }
        let payload = header.payload(of: packet)
        switch header.protocol {
        case .icmp:
            let message = try ICMPv4Message(parsing: payload)
            guard InternetChecksum.isValid(payload) else { return .corrupted }
            let data = payload.extracting(droppingFirst: ICMPv4Message.byteCount)
            if message.kind.isError, isMine { return receive(errorAbout: data) }
            // RFC 1122 3.2.2.6: an echo request to a broadcast address may be discarded.
            guard let echo = ICMPEcho(message), isMine || echo.kind == .reply else { return .notForMe }
            return receive(echo, data, from: .v4(header.source), to: .v4(header.destination), in: frame, on: interface)
        case .udp: return try receive(udp: payload, header.pseudoHeader)
        default: return .notForMe
        }
    }

    private func isBroadcast(_ address: IPv4Address, on interface: Int) -> Bool {
        ownAddresses.contains {
            $0.interface == interface && $0.address.version == 4 && (address == .broadcast || $0.broadcast == address)
        }
    }
}
