extension StreamOptions {
    /// The options in the table's order; QEMU knows `reconnect-ms` since its version 9.2.
    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        renderedAddress + (isServer ? [RenderedOption(Key.server, true)] : [])
            + (reconnect.map { [RenderedOption(Key.reconnectMilliseconds, String($0))] } ?? [])
    }

    private var renderedAddress: [RenderedOption] {
        switch address {
        case .inet(let endpoint, let version):
            [
                RenderedOption(Key.type, "inet"), RenderedOption(Key.host, endpoint.host),
                RenderedOption(Key.port, String(endpoint.port)),
            ] + (version.map { [RenderedOption($0 == .ipv4 ? Key.ipv4 : Key.ipv6, true)] } ?? [])
        case .unix(let path):
            [RenderedOption(Key.type, "unix"), RenderedOption(Key.path, path)]
        case .abstract(let name, let padding):
            [
                RenderedOption(Key.type, "unix"), RenderedOption(Key.path, name), RenderedOption(Key.abstract, true),
            ] + (padding == .zeros ? [RenderedOption(Key.tight, false)] : [])
        case .descriptor(let number):
            [RenderedOption(Key.type, "fd"), RenderedOption(Key.str, String(number))]
        }
    }
}

private typealias Key = NetdevType.StreamKey
