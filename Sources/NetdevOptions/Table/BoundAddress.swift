/// What a netdev takes for itself when it is opened, so that no second one can have it.
package struct BoundAddress: Sendable, CustomStringConvertible {
    /// Equal for two netdevs that cannot both be opened.
    package enum Identity: Hashable, Sendable {
        /// A UDP port of an address in its canonical text, or of a name.
        case udp(host: String, port: UInt16)
        /// A TCP port of an address in its canonical text, or of a name.
        case tcp(host: String, port: UInt16)
        case unix(path: String)
        /// A name in the abstract space of unix sockets (unix(7)).
        case abstract(name: String)
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
        case .tcp(let host, let port): "\(host) TCP port \(port)"
        case .unix(let path): "the path '\(path)'"
        case .abstract(let name): "the abstract name '\(name)'"
        case .descriptor(let number): "descriptor \(number)"
        case .interface(let name): "the interface \(name)"
        }
    }
}

extension BoundAddress {
    /// A UDP port of a host; nil for port 0, which is any.
    static func udp(_ host: String, _ port: UInt16, _ key: NetdevKey) -> BoundAddress? {
        guard port != 0 else { return nil }
        return BoundAddress(identity: .udp(host: canonical(host), port: port), key: key.name)
    }

    /// A TCP port of a host; nil for port 0, which is any.
    static func tcp(_ host: String, _ port: UInt16, _ key: NetdevKey) -> BoundAddress? {
        guard port != 0 else { return nil }
        return BoundAddress(identity: .tcp(host: canonical(host), port: port), key: key.name)
    }

    private static func canonical(_ host: String) -> String {
        switch try? HostText(host) {
        case .ipv4(let address): "\(address)"
        // A zone is another network, and with it another address (RFC 4007 6).
        case .ipv6(let address): "\(address)" + host.drop { $0 != "%" }
        case .name, nil: host.lowercased()
        }
    }
}
