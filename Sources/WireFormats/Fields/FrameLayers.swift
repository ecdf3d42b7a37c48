/// Where the layers of a frame lie: found once, without copying and without failing.
///
/// Any bytes have layers, the first perhaps cut off: a layer that is not there, or that nothing is left of, is empty.
/// No checksum is verified. Of the packet that an ICMP error quotes, and of tunnels, nothing is looked at.
struct FrameLayers {
    /// A header, or a part of one that only some packets have.
    enum Layer: UInt8, Sendable {
        /// The whole frame.
        case frame
        case ethernet
        /// All tags.
        case vlan
        case arp
        /// ARP's addresses, where they are those of Ethernet and IPv4.
        case arpAddresses
        /// A header that an EtherType announces as one of IP, whichever version it says.
        case internet
        /// A header that an EtherType announces as IPv4.
        case ipv4
        /// The same if it is one.
        case ipv4Header
        case ipv6
        case ipv6Header
        case icmp
        case icmpEcho
        case icmpv6
        case icmpv6Echo
        case neighborSolicitation
        case neighborAdvertisement
        case udp
        case udpPayload
        case tcp
        case tcpPayload
        /// What stands behind the last header that is known here.
        case data
    }

    /// Bytes of the frame.
    struct Extent {
        var start: Int32 = 0
        var end: Int32 = 0

        var isEmpty: Bool { end <= start }
        var byteCount: Int { Int(end) - Int(start) }
    }

    /// By layer.
    private var extents: [21 of Extent] = .init(repeating: Extent())

    subscript(_ layer: Layer) -> Extent { extents[Int(layer.rawValue)] }

    /// More tags than this are not looked behind.
    private static let deepestTag = 8
    /// More extension headers than this are not looked behind.
    private static let mostExtensionHeaders = 8

    /// The layers of a frame.
    init(of frame: RawSpan) {
        let end = min(frame.byteCount, Int(Int32.max))
        set(.frame, 0, end)
        set(.ethernet, 0, min(end, EthernetHeader.untaggedByteCount))
        guard end >= EthernetHeader.untaggedByteCount else { return }
        var start = EthernetHeader.untaggedByteCount
        var type = frame.bigEndian(UInt16.self, at: start - 2)
        for _ in 0..<Self.deepestTag where Self.announcesTag(type) {
            set(.vlan, EthernetHeader.untaggedByteCount, min(end, start + VLANTag.byteCount))
            guard end - start >= VLANTag.byteCount else { return }
            type = frame.bigEndian(UInt16.self, at: start + 2)
            start += VLANTag.byteCount
        }
        network(EtherType(rawValue: type), frame, start, end)
    }

    /// The two kinds of IEEE 802.1Q, and the number that switches used for outer tags before (0x9100).
    private static func announcesTag(_ type: UInt16) -> Bool {
        type == EtherType.vlan.rawValue || type == EtherType.qinq.rawValue || type == 0x9100
    }

    private mutating func set(_ layer: Layer, _ start: Int, _ end: Int) {
        extents[Int(layer.rawValue)] = Extent(start: Int32(start), end: Int32(max(start, end)))
    }

    // MARK: Network layer

    private mutating func network(_ type: EtherType, _ frame: RawSpan, _ start: Int, _ end: Int) {
        switch type {
        case .arp, .rarp: arp(frame, start, end)
        case .ipv4: ipv4(frame, start, end)
        case .ipv6: ipv6(frame, start, end)
        default:
            // IEEE 802.3 3.2.6: a length says where padding begins.
            set(.data, start, type.isLength ? min(end, start + Int(type.rawValue)) : end)
        }
    }

    private mutating func arp(_ frame: RawSpan, _ start: Int, _ end: Int) {
        set(.arp, start, end)
        guard end - start >= 8 else { return }
        // Ethernet, and what IEEE 802 networks say instead (IANA "ARP Parameters").
        let hardwareType = frame.bigEndian(UInt16.self, at: start)
        guard hardwareType == 1 || hardwareType == 6, frame.bigEndian(UInt32.self, at: start + 2) == 0x0800_0604
        else { return }
        set(.arpAddresses, start, end)
    }

    private mutating func ipv4(_ frame: RawSpan, _ start: Int, _ end: Int) {
        set(.internet, start, end)
        set(.ipv4, start, end)
        guard start < end, frame.byte(at: start) >> 4 == 4 else { return }
        set(.ipv4Header, start, end)
        let headerBytes = Int(frame.byte(at: start) & 0xf) * 4
        guard headerBytes >= IPv4Header.minimumByteCount, end - start >= headerBytes else { return }
        let totalLength = Int(frame.bigEndian(UInt16.self, at: start + 2))
        // A length of zero is what a capture of an offloaded packet has: it lasts as long as the frame.
        let packetEnd = totalLength == 0 ? end : min(end, start + totalLength)
        let isLaterFragment = frame.bigEndian(UInt16.self, at: start + 6) & 0x1fff != 0
        transport(
            isLaterFragment ? nil : IPProtocol(rawValue: frame.byte(at: start + 9)), frame, start + headerBytes,
            packetEnd)
    }

    private mutating func ipv6(_ frame: RawSpan, _ start: Int, _ end: Int) {
        set(.internet, start, end)
        set(.ipv6, start, end)
        guard start < end, frame.byte(at: start) >> 4 == 6 else { return }
        set(.ipv6Header, start, end)
        guard end - start >= IPv6Header.byteCount else { return }
        var offset = start + IPv6Header.byteCount
        let packetEnd = min(end, offset + Int(frame.bigEndian(UInt16.self, at: start + 4)))
        var next = frame.byte(at: start + 6)
        for _ in 0..<Self.mostExtensionHeaders {
            guard let kind = ExtensionHeader(rawValue: next), packetEnd - offset >= 8 else { break }
            if kind == .fragment, frame.bigEndian(UInt16.self, at: offset + 2) & 0xfff8 != 0 {
                return transport(nil, frame, offset + 8, packetEnd)
            }
            next = frame.byte(at: offset)
            offset += kind.byteCount(lengthField: frame.byte(at: offset + 1))
        }
        transport(IPProtocol(rawValue: next), frame, offset, packetEnd)
    }

    /// RFC 8200 section 4, and the authentication header (RFC 4302), whose length counts otherwise.
    private enum ExtensionHeader: UInt8 {
        case hopByHop = 0
        case routing = 43
        case fragment = 44
        case authentication = 51
        case destination = 60

        func byteCount(lengthField: UInt8) -> Int {
            switch self {
            case .fragment: 8
            case .authentication: (Int(lengthField) + 2) * 4
            case .hopByHop, .routing, .destination: (Int(lengthField) + 1) * 8
            }
        }
    }

    // MARK: Transport layer

    private mutating func transport(_ protocol: IPProtocol?, _ frame: RawSpan, _ start: Int, _ end: Int) {
        guard start < end else { return }
        switch `protocol` {
        case .udp?: udp(frame, start, end)
        case .tcp?: tcp(frame, start, end)
        case .icmp?: icmp(frame, start, end)
        case .icmpv6?: icmpv6(frame, start, end)
        default: set(.data, start, end)
        }
    }

    private mutating func udp(_ frame: RawSpan, _ start: Int, _ end: Int) {
        set(.udp, start, end)
        guard end - start > UDPHeader.byteCount else { return }
        let datagramEnd = min(end, start + Int(frame.bigEndian(UInt16.self, at: start + 4)))
        set(.udpPayload, start + UDPHeader.byteCount, datagramEnd)
        set(.data, start + UDPHeader.byteCount, datagramEnd)
    }

    private mutating func tcp(_ frame: RawSpan, _ start: Int, _ end: Int) {
        set(.tcp, start, end)
        guard end - start >= 20 else { return }
        // RFC 9293 section 3.1: the data offset counts words of four bytes.
        let headerBytes = Int(frame.byte(at: start + 12) >> 4) * 4
        guard headerBytes >= 20, end - start > headerBytes else { return }
        set(.tcpPayload, start + headerBytes, end)
        set(.data, start + headerBytes, end)
    }

    private mutating func icmp(_ frame: RawSpan, _ start: Int, _ end: Int) {
        set(.icmp, start, end)
        let kind = ICMPv4Message.Kind(rawValue: frame.byte(at: start))
        guard kind == .echoRequest || kind == .echoReply else { return }
        set(.icmpEcho, start, end)
        set(.data, min(end, start + ICMPv4Message.byteCount), end)
    }

    private mutating func icmpv6(_ frame: RawSpan, _ start: Int, _ end: Int) {
        set(.icmpv6, start, end)
        switch ICMPv6Message.Kind(rawValue: frame.byte(at: start)) {
        case .echoRequest, .echoReply:
            set(.icmpv6Echo, start, end)
            set(.data, min(end, start + ICMPv6Message.byteCount), end)
        case .neighborSolicitation: set(.neighborSolicitation, start, end)
        case .neighborAdvertisement: set(.neighborAdvertisement, start, end)
        default: break
        }
    }
}
