@testable import WireFormats

// The same calls with arrays in place of spans. `#expect` takes apart the calls in it and stores their arguments, which
// a span does not allow, and a span of a global array does not outlive the expression that reads the array.

protocol WireValue {
    init(parsing bytes: RawSpan) throws(WireError)
}

extension WireValue {
    init(parsing bytes: [UInt8]) throws(WireError) { try self.init(parsing: bytes.span.bytes) }
}

extension MACAddress: WireValue {}
extension IPv4Address: WireValue {}
extension IPv6Address: WireValue {}
extension EthernetHeader: WireValue {}
extension ARPPacket: WireValue {}
extension IPv4Header: WireValue {}
extension IPv6Header: WireValue {}
extension UDPHeader: WireValue {}
extension ICMPv4Message: WireValue {}
extension ICMPv6Message: WireValue {}
extension NeighborSolicitation: WireValue {}
extension NeighborAdvertisement: WireValue {}

extension EthernetHeader {
    func payload(of frame: [UInt8]) -> [UInt8] { payload(of: frame.span.bytes).array }
}

extension IPv4Header {
    func payload(of packet: [UInt8]) -> [UInt8] { payload(of: packet.span.bytes).array }
    static func checksumIsValid(in packet: [UInt8]) -> Bool { checksumIsValid(in: packet.span.bytes) }
}

extension IPv6Header {
    func payload(of packet: [UInt8]) -> [UInt8] { payload(of: packet.span.bytes).array }
}

extension UDPHeader {
    func payload(of datagram: [UInt8]) -> [UInt8] { payload(of: datagram.span.bytes).array }
    func checksumIsValid(of datagram: [UInt8], pseudoHeader: PseudoHeader) -> Bool {
        checksumIsValid(of: datagram.span.bytes, pseudoHeader: pseudoHeader)
    }
}

extension ICMPv6Message {
    static func checksumIsValid(of message: [UInt8], pseudoHeader: PseudoHeader) -> Bool {
        checksumIsValid(of: message.span.bytes, pseudoHeader: pseudoHeader)
    }
}

extension InternetChecksum {
    static func of(_ bytes: [UInt8]) -> UInt16 { of(bytes.span.bytes) }
    static func isValid(_ bytes: [UInt8]) -> Bool { isValid(bytes.span.bytes) }
}

extension CRC32 {
    static func mostSignificantFirst(_ bytes: [UInt8]) -> UInt32 { mostSignificantFirst(bytes.span.bytes) }
    static func leastSignificantFirst(_ bytes: [UInt8]) -> UInt32 { leastSignificantFirst(bytes.span.bytes) }
}

extension FrameCheckSequence {
    static func of(_ frame: [UInt8]) -> UInt32 { of(frame.span.bytes) }
    static func isValid(_ frameAndCheckSequence: [UInt8]) -> Bool { isValid(frameAndCheckSequence.span.bytes) }
}

extension FlowStamp {
    init?(parsing payload: [UInt8]) { self.init(parsing: payload.span.bytes) }
}

extension FrameSummary {
    init(of frame: [UInt8]) { self.init(of: frame.span.bytes) }
}

extension OutputRawSpan {
    mutating func append(contentsOf bytes: [UInt8]) { append(contentsOf: bytes.span.bytes) }
}

extension FrameField {
    func values(in frame: [UInt8]) -> [FieldValue] { values(in: frame.span.bytes) }
    func isPresent(in frame: [UInt8]) -> Bool { isPresent(in: frame.span.bytes) }
}

extension FieldMatch {
    func matches(_ frame: [UInt8]) -> Bool { matches(frame.span.bytes) }
    func misses(_ frame: [UInt8]) -> [FieldMiss] { misses(frame.span.bytes) }
}
