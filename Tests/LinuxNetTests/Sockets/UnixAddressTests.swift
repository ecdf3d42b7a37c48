import LinuxNet
import SystemPackage
import TestSupport
import Testing

@Suite("a unix address")
struct UnixAddressTests {
    @Test(
        "is a path of 1 to 107 bytes without NUL",
        arguments: [
            ("", false), ("a", true), ("/run/lab/a.sock", true), ("a\0b", false), ("\0abstract", false),
            (String(repeating: "x", count: 107), true), (String(repeating: "x", count: 108), false),
            // 54 characters, 108 bytes.
            (String(repeating: "é", count: 54), false), (String(repeating: "é", count: 53), true),
        ])
    func limits(path: String, isAddress: Bool) {
        #expect(UnixAddress(path: path)?.path == (isAddress ? path : nil))
    }

    @Test("is called by its path, or its number, in errors")
    func names() {
        #expect(SocketName.unix("/run/a").description == "/run/a")
        #expect(SocketName.descriptor(7).description == "descriptor 7")
        #expect(SocketName.internet(.loopback(.ipv4, port: 9)).description == "127.0.0.1:9")
        let error = SocketError(.adopt, .descriptor(7), .badFileDescriptor)
        #expect(error.description == "could not use descriptor 7: Bad file descriptor")
    }

    @Test("the longest path can be bound, and its socket be reached", .tags(.kernel))
    func longest() throws {
        let folder = try TemporaryDirectory()
        let name = String(repeating: "x", count: UnixAddress.pathByteLimit - folder.path.utf8.count - 1)
        let local = try #require(UnixAddress(path: folder[name]))
        let remote = try #require(UnixAddress(path: folder["b"]))
        let socket = try UnixDatagramSocket(bindingTo: local, remote: remote)
        let peer = try PlainUnixSocket(remote.path)
        #expect(peer.send([1], to: local.path) == nil)
        #expect(received(by: socket.descriptor.rawValue) == [[1]])
    }
}

@Suite("who sent a message to a unix socket", .tags(.kernel), .timeLimit(.minutes(10)))
struct UnixSourceTests {
    @Test("the sender's path tells, whole; one without a path, or with an abstract name, is nobody")
    func isFrom() throws {
        let folder = try TemporaryDirectory()
        let local = try #require(UnixAddress(path: folder["a"]))
        let peer = try #require(UnixAddress(path: folder["peer"]))
        let socket = try UnixDatagramSocket(bindingTo: local, remote: peer)
        let senders = [
            try PlainUnixSocket(folder["peer"]), try PlainUnixSocket(folder["pee"]),
            try PlainUnixSocket(folder["peers"]),
            try PlainUnixSocket(), try PlainUnixSocket("@" + folder["peer"].dropFirst()),
        ]
        for sender in senders { #expect(sender.send([1], to: local.path) == nil) }
        let slabs = ReceiveSlabs()
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        try #require(try receiver.receive(into: slabs, from: socket.descriptor) == .done(senders.count))
        #expect(senders.indices.map { slabs.isMessage(at: $0, from: peer) } == [true, false, false, false, false])
        // Nor is any of them an IP address.
        #expect(senders.indices.allSatisfy { slabs.facts(at: $0).source == nil })
        #expect(senders.indices.allSatisfy { !slabs.isMessage(at: $0, from: .loopback(.ipv4)) })
    }

    @Test("a message from an IP address is from no path")
    func internet() throws {
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
        let sender = try UDPSocket(bindingTo: .loopback(.ipv4))
        try sender.connect(to: socket.localAddress)
        try #require(send([1], on: sender.descriptor.rawValue) == nil)
        let slabs = ReceiveSlabs()
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        try #require(try receiver.receive(into: slabs, from: socket.descriptor) == .done(1))
        let path = try #require(UnixAddress(path: "127.0.0.1"))
        #expect(!slabs.isMessage(at: 0, from: path))
        #expect(slabs.isMessage(at: 0, from: sender.localAddress))
    }
}

extension ReceiveSlabs {
    fileprivate func isMessage(at index: Int, from peer: UnixAddress) -> Bool {
        let message = self.message(at: index)
        return message.isFrom(peer)
    }
}
