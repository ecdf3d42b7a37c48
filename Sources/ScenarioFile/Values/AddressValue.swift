import WireFormats

/// Addresses of hosts.
enum AddressValue {
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

    /// The IPv4 address of a host, with its network.
    static func hostPrefix(_ text: String) throws(ValueError) -> IPv4Prefix {
        let example = "an address with the length of its network: 10.0.0.1/24"
        guard let prefix = IPv4Prefix(text) else {
            if IPv4Address(text) != nil {
                throw ValueError(
                    "`\(text)` has no prefix length", suggestion: "\(text)/24", notes: [example])
            }
            if isIPv6(text) { throw ValueError("IPv6 addresses are not supported yet") }
            throw ValueError("`\(text)` is not an IPv4 address with a prefix length", notes: [example])
        }
        let address = prefix.address
        if address.isUnspecified || address.isMulticast || address.isLoopback || address == .broadcast {
            throw ValueError("\(address) cannot be the address of a host")
        }
        if prefix.length < 31, address == prefix.network || address == prefix.broadcast {
            let what = address == prefix.network ? "the network itself" : "the broadcast address of its network"
            throw ValueError("\(prefix) is \(what), not a host", notes: [example])
        }
        return prefix
    }

    private static func isIPv6(_ text: String) -> Bool {
        IPv6Prefix(text) != nil || IPv6Address(text) != nil
    }
}
