/// What stands in a field of a frame.
public enum FieldValue: Hashable, Sendable {
    /// A number, or a flag as 0 and 1.
    case number(UInt64)
    /// A station's address.
    case mac(MACAddress)
    /// An IPv4 address.
    case ipv4(IPv4Address)
    /// An IPv6 address.
    case ipv6(IPv6Address)
    /// Bytes as they are.
    case bytes([UInt8])
}

extension FieldValue {
    /// The value that a field of some kind has; nil where it is no number of bits.
    init?(bits: UInt128, kind: FrameField.Kind) {
        let low = UInt64(truncatingIfNeeded: bits)
        switch kind {
        case .number, .flag: self = .number(low)
        case .mac: self = .mac(MACAddress(truncating: low))
        case .ipv4: self = .ipv4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)))
        case .ipv6: self = .ipv6(IPv6Address(high: UInt64(truncatingIfNeeded: bits >> 64), low: low))
        case .layer, .bytes: return nil
        }
    }

    /// The value as a number of bits, for a field of that kind; nil if it cannot stand there.
    @inline(__always)
    func bits(in kind: FrameField.Kind) -> UInt128? {
        switch (self, kind) {
        case (.number(let number), .number), (.number(let number), .flag): UInt128(number)
        case (.mac(let address), .mac): UInt128(address.rawValue)
        case (.ipv4(let address), .ipv4): UInt128(address.rawValue)
        case (.ipv6(let address), .ipv6): UInt128(address.high) << 64 | UInt128(address.low)
        default: nil
        }
    }
}

extension FieldValue: CustomStringConvertible {
    /// As a person writes it; numbers in decimal, bytes as pairs of hex digits.
    public var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .mac(let address): "\(address)"
        case .ipv4(let address): "\(address)"
        case .ipv6(let address): "\(address)"
        case .bytes(let bytes):
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
        }
    }
}
