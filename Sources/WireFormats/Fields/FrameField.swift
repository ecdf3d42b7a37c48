/// A field of a frame, by the name that Wireshark gives it.
///
/// One dictionary serves the expressions of scenarios, what a verdict says of the nearest frame, and `docs/fields.md`.
public struct FrameField: Hashable, Sendable, BitwiseCopyable {
    /// What can stand in a field.
    public enum Kind: String, Hashable, Sendable, BitwiseCopyable {
        /// Nothing: a protocol, which is there or not.
        case layer = "protocol"
        /// An unsigned number.
        case number
        /// 0 or 1.
        case flag
        /// A station's address.
        case mac = "MAC address"
        /// An IPv4 address.
        case ipv4 = "IPv4 address"
        /// An IPv6 address.
        case ipv6 = "IPv6 address"
        /// Bytes.
        case bytes
    }

    private let index: UInt8

    /// The field with no other condition than that there is a frame.
    static let frame = FrameField(index: 0)

    /// Every field that there is, by layer.
    public static let all: [FrameField] = FieldDefinition.all.indices.map { FrameField(index: UInt8($0)) }

    private static let names = Dictionary(
        zip(FieldDefinition.all.map(\.name), all), uniquingKeysWith: { first, _ in first })

    /// The field of that name; nil if there is none.
    public static func named(_ name: String) -> FrameField? { names[name] }

    private init(index: UInt8) { self.index = index }

    var shape: FieldShape { FieldDefinition.all[Int(index)].shape }

    /// The display filter name: `eth.dst`.
    public var name: String { FieldDefinition.all[Int(index)].name }
    /// What can stand in it.
    public var kind: Kind { shape.kind }
    /// In a few words, with the section that defines it.
    public var meaning: String { FieldDefinition.all[Int(index)].meaning }
    /// The largest number that a number or a flag can be; 0 for other kinds.
    public var largest: UInt64 { kind == .number || kind == .flag ? shape.largest : 0 }

    /// A value in the form in which people know this field: EtherTypes, checksums and labels in hex digits.
    ///
    /// - Parameter value: A value that can stand in this field.
    /// - Returns: `0x0800`, `64`, `10.0.0.1`.
    public func text(of value: FieldValue) -> String {
        guard FieldDefinition.all[Int(index)].isHexadecimal, case .number(let number) = value else {
            return value.description
        }
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, (shape.bits + 3) / 4 - digits.utf8.count)) + digits
    }

    /// Whether a frame has the field.
    ///
    /// - Parameter frame: An Ethernet frame without FCS; any bytes.
    /// - Returns: Whether it does; of a protocol, whether at least one byte of its header is there.
    public func isPresent(in frame: RawSpan) -> Bool {
        isPresent(in: frame, FrameLayers(of: frame))
    }

    /// What stands in the field: nothing if the frame does not have it, several values for both ends and several tags.
    ///
    /// - Parameter frame: An Ethernet frame without FCS; any bytes.
    /// - Returns: The values, in the order of the frame; none of a protocol.
    public func values(in frame: RawSpan) -> [FieldValue] {
        values(in: frame, FrameLayers(of: frame))
    }

    func isPresent(in frame: RawSpan, _ layers: FrameLayers) -> Bool {
        let shape = shape
        let extent = layers[shape.layer]
        switch shape.kind {
        case .layer, .bytes: return !extent.isEmpty || shape.layer == .frame
        default:
            for place in 0..<shape.places(in: extent) where shape.bits(of: frame, in: extent, place: place) != nil {
                return true
            }
            return false
        }
    }

    func values(in frame: RawSpan, _ layers: FrameLayers) -> [FieldValue] {
        let shape = shape
        let extent = layers[shape.layer]
        if shape.kind == .bytes {
            return extent.isEmpty
                ? [] : [.bytes((Int(extent.start)..<Int(extent.end)).map { frame.byte(at: $0) })]
        }
        var values: [FieldValue] = []
        for place in 0..<shape.places(in: extent) {
            guard let bits = shape.bits(of: frame, in: extent, place: place) else { continue }
            if let value = FieldValue(bits: bits, kind: shape.kind) { values.append(value) }
        }
        return values
    }
}
