extension SocketOptions {
    /// The options in the table's order; QEMU reads all of them, but knows no IPv6 here.
    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        switch self {
        case .descriptor(let number): [RenderedOption(Key.fd, String(number))]
        case .listen(let endpoint): [RenderedOption(Key.listen, endpoint.hostAndPort)]
        case .connect(let endpoint): [RenderedOption(Key.connect, endpoint.hostAndPort)]
        case .multicast(let group, let interface):
            [RenderedOption(Key.mcast, group.hostAndPort)]
                + (interface.map { [RenderedOption(Key.localaddr, $0)] } ?? [])
        case .udp(let local, let remote):
            [RenderedOption(Key.udp, remote.hostAndPort), RenderedOption(Key.localaddr, local.hostAndPort)]
        }
    }
}

private typealias Key = NetdevType.SocketKey
