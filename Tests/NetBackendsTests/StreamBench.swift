import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

/// A stream netdev with a probe inside, and whatever a test plays outside.
struct StreamBench {
    let loop: Loop
    let driver: RealTimeDriver
    let backend: StreamBackend
    let inside = Probe()
    let insidePort: Port

    /// - Parameter driver: Of a loop that is there already; nil makes one.
    init(_ options: StreamOptions = .anyServer, on driver: RealTimeDriver? = nil) throws {
        let driver = try driver ?? RealTimeDriver(loop: Loop())
        self.driver = driver
        backend = try StreamBackend.open(options, name: "stream", driver: driver)
        loop = driver.loop
        insidePort = loop.makePort(for: inside, name: "inside", pausable: true)
        try insidePort.connect(to: backend.port)
        loop.settle()
    }

    /// A client that the server has taken.
    func connect() throws -> PlainStream {
        let client = try PlainStream(to: backend)
        try wait { backend.port.isUp }
        return client
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
        for number in numbers { insidePort.send(datagram(number)) }
        loop.settle()
    }

    /// The numbers of the frames that have come in.
    var numbers: [Int] { inside.frames.map(Sample.number(in:)) }

    /// So many bytes that the netdev sends to a peer outside, ten seconds at most.
    func read(_ count: Int, from peer: PlainStream) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let end = driver.now + 10_000_000_000
        while bytes.count < count, driver.now < end {
            _ = try driver.run(until: driver.now + 1_000_000)
            bytes += peer.read()
        }
        return bytes
    }

    func wait(_ location: SourceLocation = #_sourceLocation, for condition: () -> Bool) throws {
        try driver.wait(location, for: condition)
    }
}

extension StreamOptions {
    /// A TCP server on a port that the kernel chooses.
    static let anyServer = StreamOptions(.inet(InetEndpoint(host: "127.0.0.1", port: 0), version: nil), isServer: true)
}

extension StreamBackend {
    var inetAddress: SocketAddress {
        get throws {
            guard case .tcp(let address)? = localAddress else { throw OtherBackend() }
            return address
        }
    }
}

/// A frame behind its length.
func item(_ frame: [UInt8]) -> [UInt8] {
    (0..<4).map { UInt8(frame.count >> (24 - 8 * $0) & 0xff) } + frame
}

/// Frames that say their numbers, each behind its length.
func items(_ numbers: Range<Int>) -> [UInt8] { numbers.flatMap { item(datagram($0)) } }

/// The frames of a stream's bytes; what is left of it behind the last whole one.
func frames(in bytes: [UInt8]) -> (frames: [[UInt8]], rest: Int) {
    var frames: [[UInt8]] = []
    var rest = bytes[...]
    while rest.count >= 4 {
        let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard rest.count >= 4 + length else { break }
        frames.append(Array(rest.dropFirst(4).prefix(length)))
        rest = rest.dropFirst(4 + length)
    }
    return (frames, rest.count)
}

/// A byte stream that knows nothing of frames.
final class PlainStream {
    private(set) var descriptor: Int32

    init(owning descriptor: Int32) throws {
        try #require(descriptor >= 0, "\(Errno(rawValue: errno))")
        self.descriptor = descriptor
    }

    /// A client of a server.
    convenience init(to server: StreamBackend) throws {
        switch try #require(server.localAddress) {
        case .tcp(let address): try self.init(to: address)
        case .unix(let address):
            try self.init(owning: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
            try #require(withUnixName(address.description) { Glibc.connect(descriptor, $0, $1) } == 0)
        }
    }

    /// - Parameter receiveBuffer: Bytes that the kernel keeps until they are read; nil: its own choice.
    convenience init(to address: SocketAddress, receiveBuffer: Int32? = nil) throws {
        let family = address.family == .ipv4 ? AF_INET : AF_INET6
        try self.init(owning: socket(family, Int32(SOCK_STREAM.rawValue), 0))
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        let result = address.withSockaddr { Glibc.connect(descriptor, $0, $1) }
        try #require(result == 0, "\(Errno(rawValue: errno))")
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Ends with a reset.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Gives up the descriptor.
    func release() -> Int32 {
        defer { descriptor = -1 }
        return descriptor
    }

    func write(_ bytes: [UInt8]) throws {
        try #require(Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    /// What has come; nothing is waited for.
    func read() -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return all }
            all += buffer.prefix(count)
        }
    }

    /// How the stream ended: nil if it has not, or there is something to read.
    var ending: Errno? {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
        if count == 0 { return Errno(rawValue: 0) }
        return count < 0 && errno != EAGAIN ? Errno(rawValue: errno) : nil
    }

    static let cleanEnd = Errno(rawValue: 0)
}

/// A TCP server that accepts when it is told to.
final class PlainServer {
    private var descriptor: Int32
    let address: SocketAddress

    /// - Parameters:
    ///   - address: With port 0 the kernel chooses one.
    ///   - backlog: Of listen(2).
    init(_ address: SocketAddress = .loopback(.ipv4), backlog: Int32 = 8) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(listener >= 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        try #require(address.withSockaddr { bind(listener, $0, $1) } == 0, "\(Errno(rawValue: errno))")
        try #require(listen(listener, backlog) == 0)
        var name = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        try #require(result == 0)
        descriptor = listener
        self.address = address.withPort(UInt16(bigEndian: name.sin_port))
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// The next client, which has to be there.
    func accept() throws -> PlainStream { try PlainStream(owning: Glibc.accept(descriptor, nil, nil)) }

    /// The options of a client of this server.
    func client(reconnect: UInt32? = nil) -> StreamOptions {
        StreamOptions(.inet(InetEndpoint(address), version: nil), reconnect: reconnect)
    }
}

/// Two streams that are connected to each other, and that nobody owns.
func streamPair() throws -> (Int32, Int32) {
    var pair: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
    return (pair[0], pair[1])
}
