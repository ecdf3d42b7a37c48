/// A line of the dictionary: a name, what it means, and where it stands.
struct FieldDefinition: Sendable {
    let name: String
    let meaning: String
    let shape: FieldShape
    /// Whether people read it in hex digits.
    var isHexadecimal = false

    /// A protocol, which is there or not.
    static func layer(_ name: String, _ layer: FrameLayers.Layer, _ meaning: String) -> FieldDefinition {
        FieldDefinition(name: name, meaning: meaning, shape: FieldShape(layer: layer, kind: .layer))
    }

    /// A number of whole bytes.
    static func number(
        _ name: String, _ layer: FrameLayers.Layer, at offset: Int, bytes: Int, hex: Bool = false, _ meaning: String
    ) -> FieldDefinition {
        bits(name, layer, at: offset, bytes: bytes, shift: 0, bits: bytes * 8, hex: hex, meaning)
    }

    /// A number of some bits.
    static func bits(
        _ name: String, _ layer: FrameLayers.Layer, at offset: Int, bytes: Int, shift: Int, bits: Int,
        unit: UInt64 = 1, hex: Bool = false, _ meaning: String
    ) -> FieldDefinition {
        let shape = FieldShape(
            layer: layer, kind: .number, offset: offset, byteCount: bytes, shift: shift, bits: bits, unit: unit)
        return FieldDefinition(name: name, meaning: meaning, shape: shape, isHexadecimal: hex)
    }

    /// One bit of a byte.
    static func flag(
        _ name: String, _ layer: FrameLayers.Layer, at offset: Int, bit: Int, _ meaning: String
    ) -> FieldDefinition {
        let shape = FieldShape(layer: layer, kind: .flag, offset: offset, byteCount: 1, shift: bit, bits: 1)
        return FieldDefinition(name: name, meaning: meaning, shape: shape)
    }

    /// Both of two numbers of two bytes.
    static func ports(_ name: String, _ layer: FrameLayers.Layer, _ meaning: String) -> FieldDefinition {
        let shape = FieldShape(layer: layer, kind: .number, secondOffset: 2, byteCount: 2, bits: 16)
        return FieldDefinition(name: name, meaning: meaning, shape: shape)
    }

    /// One of two bytes that tags have, which repeat.
    static func tag(
        _ name: String, at offset: Int, shift: Int = 0, bits: Int, hex: Bool = false, _ meaning: String
    ) -> FieldDefinition {
        let shape = FieldShape(
            layer: .vlan, kind: bits == 1 ? .flag : .number, offset: offset, byteCount: 2, shift: shift, bits: bits,
            stride: VLANTag.byteCount, isType: offset == 2)
        return FieldDefinition(name: name, meaning: meaning, shape: shape, isHexadecimal: hex)
    }

    /// An address, or two.
    static func address(
        _ name: String, _ kind: FrameField.Kind, _ layer: FrameLayers.Layer, at offset: Int, and second: Int? = nil,
        _ meaning: String
    ) -> FieldDefinition {
        let byteCount =
            switch kind {
            case .mac: MACAddress.byteCount
            case .ipv4: IPv4Address.byteCount
            default: IPv6Address.byteCount
            }
        let shape = FieldShape(layer: layer, kind: kind, offset: offset, secondOffset: second, byteCount: byteCount)
        return FieldDefinition(name: name, meaning: meaning, shape: shape)
    }

    /// All bytes of a layer.
    static func bytes(_ name: String, _ layer: FrameLayers.Layer, _ meaning: String) -> FieldDefinition {
        FieldDefinition(name: name, meaning: meaning, shape: FieldShape(layer: layer, kind: .bytes))
    }
}
