/// What a netdev takes for itself when it is opened, so that no second one can have it.
package struct BoundAddress: Sendable, CustomStringConvertible {
    /// Equal for two netdevs that cannot both be opened.
    package enum Identity: Hashable, Sendable {
        /// A UDP port of an address in its canonical text, or of a name.
        case udp(host: String, port: UInt16)
        case unix(path: String)
        case descriptor(Int32)
        /// An interface that has one owner.
        case interface(String)
    }

    /// What is taken.
    package let identity: Identity
    /// The name of the key that says so.
    package let key: String

    /// As in a message.
    package var description: String {
        switch identity {
        case .udp(let host, let port): "\(host) UDP port \(port)"
        case .unix(let path): "the path '\(path)'"
        case .descriptor(let number): "descriptor \(number)"
        case .interface(let name): "the interface \(name)"
        }
    }
}

extension BoundAddress {
    /// A UDP port of a host; nil for port 0, which is any.
    static func udp(_ host: String, _ port: UInt16, _ key: NetdevKey) -> BoundAddress? {
        guard port != 0 else { return nil }
        let canonical =
            switch try? HostText(host) {
            case .ipv4(let address): "\(address)"
            // A zone is another network, and with it another address (RFC 4007 6).
            case .ipv6(let address): "\(address)" + host.drop { $0 != "%" }
            case .name, nil: host.lowercased()
            }
        return BoundAddress(identity: .udp(host: canonical, port: port), key: key.name)
    }
}
