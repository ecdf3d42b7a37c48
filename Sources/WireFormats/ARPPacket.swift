/// An ARP packet for IPv4 over Ethernet (RFC 826; reverse ARP, RFC 903, has the same form).
public struct ARPPacket: Hashable, Sendable {
    /// What the packet asks or says: the opcode.
    public enum Operation: UInt16, Hashable, Sendable {
        /// Who has the target's protocol address?
        case request = 1
        /// The sender has it.
        case reply = 2
        /// Which protocol address is mine? (RFC 903; QEMU's announcement of a moved NIC.)
        case reverseRequest = 3
        /// The answer to that.
        case reverseReply = 4
    }

    /// What the packet asks or says.
    public var operation: Operation
    /// The sender's MAC address.
    public var senderHardwareAddress: MACAddress
    /// The sender's IPv4 address; 0.0.0.0 in a probe (RFC 5227).
    public var senderProtocolAddress: IPv4Address
    /// The target's MAC address; without meaning in a request.
    public var targetHardwareAddress: MACAddress
    /// The IPv4 address asked for, or that of the asker in a reply.
    public var targetProtocolAddress: IPv4Address

    /// The number of bytes on the wire, before a frame's padding.
    public static let byteCount = 28

    private enum Offset {
        static let hardwareType = 0
        static let protocolType = 2
        static let hardwareAddressByteCount = 4
        static let protocolAddressByteCount = 5
        static let operation = 6
        static let senderHardwareAddress = 8
        static let senderProtocolAddress = 14
        static let targetHardwareAddress = 18
        static let targetProtocolAddress = 24
    }

    /// IANA "ARP Parameters": hardware type 1 is Ethernet.
    private static let ethernet: UInt16 = 1

    /// A packet from its fields.
    public init(
        operation: Operation,
        senderHardwareAddress: MACAddress, senderProtocolAddress: IPv4Address,
        targetHardwareAddress: MACAddress, targetProtocolAddress: IPv4Address
    ) {
        self.operation = operation
        self.senderHardwareAddress = senderHardwareAddress
        self.senderProtocolAddress = senderProtocolAddress
        self.targetHardwareAddress = targetHardwareAddress
        self.targetProtocolAddress = targetProtocolAddress
    }

    /// The question who has `target`, asked by the station with these two addresses.
    public static func request(
        for target: IPv4Address, senderHardwareAddress: MACAddress, senderProtocolAddress: IPv4Address
    ) -> ARPPacket {
        ARPPacket(
            operation: .request,
            senderHardwareAddress: senderHardwareAddress, senderProtocolAddress: senderProtocolAddress,
            targetHardwareAddress: .zero, targetProtocolAddress: target)
    }

    /// The answer to this request by the station with that MAC address: sender and target change places.
    public func reply(from mac: MACAddress) -> ARPPacket {
        ARPPacket(
            operation: .reply, senderHardwareAddress: mac, senderProtocolAddress: targetProtocolAddress,
            targetHardwareAddress: senderHardwareAddress, targetProtocolAddress: senderProtocolAddress)
    }

    /// The packet at the start of a frame's payload.
    ///
    /// Any other hardware, protocol, address size or opcode is refused.
    public init(parsing packet: RawSpan) throws(WireError) {
        try packet.require(Self.byteCount)
        let hardwareType = packet.bigEndian(UInt16.self, at: Offset.hardwareType)
        guard hardwareType == Self.ethernet else { throw .invalid("ARP hardware type", hardwareType) }
        let protocolType = packet.bigEndian(UInt16.self, at: Offset.protocolType)
        guard protocolType == EtherType.ipv4.rawValue else { throw .invalid("ARP protocol type", protocolType) }
        let hardwareBytes = packet.byte(at: Offset.hardwareAddressByteCount)
        guard hardwareBytes == MACAddress.byteCount else { throw .invalid("ARP hardware length", hardwareBytes) }
        let protocolBytes = packet.byte(at: Offset.protocolAddressByteCount)
        guard protocolBytes == IPv4Address.byteCount else { throw .invalid("ARP protocol length", protocolBytes) }
        let opcode = packet.bigEndian(UInt16.self, at: Offset.operation)
        guard let operation = Operation(rawValue: opcode) else { throw .invalid("ARP operation", opcode) }
        self.operation = operation
        senderHardwareAddress = MACAddress(parsing: packet, at: Offset.senderHardwareAddress)
        senderProtocolAddress = IPv4Address(parsing: packet, at: Offset.senderProtocolAddress)
        targetHardwareAddress = MACAddress(parsing: packet, at: Offset.targetHardwareAddress)
        targetProtocolAddress = IPv4Address(parsing: packet, at: Offset.targetProtocolAddress)
    }

    /// Appends the packet.
    ///
    /// - Precondition: there is room for 28 bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: Self.ethernet)
        output.append(bigEndian: EtherType.ipv4.rawValue)
        output.append(UInt8(MACAddress.byteCount))
        output.append(UInt8(IPv4Address.byteCount))
        output.append(bigEndian: operation.rawValue)
        senderHardwareAddress.write(into: &output)
        senderProtocolAddress.write(into: &output)
        targetHardwareAddress.write(into: &output)
        targetProtocolAddress.write(into: &output)
    }
}
