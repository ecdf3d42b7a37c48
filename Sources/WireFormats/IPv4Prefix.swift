/// An IPv4 address with a prefix length, such as `10.0.0.1/24` (RFC 4632 section 3.1).
///
/// The address keeps its host bits, so that one value says both who an interface is and what its network is.
public struct IPv4Prefix: Hashable, Sendable {
    /// The address as given, host bits included.
    public let address: IPv4Address
    /// The number of network bits, 0...32.
    public let length: Int

    /// An address and a number of network bits, nil unless that is 0...32.
    public init?(address: IPv4Address, length: Int) {
        guard (0...32).contains(length) else { return nil }
        self.address = address
        self.length = length
    }

    /// The network bits set, the host bits clear.
    public var mask: IPv4Address {
        // A shift by the full width gives 0 for this operator, which is the mask of /0.
        IPv4Address(rawValue: UInt32.max << UInt32(32 - length))
    }

    /// The first address: the host bits clear.
    public var network: IPv4Address {
        IPv4Address(rawValue: address.rawValue & mask.rawValue)
    }

    /// The directed broadcast address, all host bits set; nil for /31 (RFC 3021) and /32, which have none.
    public var broadcast: IPv4Address? {
        guard length < 31 else { return nil }
        return IPv4Address(rawValue: address.rawValue | ~mask.rawValue)
    }

    /// Whether an address lies in this network.
    public func contains(_ other: IPv4Address) -> Bool {
        (other.rawValue ^ address.rawValue) & mask.rawValue == 0
    }
}

extension IPv4Prefix: LosslessStringConvertible {
    /// A prefix from its text: an address, a slash and 0...32, without a leading zero.
    public init?(_ text: String) {
        guard let (address, length) = splitPrefix(text) else { return nil }
        guard let address = IPv4Address(String(address)) else { return nil }
        self.init(address: address, length: length)
    }

    /// The address, a slash, the length.
    public var description: String { "\(address)/\(length)" }
}

/// The two halves of `ADDRESS/LENGTH`; nil unless the length is one to three digits without a leading zero.
func splitPrefix(_ text: String) -> (address: Substring, length: Int)? {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let digits = text.utf8[slash...].dropFirst()
    guard (1...3).contains(digits.count) else { return nil }
    guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    var length = 0
    for character in digits {
        guard let digit = character.decimalDigitValue else { return nil }
        length = length * 10 + Int(digit)
    }
    return (text[..<slash], length)
}
