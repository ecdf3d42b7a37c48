public import WireFormats

/// The headers that a kernel writes around the messages of a tunnel, so that a capture of them reads like one of the network.
public struct DatagramEnvelope: Hashable, Sendable {
    /// Where messages come from.
    public var source: IPAddress
    /// Where they go; of the same version.
    public var destination: IPAddress
    /// Around the message.
    public var transport: Transport

    /// What stands between IP and the message.
    public enum Transport: Hashable, Sendable {
        /// A UDP header with these ports.
        case udp(source: UInt16, destination: UInt16)
        /// Nothing: the message is the payload of IP.
        case ip(IPProtocol)
    }

    /// Headers.
    ///
    /// - Returns: nil for addresses of two versions.
    public init?(source: IPAddress, destination: IPAddress, transport: Transport) {
        guard source.version == destination.version else { return nil }
        self.source = source
        self.destination = destination
        self.transport = transport
    }

    /// The bytes of the headers.
    var headerByteCount: Int {
        let ip = source.version == 4 ? IPv4Header.minimumByteCount : IPv6Header.byteCount
        return switch transport {
        case .udp: ip + UDPHeader.byteCount
        case .ip: ip
        }
    }

    /// Whether a message of so many bytes fits: the lengths of IP have 16 bits.
    func holds(_ byteCount: Int) -> Bool {
        let most = source.version == 4 ? IPv4Header.maximumPayloadByteCount : UDPHeader.maximumPayloadByteCount
        return switch transport {
        case .udp: byteCount <= most - (source.version == 4 ? UDPHeader.byteCount : 0)
        case .ip: byteCount <= most
        }
    }

    /// Appends a packet, with a checksum where UDP has one.
    ///
    /// - Precondition: there is room for it, and the message fits.
    func write(_ message: RawSpan, into output: inout OutputRawSpan) {
        let payload = message.byteCount + headerByteCount
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            let header = IPv4Header(
                source: source, destination: destination, protocol: ipProtocol,
                payloadByteCount: payload - IPv4Header.minimumByteCount)
            header.write(into: &output)
            write(message, header.pseudoHeader, into: &output)
        case (.v6(let source), .v6(let destination)):
            let header = IPv6Header(
                source: source, destination: destination, nextHeader: ipProtocol,
                payloadByteCount: payload - IPv6Header.byteCount)
            header.write(into: &output)
            write(message, header.pseudoHeader, into: &output)
        default: break
        }
    }

    private func write(_ message: RawSpan, _ pseudoHeader: PseudoHeader, into output: inout OutputRawSpan) {
        switch transport {
        case .udp(let source, let destination):
            UDPHeader.write(
                into: &output, from: source, to: destination, pseudoHeader: pseudoHeader, payload: message)
        case .ip:
            output.append(contentsOf: message)
        }
    }

    private var ipProtocol: IPProtocol {
        switch transport {
        case .udp: .udp
        case .ip(let number): number
        }
    }
}

/// What stands around the messages at one end of a tunnel, both ways.
public struct DatagramEnvelopes: Hashable, Sendable {
    /// Around what the end sends.
    public var sent: DatagramEnvelope
    /// Around what it receives.
    public var received: DatagramEnvelope

    /// Both ways.
    public init(sent: DatagramEnvelope, received: DatagramEnvelope) {
        self.sent = sent
        self.received = received
    }
}
