import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@testable import NetBackends

/// Descriptors can be counted only where nobody else opens any: each test is a process of its own.
@Suite("What stream netdevs open is closed with them", .tags(.kernel), .timeLimit(.minutes(10)))
struct StreamCleanupTests {
    @Test("T3: closing in any state leaves no socket, no socket file and no timer, and disturbs nobody")
    func close() async {
        await #expect(processExitsWith: .success) {
            let paths = try TemporaryDirectory()
            let driver = try RealTimeDriver(loop: Loop())
            let server = try PlainServer(backlog: 0)
            let others = try (0..<1).map { _ in try PlainStream(to: server.address) }
            let before = openSocketCount()
            let absent = StreamOptions(.unix(path: paths["none"]), reconnect: 1)
            // Listening, connecting, waiting; idle, with frames, with a queue behind a peer that reads nothing.
            for round in 0..<3 {
                let unix = StreamOptions(.unix(path: paths["a"]), isServer: true)
                let benches = try [unix, .anyServer, .anyServer, server.client(), absent].map {
                    try StreamBench($0, on: driver)
                }
                let (ours, theirs) = try streamPair()
                let inherited = try StreamBench(StreamOptions(.descriptor(ours)), on: driver)
                let peers = [
                    try PlainStream(to: benches[1].backend.inetAddress, receiveBuffer: 4096),
                    try PlainStream(owning: theirs),
                ]
                try benches[1].wait { benches[1].backend.port.isUp }
                let long = [UInt8](repeating: 1, count: 60_000)
                for bench in benches + [inherited] where round > 0 {
                    for _ in 0..<60 where round > 1 { bench.insidePort.send(long) }
                    bench.send(0..<10)
                    bench.inside.quota = 0
                }
                if round > 0 { try peers[0].write(items(0..<50) + item(datagram(9)).prefix(7)) }
                _ = try driver.run(until: driver.now + 5_000_000)
                for bench in benches + [inherited] { bench.backend.close() }
                peers.forEach { $0.close() }
                try #require(openSocketCount() == before)
                try #require(paths.names.isEmpty)
                driver.loop.settle()
                try #require(driver.loop.nextDeadline == nil)
                try #require(driver.loop.keptBlocks == 0)
                // What the kernel or a timer still has to say is said to nobody.
                _ = try driver.run(until: driver.now + 5_000_000)
            }
            withExtendedLifetime(others) {}
        }
    }

    @Test("an open that fails leaves none, closes no other's, and makes no port")
    func failedOpen() async {
        await #expect(processExitsWith: .success) {
            let paths = try TemporaryDirectory()
            try paths.write("", to: "file")
            let bench = try StreamBench()
            let taken = try bench.backend.inetAddress
            let file = open("/dev/null", O_RDWR)
            let datagrams = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            let closed = try PlainServer()
            let nobody = closed.client()
            closed.close()
            let before = openSocketCount()
            for options in [
                StreamOptions(.inet(InetEndpoint(taken), version: nil), isServer: true),
                StreamOptions(.unix(path: paths["file"]), isServer: true),
                StreamOptions(.unix(path: paths["no/a"]), isServer: true),
                StreamOptions(.unix(path: paths["none"])), nobody, StreamOptions(.descriptor(file)),
                StreamOptions(.descriptor(datagrams)), StreamOptions(.descriptor(1_000_000)),
            ] {
                #expect(throws: BackendError.self) {
                    _ = try StreamBackend.open(options, name: "x", driver: bench.driver)
                }
                try #require(openSocketCount() == before, "\(options)")
            }
            try #require(fcntl(file, F_GETFD) == 0 && fcntl(datagrams, F_GETFD) == 0)
            try #require(bench.loop.ports.count == 2)
            try #require(paths.names == ["file"])
            _ = try bench.connect()
        }
    }

    @Test("a descriptor that another netdev has is refused, and stays that netdev's")
    func twice() throws {
        let (ours, theirs) = try streamPair()
        let peer = try PlainStream(owning: theirs)
        let bench = try StreamBench(StreamOptions(.descriptor(ours)))
        for backend in [
            NetdevConfiguration.Backend.stream(StreamOptions(.descriptor(ours))), .socket(.descriptor(ours)),
        ] {
            let error = #expect(throws: BackendError.self) {
                _ = try Backends.open(NetdevConfiguration(backend: backend), name: "x", driver: bench.driver)
            }
            #expect(error?.description == "descriptor \(ours) belongs to another netdev")
        }
        bench.send(0..<1)
        #expect(peer.read() == items(0..<1))
    }

    @Test("a socket netdev is the kind that its options and its descriptor say")
    func kinds() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let (stream, far) = try streamPair()
        let (datagrams, farDatagrams) = try unixPair()
        defer { [far, farDatagrams].forEach { Glibc.close($0) } }
        func open(_ options: SocketOptions) throws -> any Backend {
            try Backends.open(NetdevConfiguration(backend: .socket(options)), name: "x", driver: driver)
        }
        #expect(try open(.descriptor(stream)) is StreamBackend)
        #expect(try open(.descriptor(datagrams)) is DgramBackend)
        #expect(try open(.listen(InetEndpoint(host: "127.0.0.1", port: 0))) is StreamBackend)
        var pair: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &pair) == 0)
        defer { pair.forEach { Glibc.close($0) } }
        let error = #expect(throws: BackendError.self) { _ = try open(.descriptor(pair[0])) }
        #expect(
            error?.description.contains("Protocol wrong type for socket; a stream netdev takes a byte stream") == true)
    }
}
