/// The options of a `stream` netdev, as meant: frames behind their lengths on a byte stream.
///
/// Parsing makes only values that hold the rules of the table.
public struct StreamOptions: Hashable, Sendable {
    /// Where the server listens, and where the client connects to.
    public enum Address: Hashable, Sendable {
        /// TCP; of a name's addresses those of one version of IP, or, with nil, all.
        ///
        /// A server's port of 0 is any port.
        case inet(InetEndpoint, version: IPVersion?)
        /// A unix socket at a path.
        case unix(path: String)
        /// A unix socket whose name is in no file system (unix(7)).
        case abstract(name: String, padding: AbstractPadding)
        /// A connected byte stream that was inherited.
        case descriptor(Int32)
    }

    /// The version of IP.
    public enum IPVersion: Hashable, Sendable {
        case ipv4, ipv6
    }

    /// What follows an abstract name: two names that differ in it are different.
    public enum AbstractPadding: Hashable, Sendable {
        /// Nothing: QEMU's `tight=on`.
        case none
        /// Zeros, to the end of the address: `tight=off`.
        case zeros
    }

    /// Where.
    public var address: Address
    /// Whether it waits for a client, instead of being one.
    public var isServer: Bool
    /// Milliseconds before a client that has lost its server, or found none, connects again; nil: it does not.
    public var reconnect: UInt32?

    /// Options.
    ///
    /// - Parameters:
    ///   - address: Where.
    ///   - isServer: Whether it waits for a client.
    ///   - reconnect: Milliseconds before a client connects again; nil: it does not.
    public init(_ address: Address, isServer: Bool = false, reconnect: UInt32? = nil) {
        self.address = address
        self.isServer = isServer
        self.reconnect = reconnect
    }

    /// The same link as its far end writes it: a server for a client, and a client for a server.
    ///
    /// - Returns: The far end's options; nil for an inherited stream, of whose far end nothing is known.
    public func mirrored() -> StreamOptions? {
        if case .descriptor = address { return nil }
        return StreamOptions(address, isServer: !isServer)
    }
}
