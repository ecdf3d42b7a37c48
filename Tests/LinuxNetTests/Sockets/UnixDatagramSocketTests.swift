import Glibc
import LinuxNet
import SystemPackage
import TestSupport
import Testing

/// A socket and a plain peer in a folder of their own: ours is `a`, the peer's `b`.
private struct UnixBench {
    let folder = try? TemporaryDirectory()

    func path(_ name: String) throws -> String { try #require(folder)[name] }
    func address(_ name: String) throws -> UnixAddress { try #require(UnixAddress(path: path(name))) }
    func socket(_ local: String = "a", _ remote: String = "b") throws -> UnixDatagramSocket {
        try UnixDatagramSocket(bindingTo: address(local), remote: address(remote))
    }
    func plain(_ name: String) throws -> PlainUnixSocket { try PlainUnixSocket(path(name)) }
    var names: [String] { folder?.names ?? [] }

    /// How binding to `a` is refused.
    func refusal() throws -> SocketError {
        let (local, remote) = (try address("a"), try address("b"))
        let error = #expect(throws: SocketError.self) {
            _ = try UnixDatagramSocket(bindingTo: local, remote: remote)
        }
        return try #require(error)
    }
}

@Suite("a unix datagram socket at its path", .tags(.kernel), .timeLimit(.minutes(10)))
struct UnixDatagramSocketPathTests {
    private let bench = UnixBench()

    @Test("it is bound at its path, and the path goes with it")
    func binds() throws {
        do {
            let socket = try bench.socket()
            #expect(try socket.local == bench.address("a"))
            #expect(try socket.remote == bench.address("b"))
            #expect(bench.names == ["a"])
            let peer = try bench.plain("b")
            #expect(peer.send([1], to: try bench.path("a")) == nil)
            #expect(received(by: socket.descriptor.rawValue) == [[1]])
        }
        #expect(bench.names == ["b"])
    }

    @Test("the socket file of a process that was killed is replaced", arguments: [SOCK_DGRAM, SOCK_STREAM])
    func stale(type: __socket_type) throws {
        try PlainUnixSocket(try bench.path("a"), type: Int32(type.rawValue)).close()
        #expect(bench.names == ["a"])
        let socket = try bench.socket()
        let peer = try bench.plain("b")
        #expect(peer.send([1], to: try bench.path("a")) == nil)
        #expect(received(by: socket.descriptor.rawValue) == [[1]])
    }

    @Test("a socket that somebody listens to is refused, named, and left as it is")
    func live() throws {
        let holder = try bench.plain("a")
        let error = try bench.refusal()
        #expect(error == SocketError(.bind, .unix(try bench.path("a")), .addressInUse))
        #expect(error.description == "could not bind \(try bench.path("a")): Address already in use")
        let peer = try bench.plain("b")
        #expect(peer.send([1], to: try bench.path("a")) == nil)
        #expect(received(by: holder.descriptor) == [[1]])
    }

    @Test("one that talks with somebody else counts as listened to")
    func liveAndConnected() throws {
        let holder = try bench.plain("a")
        let friend = try bench.plain("c")
        #expect(holder.connect(to: try bench.path("c")) == nil)
        // unix(7): connecting to it is EPERM, and not ECONNREFUSED.
        #expect(try bench.refusal().errno == .addressInUse)
        #expect(friend.send([1], to: try bench.path("a")) == nil)
        #expect(received(by: holder.descriptor) == [[1]])
    }

    @Test("a stream socket that somebody listens to is left too")
    func liveStream() throws {
        let holder = try PlainUnixSocket(try bench.path("a"), type: Int32(SOCK_STREAM.rawValue))
        try #require(listen(holder.descriptor, 1) == 0)
        #expect(try bench.refusal().errno == .addressInUse)
        let caller = try PlainUnixSocket(type: Int32(SOCK_STREAM.rawValue))
        #expect(caller.connect(to: try bench.path("a")) == nil)
    }

    @Test("a regular file is refused and left as it is")
    func regularFile() throws {
        try bench.folder?.write("precious", to: "a")
        #expect(try bench.refusal() == SocketError(.bind, .unix(try bench.path("a")), .fileExists))
        #expect(bench.folder?.text(of: "a") == "precious")
    }

    @Test("a directory is refused and left as it is")
    func directory() throws {
        try #require(mkdir(try bench.path("a"), 0o700) == 0)
        #expect(try bench.refusal().errno == .fileExists)
        #expect(bench.names == ["a"])
    }

    @Test("a symbolic link is refused and left as it is, wherever it leads", arguments: ["nowhere", "stale"])
    func symbolicLink(target: String) throws {
        try PlainUnixSocket(try bench.path("stale")).close()
        try #require(symlink(try bench.path(target), try bench.path("a")) == 0)
        #expect(try bench.refusal().errno == .fileExists)
        #expect(try linkTarget(of: bench.path("a")) == bench.path(target))
        #expect(bench.names == ["a", "stale"])
    }

    private func linkTarget(of path: String) throws -> String {
        var buffer = [CChar](repeating: 0, count: 200)
        let count = readlink(path, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    @Test("a directory that is not there is told")
    func noDirectory() throws {
        let local = try #require(UnixAddress(path: try bench.path("no/a")))
        let remote = try bench.address("b")
        let error = #expect(throws: SocketError.self) {
            _ = try UnixDatagramSocket(bindingTo: local, remote: remote)
        }
        #expect(error == SocketError(.bind, .unix(local.path), .noSuchFileOrDirectory))
    }

    @Test("at the end a path that is somebody else's by now is left alone")
    func replaced() throws {
        do {
            let socket = try bench.socket()
            try #require(unlink(socket.local.path) == 0)
            let successor = try bench.plain("a")
            successor.close()
        }
        #expect(bench.names == ["a"], "the successor's")
    }

    @Test("at the end a path that is gone already is no matter")
    func gone() throws {
        do {
            let socket = try bench.socket()
            try #require(unlink(socket.local.path) == 0)
        }
        #expect(bench.names.isEmpty)
    }

    @Test("what fails leaves no descriptor behind")
    func noLeak() async {
        // In a process of its own: here other tests open and close descriptors all the time.
        await #expect(processExitsWith: .success) {
            let bench = UnixBench()
            let holder = try bench.plain("a")
            let before = openSockets()
            for _ in 0..<8 { _ = try bench.refusal() }
            try bench.folder?.write("", to: "file")
            for _ in 0..<8 { #expect(throws: SocketError.self) { _ = try bench.socket("file") } }
            try #require(openSockets() == before)
            for _ in 0..<8 { _ = try bench.socket("mine") }
            try #require(openSockets() == before)
            try #require(bench.names == ["a", "file"])
            _ = holder
        }
    }
}

/// Sockets of this process; exact only in an exit test.
private func openSockets() -> Int {
    (Int32(0)..<1024).filter { descriptor in
        var facts = stat()
        return fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK
    }.count
}

@Suite("a unix datagram socket and its peer", .tags(.kernel), .timeLimit(.minutes(10)))
struct UnixDatagramSocketPeerTests {
    private let bench = UnixBench()

    @Test("a peer that is there is connected to at once")
    func thereAlready() throws {
        let peer = try bench.plain("b")
        let socket = try bench.socket()
        #expect(socket.isConnected == true)
        #expect(send([1], on: socket.descriptor.rawValue) == nil)
        #expect(received(by: peer.descriptor) == [[1]])
    }

    @Test("a peer that is not there yet may come, go, and come again")
    func comesAndGoes() throws {
        var socket = try bench.socket()
        #expect(socket.isConnected == false)
        #expect(throws: Errno.noSuchFileOrDirectory) { try socket.connect() }
        #expect(send([0], on: socket.descriptor.rawValue) == .socketNotConnected)
        for round in UInt8(1)...3 {
            let peer = try bench.plain("b")
            try socket.connect()
            #expect(socket.isConnected == true)
            #expect(send([round], on: socket.descriptor.rawValue) == nil)
            #expect(received(by: peer.descriptor) == [[round]])
            peer.close()
            #expect(throws: Errno.connectionRefused) { try socket.connect() }
            #expect(socket.isConnected == false)
            #expect(send([round], on: socket.descriptor.rawValue) == .socketNotConnected)
            try #require(unlink(try bench.path("b")) == 0)
        }
    }

    @Test("a peer that was replaced is found by connecting again, and the newcomer is heard")
    func replaced() throws {
        let first = try bench.plain("b")
        var socket = try bench.socket()
        first.close()
        try #require(unlink(try bench.path("b")) == 0)
        let second = try bench.plain("b")
        #expect(second.send([1], to: try bench.path("a")) == .notPermitted, "connected to the first")
        try socket.connect()
        #expect(second.send([2], to: try bench.path("a")) == nil)
        #expect(received(by: socket.descriptor.rawValue) == [[2]])
        #expect(send([3], on: socket.descriptor.rawValue) == nil)
        #expect(received(by: second.descriptor) == [[3]])
    }

    @Test("while it is connected no stranger can send to it; before that, everybody can")
    func strangers() throws {
        var socket = try bench.socket()
        let stranger = try bench.plain("c")
        #expect(stranger.send([1], to: try bench.path("a")) == nil)
        let peer = try bench.plain("b")
        try socket.connect()
        #expect(stranger.send([2], to: try bench.path("a")) == .notPermitted)
        #expect(peer.send([3], to: try bench.path("a")) == nil)
        #expect(socket.mayHoldOthers == true)
        #expect(received(by: socket.descriptor.rawValue) == [[1], [3]])
        try socket.connect()
        #expect(socket.mayHoldOthers == false, "all that came before there was a peer has been read")
        socket.disconnect()
        #expect(socket.isConnected == false)
        #expect(stranger.send([4], to: try bench.path("a")) == nil)
    }

    @Test("connecting again to the same peer loses nothing that either has not read")
    func connectAgain() throws {
        let peer = try bench.plain("b")
        var socket = try bench.socket()
        #expect(peer.connect(to: try bench.path("a")) == nil)
        #expect(send([1], on: socket.descriptor.rawValue) == nil)
        #expect(send([2], on: peer.descriptor) == nil)
        for _ in 0..<3 { try socket.connect() }
        #expect(received(by: peer.descriptor) == [[1]])
        #expect(received(by: socket.descriptor.rawValue) == [[2]])
    }

    @Test("what a peer sent before it went, or was replaced, can be read first", arguments: [true, false])
    func lastWords(isReplaced: Bool) throws {
        let first = try bench.plain("b")
        var socket = try bench.socket()
        for number in UInt8(0)..<5 { #expect(first.send([number], to: try bench.path("a")) == nil) }
        #expect(first.send([], to: try bench.path("a")) == nil)
        first.close()
        try #require(unlink(try bench.path("b")) == 0)
        let second = isReplaced ? try bench.plain("b") : nil
        for _ in 0..<3 { try? socket.connect() }
        #expect(received(by: socket.descriptor.rawValue) == [[0], [1], [2], [3], [4], []])
        // Now that nothing waits, what has changed is seen.
        try? socket.connect()
        #expect(socket.isConnected == isReplaced)
        if let second { #expect(second.send([9], to: try bench.path("a")) == nil) }
        #expect(received(by: socket.descriptor.rawValue) == (isReplaced ? [[9]] : []))
    }

    @Test("an error that waits does not hide what is to be read")
    func errorFirst() throws {
        let peer = try bench.plain("b")
        var socket = try bench.socket()
        #expect(peer.connect(to: try bench.path("a")) == nil)
        #expect(send([1], on: peer.descriptor) == nil)
        // ECONNRESET is told to a socket whose peer lets go of it with something unread.
        #expect(send([2], on: socket.descriptor.rawValue) == nil)
        #expect(peer.connect(to: "") == nil)
        peer.close()
        try? socket.connect()
        #expect(received(by: socket.descriptor.rawValue) == [[1]])
    }

    @Test("after a send was refused, a peer that is back is connected to, and strangers in between are known as such")
    func peerHasGone() throws {
        let first = try bench.plain("b")
        var socket = try bench.socket()
        first.close()
        try #require(unlink(try bench.path("b")) == 0)
        #expect(send([1], on: socket.descriptor.rawValue) == .connectionRefused)
        let stranger = try bench.plain("c")
        #expect(stranger.send([2], to: try bench.path("a")) == nil, "the kernel has let go of the peer")
        let second = try bench.plain("b")
        socket.peerHasGone()
        #expect(socket.isConnected == false)
        try socket.connect()
        #expect(socket.isConnected == true)
        #expect(socket.mayHoldOthers == true)
        #expect(send([3], on: socket.descriptor.rawValue) == nil)
        #expect(received(by: second.descriptor) == [[3]])
    }

    @Test("a peer that talks with somebody else is no peer")
    func busyPeer() throws {
        let friend = try bench.plain("c")
        let peer = try bench.plain("b")
        #expect(peer.connect(to: try bench.path("c")) == nil)
        var socket = try bench.socket()
        #expect(socket.isConnected == false)
        #expect(throws: Errno.notPermitted) { try socket.connect() }
        #expect(peer.connect(to: "") == nil)
        try socket.connect()
        #expect(socket.isConnected == true)
        _ = friend
    }

    @Test("a peer that does not read makes it wait, and readiness to write says when it has read")
    func fullPeer() throws {
        let peer = try bench.plain("b")
        let socket = try bench.socket()
        var sent = 0
        while sent < 10_000, send([UInt8(truncatingIfNeeded: sent)], on: socket.descriptor.rawValue) == nil {
            sent += 1
        }
        try #require(sent > 0 && sent < 10_000)
        #expect(send([0], on: socket.descriptor.rawValue) == .wouldBlock)
        var poll = try EventPoll()
        _ = try poll.register(socket.descriptor, interest: .write)
        #expect(try poll.poll() == 0)
        #expect(received(by: peer.descriptor).count == sent)
        try #require(try poll.poll() == 1)
    }
}
