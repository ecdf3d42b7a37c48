extension SocketOptions: NetdevTypeOptions {
    static var type: NetdevType { .socket }

    var boundAddress: BoundAddress? {
        switch self {
        case .listen(let endpoint): .tcp(endpoint.host, endpoint.port, Key.listen)
        case .udp(let local, _): .udp(local.host, local.port, Key.localaddr)
        case .descriptor(let number): BoundAddress(identity: .descriptor(number), key: Key.fd.name)
        case .connect, .multicast: nil
        }
    }

    var usesHostNetwork: Bool {
        if case .descriptor = self { false } else { true }
    }
}

private typealias Key = NetdevType.SocketKey
