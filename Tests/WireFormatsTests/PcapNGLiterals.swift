/// Blocks written out by hand after draft-ietf-opsawg-pcapng.
enum PcapNGLiteral {
    /// Hardware `x86_64`, operating system `Linux`, application `Wirework`; the section's length is left open.
    static let section = bytes(
        """
        0a0d0d0a 44000000 4d3c2b1a 0100 0000 ffffffffffffffff
        0200 0600 7838365f3634 0000  0300 0500 4c696e7578 000000  0400 0800 57697265776f726b  0000 0000 44000000
        """)
    /// `n1`, `l2tpv3`, Ethernet, 262144 bytes, nanoseconds.
    static let interface = bytes(
        """
        01000000 34000000 0100 0000 00000400
        0200 0200 6e31 0000  0300 0600 6c3274707633 0000  0900 0100 09 000000  0000 0000 34000000
        """)
    /// Fifteen of seventeen bytes, inbound at interface 0.
    static let packet = bytes(
        """
        06000000 3c000000 00000000 44332211 88776655 0f000000 11000000
        000102030405060708090a0b0c0d0e 00  0200 0400 01000000  0000 0000 3c000000
        """)
    /// The same, outbound and whole, with the comment `dropped: loop`.
    static let droppedPacket = bytes(
        """
        06000000 50000000 00000000 44332211 88776655 0f000000 0f000000
        000102030405060708090a0b0c0d0e 00  0200 0400 02000000
        0100 0d00 64726f707065643a206c6f6f70 000000  0000 0000 50000000
        """)
    /// From 0x1_00000002 to 0x3_00000004: seven packets, two of them dropped.
    static let statistics = bytes(
        """
        05000000 4c000000 00000000 03000000 04000000
        0200 0800 01000000 02000000  0300 0800 03000000 04000000
        0400 0800 0700000000000000  0500 0800 0200000000000000  0000 0000 4c000000
        """)
    static let file = section + interface + packet + droppedPacket + statistics

    /// Big-endian and bare: no option says a name or a unit, and no list has an end.
    static let bigEndianFile = bytes(
        """
        0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c
        00000001 00000014 0001 0000 00000000 00000014
        00000006 0000002c 00000000 00000001 00000002 00000003 00000003 aabbcc00 0002 0004 00000002 0000002c
        00000005 00000024 00000000 00000001 00000002 0004 0008 0000000000000009 00000024
        """)
}
