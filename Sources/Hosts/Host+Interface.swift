import WireFormats

extension Host {
    /// Something of a host that has addresses: a NIC, or a VLAN on it.
    public struct Interface: Sendable, Hashable {
        /// The index of the NIC.
        public var nic: Int
        /// The VLAN whose tag its frames carry, both ways; nil: those without a tag, or with a priority alone (VLAN 0,
        /// IEEE 802.1Q 6.9.1).
        public var vlan: UInt16?
        /// Its addresses, each with the network that is reached directly.
        public var addresses: [IPPrefix]

        /// An interface from its parts.
        public init(nic: Int, vlan: UInt16? = nil, addresses: [IPPrefix] = []) {
            self.nic = nic
            self.vlan = vlan
            self.addresses = addresses
        }
    }

    /// Where a network lies that is not reached directly.
    public struct Route: Sendable, Hashable {
        /// The network; of length 0: everything.
        public var destination: IPPrefix
        /// Stations on networks of the host that know the way, best first: the first whose link is up is taken.
        public var nextHops: [IPAddress]

        /// A route from its parts.
        public init(destination: IPPrefix, nextHops: [IPAddress]) {
            self.destination = destination
            self.nextHops = nextHops
        }
    }
}

/// An address of a host, on the one interface that it belongs to.
struct OwnAddress: BitwiseCopyable {
    let interface: Int
    let address: IPAddress
    /// The directed broadcast of its network, where there is one.
    let broadcast: IPv4Address?

    init(_ prefix: IPPrefix, interface: Int) {
        self.interface = interface
        address = prefix.address
        if case .v4(let prefix) = prefix { broadcast = prefix.broadcast } else { broadcast = nil }
    }
}
