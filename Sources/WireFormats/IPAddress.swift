/// An address of either version of the internet protocol.
public enum IPAddress: Hashable, Sendable, BitwiseCopyable {
    /// RFC 791.
    case v4(IPv4Address)
    /// RFC 4291.
    case v6(IPv6Address)

    /// 4 or 6.
    public var version: Int {
        switch self {
        case .v4: 4
        case .v6: 6
        }
    }
}

extension IPAddress: LosslessStringConvertible {
    /// An address from its text, in whichever form reads.
    public init?(_ text: String) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    /// The canonical text.
    public var description: String {
        switch self {
        case .v4(let address): "\(address)"
        case .v6(let address): "\(address)"
        }
    }
}

/// An address of either version with the length of its network.
public enum IPPrefix: Hashable, Sendable {
    /// Such as `10.0.0.1/24`.
    case v4(IPv4Prefix)
    /// Such as `fd00::1/64`.
    case v6(IPv6Prefix)

    /// The address as given, host bits included.
    public var address: IPAddress {
        switch self {
        case .v4(let prefix): .v4(prefix.address)
        case .v6(let prefix): .v6(prefix.address)
        }
    }

    /// The number of network bits.
    public var length: Int {
        switch self {
        case .v4(let prefix): prefix.length
        case .v6(let prefix): prefix.length
        }
    }

    /// Whether an address lies in this network; one of the other version does not.
    public func contains(_ other: IPAddress) -> Bool {
        switch (self, other) {
        case (.v4(let prefix), .v4(let address)): prefix.contains(address)
        case (.v6(let prefix), .v6(let address)): prefix.contains(address)
        default: false
        }
    }
}

extension IPPrefix: LosslessStringConvertible {
    /// A prefix from its text, in whichever form reads.
    public init?(_ text: String) {
        if let prefix = IPv4Prefix(text) {
            self = .v4(prefix)
        } else if let prefix = IPv6Prefix(text) {
            self = .v6(prefix)
        } else {
            return nil
        }
    }

    /// The address, a slash, the length.
    public var description: String { "\(address)/\(length)" }
}
