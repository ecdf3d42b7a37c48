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
