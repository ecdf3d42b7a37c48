// The data header (RFC 3931 4.1.1.1, 4.1.2.1; the offset is QEMU's), all fields big-endian:
//
//     UDP            IP
//     +0             -     flags and version   4
//     +4             +0    session             4
//     +8             +4    cookie              0, 4 or 8
//     behind it            sublayer            0 or 4
//     behind it            offset              0...
//     behind it            payload: an Ethernet frame without FCS

/// Offsets and constants of the data header.
enum L2TPv3Layout {
    static let sessionByteCount = 4

    static func sessionOffset(_ encapsulation: L2TPv3Encapsulation) -> Int {
        encapsulation == .udp ? 4 : 0
    }

    /// Flags and version of a data message over UDP: T = 0, version 3, reserved bits 0 (RFC 3931 4.1.2.1).
    static let dataVersion: UInt32 = 0x0003_0000
    /// The T bit and the version; all other bits of the word are reserved and ignored on receipt.
    static let versionMask: UInt32 = 0x800F_0000
    /// A data message of L2TPv2, which has shorter ids behind it (RFC 2661 3.1).
    static let version2: UInt32 = 0x0002_0000
    /// T = 1: a control message (RFC 3931 3.2.1).
    static let controlBit: UInt32 = 0x8000_0000
    /// Over IP this session marks a control message (RFC 3931 4.1.1.2).
    static let controlSession: UInt32 = 0
    /// S: the number in the Default L2-Specific Sublayer is valid (RFC 3931 4.6).
    static let sequenceBit: UInt32 = 0x4000_0000
}
