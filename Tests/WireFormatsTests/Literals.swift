/// Literal packets: each serves parsing and writing.
///
/// Their checksums were computed by another program.
enum Literal {
    /// Who has 10.0.0.2, asked by 10.0.0.1 at 52:54:00:12:34:56.
    static let arpRequest = bytes("0001 0800 06 04 0001 525400123456 0a000001 000000000000 0a000002")
    /// Flow 7, number 3.
    static let stamp = bytes("57575246 00000007 0000000000000003")
    /// Echo request, identifier 1, sequence 3, with the stamp.
    static let echo = bytes("08 00 4e54 0001 0003") + stamp
    /// The same for IPv6 between the two link-local stations.
    static let echo6 = bytes("80 00 d185 0001 0003") + stamp
    /// 10.0.0.1 to 10.0.0.2, don't fragment, with the echo request.
    static let ipv4 = bytes("45 00 002c 0000 4000 40 01 26cf 0a000001 0a000002") + echo
    /// A first fragment with DSCP 46, ECN 1, a router alert option and offset 24.
    static let ipv4Options = bytes("46 b9 001c 1234 2003 09 11 d5da 0a000001 0a000002 94040000 01020304")
    /// Port 5000 to 6000 with the stamp, over 10.0.0.1 and 10.0.0.2.
    static let udp = bytes("1388 1770 0018 171c") + stamp
    /// The same over the two link-local stations.
    static let udp6 = bytes("1388 1770 0018 26a3") + stamp
    /// The solicitation of the right station by the left one, sent to the right one's solicited-node address.
    static let solicitation = bytes(
        "87 00 b9fd 00000000 fe80000000000000505400fffe123457 01 01 525400123456")
    /// The answer.
    static let advertisement = bytes(
        "88 00 082c 60000000 fe80000000000000505400fffe123457 02 01 525400123457")
    /// The answer in its packet.
    static let ipv6 =
        bytes("60000000 0020 3a ff fe80000000000000505400fffe123457 fe80000000000000505400fffe123456") + advertisement
    /// Traffic class 0xb8, flow label 0xabcde, no next header.
    static let ipv6Flow = bytes(
        "6b8abcde 0000 3b 40 fe80000000000000505400fffe123457 fe80000000000000505400fffe123456")
    /// A frame with the published check sequence 7a d5 6b b3: IPv4, UDP 1024 to 1024, twenty counting bytes.
    static let udpFrame = bytes(
        """
        000ae6f005a3 001234567890 0800
        45 00 0030 b3fe 0000 80 11 72ba 0a000003 0a000002
        0400 0400 001c 894d 000102030405060708090a0b0c0d0e0f10111213
        """)
    static let untagged = bytes("525400123457 525400123456 0800")
    static let tagged = bytes("ffffffffffff 525400123456 8100 b007 0806")
    static let serviceTagged = bytes("525400123457 525400123456 88a8 0064 8100")
}
