import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// stream and socket netdevs over every kind of byte stream; the near end is the one that stays.
enum StreamUnderTest: String, CaseIterable, BackendUnderTest {
    case server = "stream server, TCP"
    case client = "stream client that connects again, TCP"
    case ipv6 = "stream server, TCP over IPv6"
    case unix = "stream server, unix"
    case unixClient = "stream client that connects again, unix"
    case abstract = "stream server, abstract"
    case padded = "stream server, abstract with zeros"
    case descriptor = "stream server, unix, and an inherited stream"
    case socket = "socket listen and connect"
    case socketDescriptor = "socket listen and an inherited stream"

    static let overIPv4 = allCases.filter { $0 != .ipv6 }

    var testDescription: String { rawValue }
    var frameByteLimit: Int { Frame.byteLimit }
    var tellsCarrier: Bool { true }
    var isLossless: Bool { true }
    var isVariant: Bool { ![.server, .client, .unix, .descriptor].contains(self) }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let paths = try TemporaryDirectory()
        let name = "wirework-test-\(paths.path.suffix(8))"
        let any = InetEndpoint(host: self == .ipv6 ? "::1" : "127.0.0.1", port: 0)
        let options: StreamOptions
        switch self {
        case .server, .ipv6, .socket, .socketDescriptor:
            options = StreamOptions(.inet(any, version: nil), isServer: true)
        case .unix, .descriptor: options = StreamOptions(.unix(path: paths["a"]), isServer: true)
        case .abstract: options = StreamOptions(.abstract(name: name, padding: .none), isServer: true)
        case .padded: options = StreamOptions(.abstract(name: name, padding: .zeros), isServer: true)
        case .client:
            let free = InetEndpoint(try freePort())
            options = StreamOptions(.inet(free, version: .ipv4), reconnect: 1)
        case .unixClient: options = StreamOptions(.unix(path: paths["a"]), reconnect: 1)
        }
        let near = try openNear(options, driver)
        return (
            BackendEnd(near, on: paths), { BackendEnd(try openFar(near, options, driver), on: paths) }
        )
    }

    private func openNear(_ options: StreamOptions, _ driver: RealTimeDriver) throws -> StreamBackend {
        guard self == .socket || self == .socketDescriptor, case .inet(let any, _) = options.address else {
            return try StreamBackend.open(options, name: "near", driver: driver)
        }
        let configuration = NetdevConfiguration(backend: .socket(.listen(any)))
        guard let near = try Backends.open(configuration, name: "near", driver: driver) as? StreamBackend else {
            throw OtherBackend()
        }
        return near
    }

    private func openFar(
        _ near: StreamBackend, _ options: StreamOptions, _ driver: RealTimeDriver
    ) throws -> any Backend {
        var far = StreamOptions(options.address, isServer: !options.isServer)
        if case .tcp(let address)? = near.localAddress { far.address = .inet(InetEndpoint(address), version: nil) }
        let backend: NetdevConfiguration.Backend =
            switch (self, far.address) {
            case (.descriptor, _): .stream(StreamOptions(.descriptor(try PlainStream(to: near).release())))
            case (.socketDescriptor, _): .socket(.descriptor(try PlainStream(to: near).release()))
            case (.socket, .inet(let endpoint, _)): .socket(.connect(endpoint))
            default: .stream(far)
            }
        return try Backends.open(NetdevConfiguration(backend: backend), name: "far", driver: driver)
    }

    /// A port that is free: bound, and given back.
    private func freePort() throws -> SocketAddress {
        guard case .tcp(let address) = try StreamListener(listeningAt: .tcp(.loopback(.ipv4))).localAddress else {
            throw OtherBackend()
        }
        return address
    }
}
