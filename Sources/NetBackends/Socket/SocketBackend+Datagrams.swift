import NetdevOptions

extension SocketBackend {
    /// Opens the kinds that are datagrams: a frame each, as `dgram` has them.
    static func openDatagrams(
        _ options: SocketOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        switch options {
        case .multicast(let group, let interface):
            try DgramBackend.open(
                .multicast(group: group, interface: interface), name: name, driver: driver, words: .ofSocket)
        case .udp(let local, let remote):
            try DgramBackend.open(.inet(local: local, remote: remote), name: name, driver: driver, words: .ofSocket)
        case .descriptor(let number):
            try DgramBackend.open(.descriptor(number), name: name, driver: driver, words: .ofSocket)
        case .listen, .connect:
            throw BackendError("a byte stream has no datagrams")
        }
    }
}

extension DgramWords {
    /// Those of `socket`.
    static let ofSocket = DgramWords(
        local: "localaddr", remote: "udp", group: "mcast", interface: "localaddr=127.0.0.1",
        descriptorRule: "a socket netdev takes a byte stream, or a datagram socket, IP or unix")
}
