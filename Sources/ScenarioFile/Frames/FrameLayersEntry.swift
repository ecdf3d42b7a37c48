import WireFormats

/// The layers of a frame as written; what is nil is filled in when the ends of the flow are known.
struct FrameLayersEntry: Sendable {
    /// An address, or a name that stands for one.
    enum Named<Address: Sendable>: Sendable {
        case address(Address)
        case name(Located<String>)
    }

    struct Ethernet: Sendable {
        var destination: Named<MACAddress>?
        var source: Named<MACAddress>?
        /// The EtherType behind all tags.
        var type: UInt16?
    }

    struct Tag: Sendable {
        var identifier: UInt16
        var priority: UInt8 = 0
        var dropEligible = false
        /// The EtherType that announces the tag.
        var type: UInt16?
    }

    struct ARP: Sendable {
        var operation: UInt16 = 1
        var senderMAC: Named<MACAddress>?
        var senderIP: Named<IPv4Address>?
        var targetMAC: Named<MACAddress>?
        var targetIP: Named<IPv4Address>?
    }

    struct IPv4: Sendable {
        var source: Named<IPv4Address>?
        var destination: Named<IPv4Address>?
        var timeToLive: UInt8?
        var dscp: UInt8?
        var ecn: UInt8?
        var identification: UInt16?
        var dontFragment: Bool?
        var moreFragments: Bool?
        /// In units of eight bytes, as it stands in the header.
        var fragmentOffset: UInt16?
        var protocolNumber: UInt8?
        var length: UInt16?
        var checksum: UInt16?
    }

    struct IPv6: Sendable {
        var source: Named<IPv6Address>?
        var destination: Named<IPv6Address>?
        var hopLimit: UInt8?
        var dscp: UInt8?
        var ecn: UInt8?
        var flowLabel: UInt32?
        var nextHeader: UInt8?
        var length: UInt16?
    }

    struct ICMP: Sendable {
        var type: UInt8?
        var code: UInt8?
        var identifier: UInt16?
        var sequence: UInt16?
        var checksum: UInt16?
    }

    struct UDP: Sendable {
        var sourcePort: UInt16?
        var destinationPort: UInt16?
        var length: UInt16?
        var checksum: UInt16?
    }

    struct TCP: Sendable {
        var sourcePort: UInt16?
        var destinationPort: UInt16?
        var sequence: UInt32?
        var acknowledgment: UInt32?
        /// The lower twelve bits of the word that begins with the data offset.
        var flags: UInt16?
        var window: UInt16?
        var checksum: UInt16?
    }

    enum Network: Sendable {
        case arp(ARP)
        case ipv4(IPv4)
        case ipv6(IPv6)
    }

    enum Transport: Sendable {
        case icmp(ICMP)
        case icmpv6(ICMP)
        case udp(UDP)
        case tcp(TCP)
    }

    var ethernet = Ethernet()
    /// From the outermost.
    var tags: [Tag] = []
    var network: Network?
    var transport: Transport?
    var payload: ArraySlice<UInt8> = []
}
