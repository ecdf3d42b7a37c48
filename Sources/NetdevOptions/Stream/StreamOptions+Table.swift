extension StreamOptions: NetdevTypeOptions {
    static var type: NetdevType { .stream }

    var boundAddress: BoundAddress? {
        switch address {
        case .descriptor(let number): BoundAddress(identity: .descriptor(number), key: Key.str.name)
        case .inet(let endpoint, _) where isServer: .tcp(endpoint.host, endpoint.port, Key.port)
        case .unix(let path) where isServer: BoundAddress(identity: .unix(path: path), key: Key.path.name)
        case .abstract(let name, .none) where isServer:
            BoundAddress(identity: .abstract(name: name), key: Key.path.name)
        case .inet, .unix, .abstract: nil
        }
    }

    /// Abstract names belong to a network namespace, as addresses do (network_namespaces(7)).
    var usesHostNetwork: Bool {
        switch address {
        case .inet, .abstract: true
        case .unix, .descriptor: false
        }
    }
}

private typealias Key = NetdevType.StreamKey
