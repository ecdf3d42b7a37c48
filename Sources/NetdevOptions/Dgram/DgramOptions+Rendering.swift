extension DgramOptions {
    /// The options in the table's order.
    ///
    /// QEMU wants a port beside the address of a multicast interface and makes no use of it: 0 is written.
    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        switch self {
        case .inet(let local, let remote):
            Self.inet(local, Key.localType, Key.localHost, Key.localPort) + Self.remote(remote)
        case .unix(let local, let remote):
            [
                RenderedOption(Key.localType, "unix"), RenderedOption(Key.localPath, local),
                RenderedOption(Key.remoteType, "unix"), RenderedOption(Key.remotePath, remote),
            ]
        case .multicast(let group, let interface, let ttl):
            (interface.map {
                Self.inet(InetEndpoint(host: $0, port: 0), Key.localType, Key.localHost, Key.localPort)
            } ?? []) + Self.remote(group) + Self.ttl(ttl)
        case .descriptor(let number):
            Self.descriptor(number)
        case .descriptorMulticast(let number, let group, let ttl):
            Self.descriptor(number) + Self.remote(group) + Self.ttl(ttl)
        }
    }

    private static func remote(_ endpoint: InetEndpoint) -> [RenderedOption] {
        inet(endpoint, Key.remoteType, Key.remoteHost, Key.remotePort)
    }

    private static func ttl(_ ttl: UInt8) -> [RenderedOption] {
        ttl == 1 ? [] : [RenderedOption(Key.ttl, String(ttl))]
    }

    private static func inet(
        _ endpoint: InetEndpoint, _ type: NetdevKey, _ host: NetdevKey, _ port: NetdevKey
    ) -> [RenderedOption] {
        [
            RenderedOption(type, "inet"), RenderedOption(host, endpoint.host),
            RenderedOption(port, String(endpoint.port)),
        ]
    }

    private static func descriptor(_ number: Int32) -> [RenderedOption] {
        [RenderedOption(Key.localType, "fd"), RenderedOption(Key.localStr, String(number))]
    }
}

private typealias Key = NetdevType.DgramKey
