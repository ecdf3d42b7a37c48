import WireFormats

/// Addresses of hosts, and where networks lie.
enum AddressValue {
    private static let examples = [
        4: "an address with the length of its network: 10.0.0.1/24",
        6: "an address with the length of its network: \"fd00::1/64\"",
    ]

    /// The MAC address of a NIC.
    static func mac(_ text: String) throws(ValueError) -> MACAddress {
        guard let address = MACAddress(text) else {
            throw ValueError(
                "`\(text)` is not a MAC address", notes: ["six pairs of hex digits: \"52:54:00:12:34:56\""])
        }
        guard !address.isGroup else {
            throw ValueError(
                "\(text) is a group address; a NIC has an individual one",
                notes: ["the lowest bit of the first byte is 0 (IEEE 802-2014 8.2.2)"])
        }
        guard address != .zero else {
            throw ValueError("\(text) means no address", notes: ["leave `mac` out for the next free one"])
        }
        return address
    }

    /// The address of a host, with its network.
    static func hostPrefix(_ text: String) throws(ValueError) -> IPPrefix {
        let prefix = try prefix(text)
        guard isIndividual(prefix.address) else {
            throw ValueError("\(prefix.address) cannot be the address of a host")
        }
        let version = prefix.address.version
        let notes = [examples[version]].compactMap(\.self)
        switch prefix {
        case .v4(let inner):
            guard inner.length < 31, inner.address == inner.network || inner.address == inner.broadcast else { break }
            let what = inner.address == inner.network ? "the network itself" : "the broadcast address of its network"
            throw ValueError("\(prefix) is \(what), not a host", notes: notes)
        case .v6(let inner):
            guard inner.length < 127, inner.address == inner.network else { break }
            throw ValueError(
                "\(prefix) is the network itself, not a host",
                notes: ["RFC 4291 2.6.1: its first address is that of any router"] + notes)
        }
        return prefix
    }

    /// A network that a route leads to.
    static func network(_ text: String) throws(ValueError) -> IPPrefix {
        guard let prefix = IPPrefix(text) else {
            let length = IPAddress(text).map { $0.version == 4 ? (text.hasSuffix(".0") ? 24 : 32) : 128 }
            throw ValueError(
                "`\(text)` is not a network", suggestion: length.map { "\(text)/\($0)" },
                notes: ["a route leads to a network, 10.0.3.0/24, or is the `default` one"])
        }
        let network: IPPrefix? =
            switch prefix {
            case .v4(let inner): IPv4Prefix(address: inner.network, length: inner.length).map { .v4($0) }
            case .v6(let inner): IPv6Prefix(address: inner.network, length: inner.length).map { .v6($0) }
            }
        guard let network, network == prefix else {
            throw ValueError(
                "\(prefix) is an address in a network, not a network", suggestion: network.map { "\($0)" },
                notes: ["the bits behind the length of a network are zero"])
        }
        return prefix
    }

    /// The station that knows the way.
    static func nextHop(_ text: String) throws(ValueError) -> IPAddress {
        guard let address = IPAddress(text) else {
            let plain = IPPrefix(text).map { "\($0.address)" }
            throw ValueError(
                "`\(text)` is not the address of a next hop", suggestion: plain,
                notes: ["a next hop is an address without a length: 10.0.9.2"])
        }
        guard isIndividual(address) else { throw ValueError("\(address) cannot be a next hop") }
        return address
    }

    private static func prefix(_ text: String) throws(ValueError) -> IPPrefix {
        if let prefix = IPPrefix(text) { return prefix }
        if let address = IPAddress(text) {
            throw ValueError(
                "`\(text)` has no prefix length", suggestion: "\(text)/\(address.version == 4 ? 24 : 64)",
                notes: [examples[address.version]].compactMap(\.self))
        }
        let version = text.contains(":") ? 6 : 4
        throw ValueError(
            "`\(text)` is not an IPv\(version) address with a prefix length",
            notes: [examples[version]].compactMap(\.self))
    }

    /// Whether it can be one station's own on a network.
    private static func isIndividual(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address):
            !(address.isUnspecified || address.isMulticast || address.isLoopback || address == .broadcast)
        case .v6(let address): !(address.isUnspecified || address.isMulticast || address.isLoopback)
        }
    }
}
