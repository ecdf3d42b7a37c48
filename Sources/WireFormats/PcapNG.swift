/// The numbers of the pcapng format (draft-ietf-opsawg-pcapng), which Wireshark and tcpdump read.
///
/// A file is a list of blocks: a section header, a description for each interface, packets, statistics.
///
///     | type | total length | body, padded to 32 bits | total length |
///
/// A body ends with options: code, length, value padded to 32 bits. We write little-endian, on any machine, so that the
/// same run makes the same file; ``PcapNGReader`` reads both orders. What the format calls a packet is an Ethernet frame
/// here.
public enum PcapNG {
    /// LINKTYPE_ETHERNET: from the destination address to the end of the payload (draft-ietf-opsawg-pcaplinktype).
    public static let ethernet: UInt16 = 1
    /// LINKTYPE_RAW: an IPv4 or IPv6 packet, as its first four bits say (draft-ietf-opsawg-pcaplinktype).
    public static let ip: UInt16 = 101

    /// Names, descriptions and comments are cut to this many bytes of UTF-8 when they are written.
    ///
    /// An option could hold 65535.
    public static let maximumTextByteCount = 4096

    /// The first field of each block (sections 4.1 to 4.6).
    enum BlockType {
        /// The same in both byte orders.
        static let section: UInt32 = 0x0a0d_0d0a
        static let interface: UInt32 = 1
        static let simple: UInt32 = 3
        static let statistics: UInt32 = 5
        static let packet: UInt32 = 6
    }

    /// Option codes; their meaning depends on the block, save for the first two (section 3.5).
    enum Option {
        static let end: UInt16 = 0
        static let comment: UInt16 = 1
        /// Section 4.1.
        static let hardware: UInt16 = 2
        static let operatingSystem: UInt16 = 3
        static let application: UInt16 = 4
        /// Section 4.2.
        static let name: UInt16 = 2
        static let description: UInt16 = 3
        static let resolution: UInt16 = 9
        static let timeOffset: UInt16 = 14
        /// Section 4.3.
        static let flags: UInt16 = 2
        /// Section 4.6.
        static let startTime: UInt16 = 2
        static let endTime: UInt16 = 3
        static let received: UInt16 = 4
        static let dropped: UInt16 = 5
    }

    /// Section 4.1: reads as 0x4d3c2b1a where the section has the other byte order.
    static let byteOrderMagic: UInt32 = 0x1a2b_3c4d

    /// Type, and the length before and behind the body (section 3.1).
    static let frameByteCount = 12
    /// Code and length of an option (section 3.5).
    static let optionHeaderByteCount = 4

    /// The next multiple of four: bodies and option values are padded (section 3.6.2).
    @inline(__always)
    static func padded(_ byteCount: Int) -> Int { (byteCount &+ 3) & ~3 }
}
