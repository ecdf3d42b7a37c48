/// One line that says to a person what a frame is.
///
/// Any bytes have one: what cannot be read is named with the reason. No checksum is verified.
public struct FrameSummary: Hashable, Sendable, CustomStringConvertible {
    /// The line, such as `IPv4 10.0.0.1 > 10.0.0.2 ICMP echo request id 1 seq 3`.
    public let description: String

    /// The summary of a frame's bytes.
    public init(of frame: RawSpan) {
        do throws(WireError) {
            let header = try EthernetHeader(parsing: frame)
            let tag = header.vlan.map { "vlan \($0.identifier) " } ?? ""
            description = tag + Self.payload(header.payload(of: frame), of: header.etherType, in: header)
        } catch {
            description = "frame of \(frame.byteCount) bytes, \(error)"
        }
    }

    private static func payload(_ bytes: RawSpan, of etherType: EtherType, in header: EthernetHeader) -> String {
        switch etherType {
        case .arp, .rarp: return arp(bytes, etherType)
        case .ipv4: return ipv4(bytes)
        case .ipv6: return ipv6(bytes)
        case .vlan, .qinq:
            // A second tag. A third is not unwrapped: the depth of this is bounded.
            guard bytes.byteCount >= VLANTag.byteCount else { return "second VLAN tag cut off" }
            let tag = VLANTag(controlInformation: bytes.bigEndian(UInt16.self, at: 0))
            let inner = EtherType(rawValue: bytes.bigEndian(UInt16.self, at: 2))
            let name = "vlan \(tag.identifier) "
            guard VLANTag.Kind(inner) == nil else { return name + other(bytes, inner, header) }
            return name + payload(bytes.extracting(droppingFirst: VLANTag.byteCount), of: inner, in: header)
        default: return other(bytes, etherType, header)
        }
    }

    private static func other(_ bytes: RawSpan, _ etherType: EtherType, _ header: EthernetHeader) -> String {
        let type = etherType.isLength ? "802.3 length \(etherType.rawValue)" : "ethertype \(etherType)"
        return "\(header.source) > \(header.destination) \(type), \(bytes.byteCount) bytes"
    }

    private static func arp(_ bytes: RawSpan, _ etherType: EtherType) -> String {
        let name = etherType == .rarp ? "RARP" : "ARP"
        do throws(WireError) {
            let packet = try ARPPacket(parsing: bytes)
            switch packet.operation {
            case .request: return "\(name) who-has \(packet.targetProtocolAddress) tell \(packet.senderProtocolAddress)"
            case .reply: return "\(name) \(packet.senderProtocolAddress) is-at \(packet.senderHardwareAddress)"
            case .reverseRequest: return "\(name) who-is \(packet.targetHardwareAddress)"
            case .reverseReply: return "\(name) \(packet.targetHardwareAddress) at \(packet.targetProtocolAddress)"
            }
        } catch {
            return "\(name), \(error)"
        }
    }

    private static func ipv4(_ bytes: RawSpan) -> String {
        do throws(WireError) {
            let header = try IPv4Header(parsing: bytes)
            let ends = "IPv4 \(header.source) > \(header.destination) "
            guard header.fragmentOffset == 0 else {
                return ends
                    + "\(header.protocol) fragment at \(header.fragmentOffset), \(header.payloadByteCount) bytes"
            }
            // The first fragment has the transport header, whose length is that of the whole packet.
            guard !header.isFragment else {
                return ends + "\(header.protocol) first fragment, \(header.payloadByteCount) bytes"
            }
            return ends + transport(header.payload(of: bytes), header.protocol)
        } catch {
            return "IPv4, \(error)"
        }
    }

    private static func ipv6(_ bytes: RawSpan) -> String {
        do throws(WireError) {
            let header = try IPv6Header(parsing: bytes)
            return "IPv6 \(header.source) > \(header.destination) "
                + transport(header.payload(of: bytes), header.nextHeader)
        } catch {
            return "IPv6, \(error)"
        }
    }

    private static func transport(_ bytes: RawSpan, _ protocol: IPProtocol) -> String {
        do throws(WireError) {
            switch `protocol` {
            case .udp:
                let header = try UDPHeader(parsing: bytes)
                return "UDP \(header.sourcePort) > \(header.destinationPort) length \(header.payloadByteCount)"
            case .icmp:
                let message = try ICMPv4Message(parsing: bytes)
                return "ICMP " + (ICMPEcho(message)?.summary ?? "type \(message.kind.rawValue) code \(message.code)")
            case .icmpv6:
                return "ICMPv6 " + (try icmpv6(bytes))
            default:
                return "\(`protocol`), \(bytes.byteCount) bytes"
            }
        } catch {
            return "\(`protocol`), \(error)"
        }
    }

    private static func icmpv6(_ bytes: RawSpan) throws(WireError) -> String {
        let message = try ICMPv6Message(parsing: bytes)
        switch message.kind {
        case .neighborSolicitation:
            return "neighbor solicitation who-has \(try NeighborSolicitation(parsing: bytes).target)"
        case .neighborAdvertisement:
            let answer = try NeighborAdvertisement(parsing: bytes)
            let address = answer.targetLinkLayerAddress.map { " is-at \($0)" } ?? ""
            return "neighbor advertisement \(answer.target)\(address)"
        default:
            return ICMPEcho(message)?.summary ?? "type \(message.kind.rawValue) code \(message.code)"
        }
    }
}

extension ICMPEcho {
    fileprivate var summary: String {
        "echo \(kind == .request ? "request" : "reply") id \(identifier) seq \(sequence)"
    }
}
