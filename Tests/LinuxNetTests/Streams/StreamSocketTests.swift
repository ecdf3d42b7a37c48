import Glibc
import LinuxNet
import SystemPackage
import TestSupport
import Testing

/// A server and a client of it.
private struct StreamPair: ~Copyable {
    let listener: StreamListener
    let near: StreamSocket
    let far: StreamSocket

    init(at address: StreamAddress) throws {
        let listener = try StreamListener(listeningAt: address)
        let near = try StreamSocket(connectingTo: listener.localAddress)
        var watched = pollfd(fd: listener.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        try #require(poll(&watched, 1, 5000) == 1)
        guard let far = try listener.accept() else { throw Errno.wouldBlock }
        self.listener = listener
        self.near = near
        self.far = far
    }
}

private func option(_ level: Int32, _ name: Int32, of descriptor: FileDescriptor) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(4)
    return getsockopt(descriptor.rawValue, level, name, &value, &size) == 0 ? value : nil
}

@Suite("stream sockets", .tags(.kernel), .timeLimit(.minutes(10)))
struct StreamSocketTests {
    private let paths: TemporaryDirectory

    init() throws { paths = try TemporaryDirectory() }

    @Test("S20: both ends of TCP send at once what they are given, and ask after a peer that says nothing")
    func options() throws {
        let pair = try StreamPair(at: .tcp(.loopback(.ipv4)))
        for descriptor in [pair.near.descriptor, pair.far.descriptor] {
            let tcp = Int32(IPPROTO_TCP)
            #expect(option(tcp, TCP_NODELAY, of: descriptor) == 1)
            #expect(option(SOL_SOCKET, SO_KEEPALIVE, of: descriptor) == 1)
            #expect(option(tcp, TCP_KEEPIDLE, of: descriptor) == 10)
            #expect(option(tcp, TCP_KEEPINTVL, of: descriptor) == 5)
            #expect(option(tcp, TCP_KEEPCNT, of: descriptor) == 3)
            #expect(fcntl(descriptor.rawValue, F_GETFL) & O_NONBLOCK != 0)
            #expect(fcntl(descriptor.rawValue, F_GETFD) & FD_CLOEXEC != 0)
        }
        #expect([pair.near.isTCP, pair.far.isTCP] == [true, true])
        #expect(pair.near.peerAddress.map { .tcp($0) } == pair.listener.localAddress)
    }

    @Test("S20: a peer that has no room for a while is not taken for one that is gone")
    func silence() throws {
        let pair = try StreamPair(at: .tcp(.loopback(.ipv4)))
        var size: Int32 = 4096
        setsockopt(pair.far.descriptor.rawValue, SOL_SOCKET, SO_RCVBUF, &size, 4)
        let block = [UInt8](repeating: 1, count: 1 << 16)
        while send(pair.near.descriptor.rawValue, block, block.count, Int32(MSG_DONTWAIT)) > 0 {}
        poll(nil, 0, 300)
        #expect(pair.near.silence < 250)
        #expect(pair.far.silence == 0)
    }

    @Test("S20: one that hears nothing more and acknowledges nothing is known by its silence")
    func halfOpen() throws {
        let pair = try StreamPair(at: .tcp(.loopback(.ipv4)))
        try goDeaf(pair.far.descriptor.rawValue)
        #expect(pair.near.silence == 0)
        #expect(send(pair.near.descriptor.rawValue, [1] as [UInt8], 1, 0) == 1)
        poll(nil, 0, 60)
        #expect(pair.near.silence >= 50)
    }

    @Test("unix streams, by path and by abstract name; names differ in what follows them")
    func unix() throws {
        let path = try #require(UnixAddress(path: paths["a"]))
        let name = "wirework-test-\(paths.path.suffix(8))"
        let tight = try #require(UnixAddress(path: name, in: .abstract))
        let padded = try #require(UnixAddress(path: name, in: .abstractPadded))
        #expect(tight.description == "@\(name)")
        var pairs: [(StreamAddress, String)] = []
        for address in [path, tight, padded] as [UnixAddress] {
            let pair = try StreamPair(at: .unix(address))
            #expect([pair.near.isTCP, pair.near.wasConnecting] == [false, false])
            #expect(pair.near.peerAddress == nil)
            #expect(send(pair.near.descriptor.rawValue, [7] as [UInt8], 1, 0) == 1)
            var byte: UInt8 = 0
            #expect(recv(pair.far.descriptor.rawValue, &byte, 1, 0) == 1 && byte == 7)
            pairs.append((pair.listener.localAddress, "\(pair.listener.localAddress)"))
        }
        #expect(pairs.map(\.1) == ["unix:\(paths["a"])", "unix:@\(name)", "unix:@\(name)"])
        let listener = try StreamListener(listeningAt: .unix(tight))
        let error = #expect(throws: SocketError.self) { _ = try StreamSocket(connectingTo: .unix(padded)) }
        #expect(error?.errno == .connectionRefused)
        let second = #expect(throws: SocketError.self) { _ = try StreamListener(listeningAt: .unix(tight)) }
        #expect(second?.description == "could not bind @\(name): Address already in use")
        // What others see of the name: exactly so many bytes.
        let plain = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(plain) }
        #expect(withUnixName("@\(name)") { connect(plain, $0, $1) } == 0)
        withExtendedLifetime(listener.descriptor) {}
    }

    @Test("a peer that sends no more is seen while what it sent still waits")
    func gone() throws {
        for address in [StreamAddress.tcp(.loopback(.ipv4)), .unix(try #require(UnixAddress(path: paths["b"])))] {
            let pair = try StreamPair(at: address)
            #expect(pair.far.peerHasGone == false)
            #expect(send(pair.near.descriptor.rawValue, [1, 2] as [UInt8], 2, 0) == 2)
            #expect(pair.far.peerHasGone == false)
            pair.near.shutDown()
            var watched = pollfd(fd: pair.far.descriptor.rawValue, events: 0x2000, revents: 0)
            #expect(poll(&watched, 1, 5000) == 1)
            #expect(pair.far.peerHasGone == true)
            #expect(received(by: pair.far.descriptor.rawValue, atMost: 1) == [[1, 2]])
        }
    }

    private func received(by descriptor: Int32, atMost count: Int) -> [[UInt8]] {
        var buffer = [UInt8](repeating: 0, count: 100)
        let bytes = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return bytes < 0 ? [] : [Array(buffer.prefix(bytes))]
    }

    @Test("a byte stream is told from datagrams, and from what is neither")
    func type() throws {
        var pair: [Int32] = [-1, -1]
        for (type, answer) in [(SOCK_STREAM, true), (SOCK_DGRAM, false)] {
            try #require(socketpair(AF_UNIX, Int32(type.rawValue), 0, &pair) == 0)
            #expect(try isByteStream(pair[0]) == answer)
            pair.forEach { close($0) }
        }
        try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &pair) == 0)
        defer { pair.forEach { close($0) } }
        for (number, errno) in [(pair[0], Errno.protocolWrongTypeForSocket), (1_000_000, .badFileDescriptor)] {
            let error = #expect(throws: SocketError.self) { _ = try isByteStream(number) }
            #expect(error?.errno == errno)
        }
    }
}
