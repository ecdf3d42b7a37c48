import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@testable import NetBackends

/// The rows of QEMU's defects in dgram, each with what is wanted instead.
@Suite("dgram, row by row", .tags(.kernel), .timeLimit(.minutes(10)))
struct DgramRowTests {
    private let paths: TemporaryDirectory

    init() throws { paths = try TemporaryDirectory() }
    private var unix: DgramOptions { .unix(local: paths["a"], remote: paths["b"]) }

    @Test("S1: an empty UDP datagram is counted as runt, and ends nothing")
    func s1() throws {
        let peer = try PlainPeer()
        let bench = try DgramBench(.inet(to: peer))
        let local = try bench.backend.boundAddress
        for number in 0..<3 {
            try peer.send([], to: local)
            try peer.send(datagram(number), to: local)
        }
        try bench.wait { bench.inside.count == 3 }
        #expect(bench.numbers == [0, 1, 2])
        bench.expectOnly(.runt, 3)
    }

    @Test("S1: nor does an empty datagram of a unix peer, or of a stranger while there is none")
    func s1Unix() throws {
        let bench = try DgramBench(unix)
        let stranger = try PlainUnixPeer(paths["c"])
        #expect(stranger.send([], to: paths["a"]) == nil)
        try bench.wait { bench.drops(.sourceMismatch) == 1 }
        let peer = try PlainUnixPeer(paths["b"])
        for number in 0..<3 {
            #expect(peer.send([], to: paths["a"]) == nil)
            #expect(peer.send(datagram(number), to: paths["a"]) == nil)
        }
        try bench.wait { bench.inside.count == 3 }
        #expect(bench.numbers == [0, 1, 2])
        #expect(bench.drops(.runt) == 3)
        #expect(bench.backend.port.counters.drops.total == 4)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("S4: what others send to a UDP netdev does not come in, from wherever they send")
    func s4() throws {
        let peer = try PlainPeer()
        let bench = try DgramBench(.inet(to: peer))
        let local = try bench.backend.boundAddress
        let samePort = try? PlainPeer(SocketAddress(ipv4: 0x7f00_0002, port: peer.address.port))
        for stranger in [try PlainPeer(), samePort].compactMap(\.self) { try stranger.send(datagram(9), to: local) }
        try peer.send(datagram(1), to: local)
        try bench.wait { bench.inside.count > 0 }
        #expect(try bench.driver.turns() <= idleTurns)
        #expect(bench.numbers == [1])
        bench.expectOnly(nil)
    }

    @Test("S4: what they sent before the socket was connected is counted as source-mismatch")
    func s4Early() throws {
        let (peer, stranger) = (try PlainPeer(), try PlainPeer())
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
        let local = socket.localAddress
        try stranger.send(datagram(9), to: local)
        try peer.send(datagram(1), to: local)
        try socket.connect(to: peer.address)
        let driver = try RealTimeDriver(loop: Loop())
        let bench = try DgramBench(
            driver, try DgramBackend(driver: driver, name: "x", socket: .udp(socket), summary: ""))
        try bench.wait { bench.inside.count > 0 }
        #expect(bench.numbers == [1])
        bench.expectOnly(.sourceMismatch, 1)
    }

    @Test("S5: nobody else gets the port, not even by asking to share it")
    func s5() throws {
        let bench = try DgramBench(.inet(to: try PlainPeer()))
        let local = try bench.backend.boundAddress
        let thief = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(thief) }
        var on: Int32 = 1
        try #require(setsockopt(thief, SOL_SOCKET, SO_REUSEADDR, &on, 4) == 0)
        #expect(local.withSockaddr { bind(thief, $0, $1) } == -1 && errno == EADDRINUSE)
        let second = DgramOptions.inet(local: InetEndpoint(local), remote: InetEndpoint(.loopback(.ipv4, port: 9)))
        let error = #expect(throws: BackendError.self) {
            _ = try DgramBackend.open(second, name: "second", driver: bench.driver)
        }
        #expect(error?.description.hasPrefix("could not bind \(local): Address already in use; another") == true)
    }

    @Test("S10: a path that is too long, or empty, is refused with its limit, and nothing is made")
    func s10() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let long = "/tmp/" + String(repeating: "x", count: 103)
        for (local, remote) in [(long, paths["b"]), (paths["a"], long), ("", paths["b"]), (paths["a"], "")] {
            let error = #expect(throws: BackendError.self) {
                _ = try DgramBackend.open(.unix(local: local, remote: remote), name: "x", driver: driver)
            }
            #expect(error?.description.hasSuffix(": a unix socket's path has 1 to 107 bytes") == true)
            #expect(access(paths["a"], F_OK) == -1)
        }
        #expect(driver.loop.ports.isEmpty)
    }

    @Test("S12: a file is left as it is, and our own path goes with the netdev")
    func s12() throws {
        let bench = try DgramBench(unix)
        #expect(access(paths["a"], F_OK) == 0)
        bench.backend.close()
        #expect(access(paths["a"], F_OK) == -1)
        let file = open(paths["a"], O_CREAT | O_WRONLY, 0o600)
        try #require(write(file, "precious", 8) == 8)
        close(file)
        let error = #expect(throws: BackendError.self) {
            _ = try DgramBackend.open(unix, name: "x", driver: bench.driver)
        }
        #expect(
            error?.description
                == "could not bind \(paths["a"]): File exists; it is no socket and is left as it is; choose another path"
        )
        var facts = stat()
        try #require(stat(paths["a"], &facts) == 0)
        #expect(facts.st_size == 8)
        #expect(facts.st_mode & S_IFMT == S_IFREG)
    }

    @Test("S12: what a killed process left at the path is replaced; what another one uses is not")
    func s12Stale() throws {
        try PlainUnixPeer(paths["a"]).close()
        let bench = try DgramBench(unix)
        let error = #expect(throws: BackendError.self) {
            _ = try DgramBackend.open(unix, name: "x", driver: bench.driver)
        }
        #expect(error?.description.contains("Address already in use; another program, or another run") == true)
        let peer = try PlainUnixPeer(paths["b"])
        #expect(peer.send(datagram(1), to: paths["a"]) == nil)
        try bench.wait { bench.inside.count == 1 }
    }

    @Test("S19: a burst is a handful of system calls, not one a frame")
    func s19() throws {
        let peer = try PlainPeer()
        let bench = try DgramBench(.inet(to: peer))
        bench.send(0..<200)
        #expect(bench.backend.systemCalls.send <= 4)
        #expect(peer.received().map(Sample.number(in:)) == Array(0..<200))
        for number in 0..<32 { try peer.send(datagram(number), to: try bench.backend.boundAddress) }
        try bench.wait { bench.inside.count == 32 }
        #expect(bench.backend.systemCalls.receive <= 4)
        bench.expectOnly(nil)
    }

    @Test("S21: a descriptor that cannot serve is refused at once, in words, and left open")
    func s21() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let unconnected = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let stream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let file = open("/dev/null", O_RDWR)
        defer { [unconnected, stream, file].forEach { close($0) } }
        for (number, words) in [
            (unconnected, "Transport endpoint is not connected; the socket has to be connected before"),
            (stream, "Protocol wrong type for socket; a dgram netdev takes a datagram socket"),
            (file, "Socket operation on non-socket; a dgram netdev takes a datagram socket"),
            (1_000_000, "Bad file descriptor; it is not open here"),
        ] {
            let error = #expect(throws: BackendError.self) {
                _ = try DgramBackend.open(.descriptor(number), name: "x", driver: driver)
            }
            #expect(error?.description.hasPrefix("could not use descriptor \(number): \(words)") == true)
            #expect(number == 1_000_000 || fcntl(number, F_GETFD) == 0)
        }
        #expect(driver.loop.ports.isEmpty)
    }

    @Test(
        "a unix datagram longer than any frame is counted, and what follows arrives",
        arguments: [
            (Frame.byteLimit, nil), (Frame.byteLimit + 1, .oversize), (Frame.byteLimit + 513, .oversize),
            (69_536, .oversize), (69_537, .truncated), (100_000, .truncated),
        ] as [(Int, DropReason?)])
    func tooLong(byteCount: Int, reason: DropReason?) throws {
        let bench = try DgramBench(unix)
        let peer = try PlainUnixPeer(paths["b"])
        var random = SplitMix64(seed: 7)
        let long = random.bytes(byteCount)
        #expect(peer.send(long, to: paths["a"]) == nil)
        #expect(peer.send(datagram(1), to: paths["a"]) == nil)
        try bench.wait { bench.inside.count == (reason == nil ? 2 : 1) }
        #expect(bench.inside.frames == (reason == nil ? [long] : []) + [datagram(1)])
        bench.expectOnly(reason, reason == nil ? 0 : 1)
    }

    @Test("words for a group without an interface, a path without a directory, and ends that share no version of IP")
    func words() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let group = InetEndpoint(host: "239.255.77.9", port: 7000)
        for (options, words) in [
            (.multicast(group: group, interface: "198.51.100.1"), "no interface for the group; name one by an address"),
            (.multicast(group: group, interface: "::1"), "multicast needs a group, and an address of an"),
            (
                .multicast(group: InetEndpoint(host: "ff05::77", port: 7), interface: "2001:db8::77"),
                "local.host: no interface of this host has 2001:db8::77"
            ),
            (
                .multicast(group: InetEndpoint(host: "127.0.0.1", port: 1), interface: nil),
                "multicast needs a group"
            ),
            (.unix(local: "\(paths.path)/no/a", remote: paths["b"]), "the directory of the socket has to be there"),
            (
                .inet(local: InetEndpoint(host: "127.0.0.1", port: 0), remote: InetEndpoint(host: "::1", port: 9)),
                "local.host 127.0.0.1 and remote.host ::1 share no version of IP"
            ),
            (
                .inet(local: InetEndpoint(host: "198.51.100.1", port: 0), remote: group),
                "no interface of this host has that address"
            ),
            (
                .inet(
                    local: InetEndpoint(host: "127.0.0.1", port: 0), remote: InetEndpoint(host: "198.51.100.1", port: 9)
                ),
                "could not connect to 198.51.100.1:9"
            ),
        ] as [(DgramOptions, String)] {
            let error = #expect(throws: BackendError.self) {
                _ = try DgramBackend.open(options, name: "x", driver: driver)
            }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(driver.loop.ports.isEmpty)
    }
}
