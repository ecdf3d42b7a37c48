import NetCore
import TestSupport
import WireFormats

/// Frames between fd00::1 at 52:54:00:12:34:56 and fd00::2 at ...:57, their checksums computed by another program.
enum Literal6 {
    static let first = address("fd00::1")
    static let second = address("fd00::2")
    /// The first asks for the second, at its solicited-node group.
    static let solicitation = bytes(
        """
        3333ff000002 525400123456 86dd  60000000 0020 3a ff
        fd000000000000000000000000000001 ff0200000000000000000001ff000002
        87 00 f8db 00000000 fd000000000000000000000000000002 01 01 525400123456
        """)
    /// The answer: solicited and override.
    static let advertisement = bytes(
        """
        525400123456 525400123457 86dd  60000000 0020 3a ff
        fd000000000000000000000000000002 fd000000000000000000000000000001
        88 00 97de 60000000 fd000000000000000000000000000002 02 01 525400123457
        """)
    /// As a station that knows the other asks it whether it is still there, without its own link-layer address.
    static let unicastSolicitation = bytes(
        """
        525400123457 525400123456 86dd  60000000 0018 3a ff
        fd000000000000000000000000000001 fd000000000000000000000000000002
        87 00 81a5 00000000 fd000000000000000000000000000002
        """)
    /// Duplicate address detection by somebody who wants to be fd00::2 too (RFC 4862 section 5.4.2).
    static let probe = bytes(
        """
        3333ff000002 525400123456 86dd  60000000 0018 3a ff
        00000000000000000000000000000000 ff0200000000000000000001ff000002
        87 00 7da3 00000000 fd000000000000000000000000000002
        """)
    /// The answer to that, to all nodes: not solicited (RFC 4861 section 7.2.4).
    static let probeAnswer = bytes(
        """
        333300000001 525400123457 86dd  60000000 0020 3a ff
        fd000000000000000000000000000002 ff020000000000000000000000000001
        88 00 d5dc 20000000 fd000000000000000000000000000002 02 01 525400123457
        """)
    static let echoRequest =
        bytes(
            """
            525400123457 525400123456 86dd  60000000 0018 3a 40
            fd000000000000000000000000000001 fd000000000000000000000000000002  80 00 dbfc 0001 0003
            """) + Literal.stamp
    static let echoReply =
        bytes(
            """
            525400123456 525400123457 86dd  60000000 0018 3a 40
            fd000000000000000000000000000002 fd000000000000000000000000000001  81 00 dafc 0001 0003
            """) + Literal.stamp
    /// Port 5000 to 6000.
    static let datagram =
        bytes(
            """
            525400123457 525400123456 86dd  60000000 0018 11 40
            fd000000000000000000000000000001 fd000000000000000000000000000002  1388 1770 0018 311a
            """) + Literal.stamp
}

/// An IPv6 packet in a frame to the station of fd00::2.
func frame6(
    from source: String = "fd00::1", to destination: String = "fd00::2", at station: UInt64 = 0x5254_0012_3457,
    hopLimit: UInt8 = 64, _ protocol: IPProtocol, _ payload: [UInt8]
) -> [UInt8] {
    guard let source = IPv6Address(source), let destination = IPv6Address(destination) else { return [] }
    return [UInt8](atMost: 54 + payload.count) { output in
        EthernetHeader(
            destination: MACAddress(truncating: station), source: MACAddress(truncating: 0x5254_0012_3456),
            etherType: .ipv6
        ).write(into: &output)
        IPv6Header(
            source: source, destination: destination, nextHeader: `protocol`, payloadByteCount: payload.count,
            hopLimit: hopLimit
        ).write(into: &output)
        for byte in payload { output.append(byte) }
    }
}

/// The same with an ICMPv6 message, whose checksum is put right.
func icmpv6(
    from source: String = "fd00::1", to destination: String = "fd00::2", at station: UInt64 = 0x5254_0012_3457,
    hopLimit: UInt8 = 255, _ message: [UInt8]
) -> [UInt8] {
    guard let from = IPv6Address(source), let to = IPv6Address(destination) else { return [] }
    var message = message
    let sum = [UInt8](atMost: 2) { output in
        var checksum = PseudoHeader(source: from, destination: to).checksum(.icmpv6, byteCount: message.count)
        for offset in stride(from: 0, to: message.count - 1, by: 2) where offset != 2 {
            checksum.add(UInt16(message[offset]) << 8 | UInt16(message[offset + 1]))
        }
        output.append(bigEndian: checksum.value)
    }
    message.replaceSubrange(2..<4, with: sum)
    return frame6(from: source, to: destination, at: station, hopLimit: hopLimit, .icmpv6, message)
}
