extension DgramOptions: NetdevTypeOptions {
    static var type: NetdevType { .dgram }

    var boundAddress: BoundAddress? {
        switch self {
        case .inet(let local, _):
            .udp(local.host, local.port, Key.localPort)
        case .unix(let path, _):
            BoundAddress(identity: .unix(path: path), key: Key.localPath.name)
        case .descriptor(let number), .descriptorMulticast(let number, _, _):
            BoundAddress(identity: .descriptor(number), key: Key.localStr.name)
        case .multicast:
            nil
        }
    }

    var usesHostNetwork: Bool {
        switch self {
        case .unix, .descriptor: false
        case .inet, .multicast, .descriptorMulticast: true
        }
    }
}

private typealias Key = NetdevType.DgramKey
