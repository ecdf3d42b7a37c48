import TestSupport
import WireFormats

/// Frames whose fields are looked at, each with what it shows.
enum FieldFrames {
    static let all: [(name: String, bytes: [UInt8])] = [
        ("udp", ipv4(udp)),
        ("tagged", frame("8100 f007 0800", packet(udp))),
        ("two tags", frame("8100 0005 8100 1007 0800", packet(udp))),
        ("old outer tag", frame("9100 0001 8100 0002 0800", packet(udp))),
        ("tcp", ipv4("0009 c000 00000001 80000002 5012 fffe 0000 0000 6869", protocol: 6)),
        ("tcp, options", ipv4("0009 c000 00000001 00000000 6002 ffff 0000 0000 020405b4", protocol: 6)),
        ("echo", ipv4("0800 1234 0001 0002 6162636465666768", protocol: 1)),
        ("time exceeded", ipv4("0b00 0000 00000000", protocol: 1)),
        ("later fragment", ipv4("0011223344556677", flags: 0x2003)),
        ("unknown protocol", ipv4("01020304", protocol: 253)),
        ("padded", ipv4(udp) + [UInt8](repeating: 0, count: 14)),
        ("ip options", frame("0800", "46b80024123440004011beef0a0000010a000002" + "01010100" + udp)),
        ("datagram longer than its packet", ipv4("c000 2328 00ff 0000 deadbeef")),
        ("datagram shorter than its header", ipv4("c000 2328 0007 0000 deadbeef")),
        ("ipv6 udp", ipv6(udp, next: 17)),
        ("ipv6 hop by hop", ipv6("1100010400000000" + udp, next: 0)),
        ("ipv6 destination options", ipv6("1100010400000000" + udp, next: 60)),
        ("ipv6 later fragment", ipv6("1100000812345678 00112233", next: 44)),
        ("ipv6 echo", ipv6("8000 abcd 0102 0003 6162636465666768", next: 58)),
        ("solicitation", ipv6("8700 abcd 00000000 fd000000000000000000000000000002", next: 58)),
        ("advertisement", ipv6("8800 abcd 60000000 fd000000000000000000000000000002", next: 58)),
        ("arp request", frame("0806", "0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002")),
        ("arp, odd operation", frame("0806", "0001 0800 06 04 0009 020000000001 0a000001 000000000000 0a000002")),
        ("rarp", frame("8035", "0001 0800 06 04 0003 020000000001 0a000001 000000000000 0a000002")),
        ("arp, other hardware", frame("0806", "000f 86dd 06 04 0001 020000000001 0a000001 000000000000 0a000002")),
        ("unknown type", frame("88b5", "61626364")),
        ("802.3 length", frame("0003", "4242030000")),
        ("another version", frame("0800", "55" + packet(udp).dropFirst(2))),
        ("tag cut off", frame("8100 0007", "")),
        ("two bytes of IP", frame("0800", "4500")),
        ("IPv6 cut off", frame("86dd", "6b800123 000c 1140 fd000000000000000000000000000001")),
        ("eight bytes", bytes("020000000002 0200")),
        ("no bytes", []),
    ]

    static func named(_ name: String) -> [UInt8] { all.first { $0.name == name }?.bytes ?? [] }

    private static let udp = "c000 2328 000c beef deadbeef"

    private static func frame(_ types: String, _ packet: String) -> [UInt8] {
        bytes("020000000002 020000000001" + types + packet)
    }

    private static func ipv4(_ payload: String, protocol number: UInt8 = 17, flags: UInt16 = 0x4000) -> [UInt8] {
        frame("0800", packet(payload, protocol: number, flags: flags))
    }

    private static func packet(_ payload: String, protocol number: UInt8 = 17, flags: UInt16 = 0x4000) -> String {
        let length = hex(UInt16(20 + bytes(payload).count))
        return "45b9\(length)1234\(hex(flags))40" + hex(UInt16(number)).dropFirst(2) + "beef0a0000010a000002" + payload
    }

    private static func ipv6(_ payload: String, next: UInt8) -> [UInt8] {
        let ends = "fd000000000000000000000000000001fd000000000000000000000000000002"
        let number = hex(UInt16(next)).dropFirst(2)
        return frame("86dd", "6b980123\(hex(UInt16(bytes(payload).count)))\(number)40\(ends)\(payload)")
    }

    private static func hex(_ value: UInt16) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
