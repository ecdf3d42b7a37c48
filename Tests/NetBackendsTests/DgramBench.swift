import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

/// A dgram netdev with a probe inside, and whatever a test plays outside.
struct DgramBench {
    let loop: Loop
    let driver: RealTimeDriver
    let backend: DgramBackend
    let inside = Probe()
    let insidePort: Port

    /// - Parameter driver: Of a loop that is there already; nil makes one.
    init(_ options: DgramOptions, on driver: RealTimeDriver? = nil) throws {
        let driver = try driver ?? RealTimeDriver(loop: Loop())
        try self.init(driver, try DgramBackend.open(options, name: "dgram", driver: driver))
    }

    init(_ driver: RealTimeDriver, _ backend: DgramBackend) throws {
        self.driver = driver
        self.backend = backend
        loop = driver.loop
        insidePort = loop.makePort(for: inside, name: "inside", pausable: true)
        try insidePort.connect(to: backend.port)
        loop.settle()
    }

    func drops(_ reason: DropReason) -> UInt64 { backend.port.counters.drops[reason] }

    /// Drops of every reason but one, which has to be the only one.
    func expectOnly(_ reason: DropReason?, _ count: UInt64 = 0, _ location: SourceLocation = #_sourceLocation) {
        #expect(backend.port.counters.drops.total == count, sourceLocation: location)
        if let reason { #expect(drops(reason) == count, "\(reason.name)", sourceLocation: location) }
        #expect(loop.audit().isEmpty, sourceLocation: location)
    }

    /// Sends frames that say their numbers.
    func send(_ numbers: Range<Int>) {
        for number in numbers { insidePort.send(Sample.frame(to: 2, from: 1, Sample.number(number))) }
        loop.settle()
    }

    /// The numbers of the frames that have come in.
    var numbers: [Int] { inside.frames.map(Sample.number(in:)) }

    /// Stops taking frames, so that the backend stops reading.
    func block() {
        insidePort.setBound(frames: 4, bytes: 1 << 20)
        inside.quota = 0
    }

    /// Takes frames again.
    func unblock() {
        inside.quota = nil
        insidePort.resume()
    }

    func wait(_ location: SourceLocation = #_sourceLocation, for condition: () -> Bool) throws {
        try driver.wait(location, for: condition)
    }
}

extension RealTimeDriver {
    /// How often the loop turns in a time of nanoseconds, with nothing to do: a few times for timers, thousands if it spins.
    func turns(in time: Int64 = 100_000_000) throws -> Int {
        var count = 0
        _ = try run(until: now + time) {
            count += 1
            return false
        }
        return count
    }

    /// Lets time pass in which the loop does not run.
    func pass(_ time: Int64) {
        let end = now + time
        while now < end { poll(nil, 0, 1) }
    }
}

/// The most turns in 100 ms of a loop that has nothing to do: a look for the peer, its end, and room for chance.
let idleTurns = 20

/// A frame that says a number, as a datagram.
func datagram(_ number: Int) -> [UInt8] { Sample.frame(to: 1, from: 2, Sample.number(number)) }

/// A unix socket that knows nothing of netdevs; its file stays when it is closed, as when its process is killed.
final class PlainUnixPeer {
    let descriptor: Int32
    private var isOpen = true

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        try #require(withUnixName(path) { bind(descriptor, $0, $1) } == 0, "\(path): \(Errno(rawValue: errno))")
    }

    deinit { close() }

    func close() {
        if isOpen { Glibc.close(descriptor) }
        isOpen = false
    }

    func connect(to path: String) throws {
        try #require(withUnixName(path) { Glibc.connect(descriptor, $0, $1) } == 0)
    }

    /// - Returns: nil if the kernel took it.
    func send(_ datagram: [UInt8], to path: String) -> Errno? {
        let sent = withUnixName(path) {
            Int32(sendto(descriptor, datagram, datagram.count, Int32(MSG_DONTWAIT), $0, $1))
        }
        return sent == datagram.count ? nil : Errno(rawValue: errno)
    }

    func received() -> [[UInt8]] { TestSupport.received(by: descriptor) }
}

/// Two datagram sockets that are connected to each other, and that nobody owns.
func unixPair() throws -> (Int32, Int32) {
    var pair: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &pair) == 0)
    return (pair[0], pair[1])
}

/// A UDP socket that nobody owns: bound, and connected if there is somebody to connect to.
func plainUDP(_ local: SocketAddress, to peer: SocketAddress? = nil) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    try #require(descriptor >= 0)
    try #require(local.withSockaddr { bind(descriptor, $0, $1) } == 0)
    if let peer { try #require(peer.withSockaddr { connect(descriptor, $0, $1) } == 0) }
    return descriptor
}

extension InetEndpoint {
    init(_ address: SocketAddress) { self.init(host: address.host, port: address.port) }
}

extension DgramOptions {
    /// UDP on loopback, from a port that the kernel chooses to a peer's.
    static func inet(to peer: PlainPeer) -> DgramOptions {
        .inet(local: InetEndpoint(host: "127.0.0.1", port: 0), remote: InetEndpoint(peer.address))
    }
}

extension DgramBackend {
    /// Where a UDP netdev is bound, as its summary tells.
    var boundAddress: SocketAddress {
        get throws {
            let local = try #require(summary.dropFirst("udp=".count).split(separator: "/").first)
            let port = try #require(local.split(separator: ":").last.flatMap { UInt16($0) })
            return .loopback(.ipv4, port: port)
        }
    }
}
