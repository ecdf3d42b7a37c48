import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// One end of a session whose peer is a plain UDP socket.
struct RowBench {
    let loop = Loop()
    let driver: RealTimeDriver
    let peer: PlainPeer
    let backend: L2TPv3Backend
    let inside = Probe()
    let insidePort: Port

    /// - Parameter extra: Options behind `txsession=1,rxsession=7`.
    init(_ extra: String = "", receiveBufferByteCount: Int? = nil) throws {
        driver = try RealTimeDriver(loop: loop)
        peer = try PlainPeer()
        let text =
            "l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=0,dstport=\(peer.address.port),"
            + "txsession=1,rxsession=7\(extra.isEmpty ? "" : ",")\(extra)"
        guard case .l2tpv3(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
        if let receiveBufferByteCount {
            var socketOptions = UDPSocket.Options()
            socketOptions.coalescesReceived = false
            socketOptions.receiveBufferByteCount = receiveBufferByteCount
            let socket = try UDPSocket(bindingTo: .loopback(.ipv4), options: socketOptions)
            backend = try L2TPv3Backend(
                driver: driver, name: "l2tpv3", options: options, socket: socket, peer: peer.address)
        } else {
            backend = try L2TPv3Backend.open(options, name: "l2tpv3", driver: driver)
        }
        insidePort = loop.makePort(for: inside, name: "inside")
        try insidePort.connect(to: backend.port)
        loop.settle()
    }

    /// Brings datagrams in from the peer, and waits until each is a frame or a drop.
    func inject(_ datagrams: [[UInt8]], from other: PlainPeer? = nil) throws {
        let before = backend.port.counters.enteredFrames
        for datagram in datagrams { try (other ?? peer).send(datagram, to: backend.localAddress) }
        try driver.wait { backend.port.counters.enteredFrames == before + UInt64(datagrams.count) }
    }

    /// Sends frames, and gives the datagrams that came out.
    func datagrams(for frames: [[UInt8]]) throws -> [[UInt8]] {
        for frame in frames {
            insidePort.send(frame)
            loop.settle()
        }
        return peer.received()
    }

    func drops(_ reason: DropReason) -> UInt64 { backend.port.counters.drops[reason] }
}

/// The rows of QEMU's defects in l2tpv3, each with what is wanted instead.
@Suite("l2tpv3, row by row", .tags(.kernel), .timeLimit(.minutes(10)))
struct L2TPv3RowTests {
    /// A row whose answer is a header: those of the first and the second frame.
    struct Golden: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let extra: String
        let first: String
        let second: String

        init(_ name: String, _ extra: String, _ first: String, _ second: String? = nil) {
            testDescription = name
            self.extra = extra
            self.first = first
            self.second = second ?? first
        }
    }

    static let cookies = "rxcookie=1,txcookie=0x1122334455667788"
    static let golden: [Golden] = [
        Golden("plain", "", "00030000 00000001"),
        Golden("counter", "counter=on", "00030000 00000001 00000001", "00030000 00000001 00000002"),
        Golden(
            "L1: cookie64=off is 32 bits", "cookie64=off,rxcookie=1,txcookie=0x55667788", "00030000 00000001 55667788"),
        Golden(
            "L1: cookie64=off with a counter", "cookie64=off,counter=on,rxcookie=1,txcookie=0x55667788",
            "00030000 00000001 55667788 00000001", "00030000 00000001 55667788 00000002"),
        Golden("cookie64=on", "cookie64=on,\(cookies)", "00030000 00000001 11223344 55667788"),
        Golden("cookie64=on without cookies", "cookie64=on", "00030000 00000001"),
        Golden("L2: pincounter=on alone has its field", "pincounter=on", "00030000 00000001 00000000"),
        Golden("L2: with counter=on", "counter=on,pincounter=on", "00030000 00000001 00000000"),
        Golden("L3: the offset is zeros", "offset=8", "00030000 00000001 0000000000000000"),
        Golden(
            "L3: behind a counter", "counter=on,offset=4", "00030000 00000001 00000001 00000000",
            "00030000 00000001 00000002 00000000"),
        Golden(
            "L20: a counter behind a cookie of 64 bits and before an odd offset",
            "cookie64=on,counter=on,offset=3,\(cookies)",
            "00030000 00000001 11223344 55667788 00000001 000000", "00030000 00000001 11223344 55667788 00000002 000000"
        ),
        Golden("default sublayer", "sublayer=default", "00030000 00000001 40000000", "00030000 00000001 40000001"),
    ]

    @Test("headers to the byte", arguments: golden)
    func headers(_ row: Golden) throws {
        let bench = try RowBench(row.extra)
        let frames = [Sample.frame(to: 2, from: 1, [1]), Sample.frame(to: 2, from: 1, [2])]
        #expect(try bench.datagrams(for: frames) == [bytes(row.first) + frames[0], bytes(row.second) + frames[1]])
    }

    @Test("L4: a burst of 40 into a blocked peer drains without new datagrams")
    func l4() throws {
        let bench = try RowBench()
        bench.insidePort.setBound(frames: 13, bytes: 1 << 20)
        bench.inside.quota = 0
        for number in 0..<40 {
            try bench.peer.send(bytes("00030000 00000007") + Sample.number(number), to: bench.backend.localAddress)
        }
        try bench.driver.wait { bench.insidePort.queuedFrames >= 13 }
        bench.inside.quota = nil
        bench.insidePort.resume()
        try bench.driver.wait { bench.inside.count == 40 }
        #expect(bench.inside.frames.map(Sample.number(in:)) == Array(0..<40))
        #expect(bench.backend.port.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("L6: every mismatch has a counter of its own, and they count on")
    func l6() throws {
        let bench = try RowBench("rxcookie=9,txcookie=9")
        let wrong: [([UInt8], DropReason)] = [
            (bytes("00030000 00000008 00000009 aa"), .sessionMismatch),
            (bytes("00030000 00000007 00000008 aa"), .cookieMismatch),
            (bytes("00030000 0000"), .truncated), (bytes("00040000 00000007 00000009 aa"), .badVersion),
            (bytes("80030000 00000007 00000009 aa"), .controlMessage), ([], .truncated),
        ]
        for _ in 0..<3 { try bench.inject(wrong.map(\.0)) }
        for reason in DropReason.allCases {
            #expect(bench.drops(reason) == 3 * UInt64(wrong.count { $0.1 == reason }), "\(reason.name)")
        }
        #expect(bench.inside.frames.isEmpty)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("L7: strict-peer refuses what comes from another address or port; without it, it is taken")
    func l7() throws {
        let datagram = bytes("00030000 00000007 aa")
        for isStrict in [true, false] {
            let bench = try RowBench(isStrict ? "strict-peer=on" : "")
            let samePort = try? PlainPeer(SocketAddress(ipv4: 0x7f00_0002, port: bench.peer.address.port))
            let strangers = [try PlainPeer(), samePort].compactMap(\.self)
            for stranger in strangers { try bench.inject([datagram], from: stranger) }
            try bench.inject([datagram])
            bench.loop.settle()
            #expect(bench.drops(.sourceMismatch) == (isStrict ? UInt64(strangers.count) : 0))
            #expect(bench.inside.count == (isStrict ? 1 : 1 + UInt64(strangers.count)))
            #expect(bench.loop.audit().isEmpty)
        }
    }

    @Test("L8: control messages and other versions are counted, whatever their session")
    func l8() throws {
        let bench = try RowBench()
        try bench.inject([
            bytes("c8030014 00000007 00000000 aa"), bytes("00020000 00000007 aa"), bytes("c0020000 00000007 aa"),
        ])
        #expect(bench.drops(.controlMessage) == 2)
        #expect(bench.drops(.badVersion) == 1)
        #expect(bench.inside.frames.isEmpty)
    }

    @Test(
        "L9: with sequence=check old and double numbers are dropped, without it all arrive", arguments: [true, false])
    func l9(isChecked: Bool) throws {
        let bench = try RowBench("counter=on" + (isChecked ? ",sequence=check" : ""))
        try bench.inject(
            ([1, 2, 2, 1, 4, 3, 5] as [UInt8]).map { bytes("00030000 00000007 000000") + [$0, 0xf0 + $0] })
        bench.loop.settle()
        #expect(bench.inside.frames.map { $0[0] & 15 } == (isChecked ? [1, 2, 4, 5] : [1, 2, 2, 1, 4, 3, 5]))
        #expect(bench.drops(.sequence) == (isChecked ? 3 : 0))
    }

    @Test("L10: the largest datagram there is arrives whole")
    func l10() throws {
        let bench = try RowBench()
        var random = SplitMix64(seed: 4)
        for byteCount in [2048, 16_384, 65_507] {
            let datagram = bytes("00030000 00000007") + random.bytes(byteCount - 8)
            try bench.inject([datagram])
            bench.loop.settle()
            #expect(bench.inside.frames.last == Array(datagram.dropFirst(8)))
        }
        #expect(bench.backend.port.counters.drops.total == 0)
    }

    @Test("L13: the session is looked at before the cookie")
    func l13() throws {
        let bench = try RowBench("rxcookie=9,txcookie=9")
        try bench.inject([bytes("00030000 00000008 0000000a aa")])
        #expect(bench.drops(.sessionMismatch) == 1)
        #expect(bench.drops(.cookieMismatch) == 0)
    }

    @Test(
        "L14, L19: a wide cookie without cookie64, and session 0, are refused before anything is opened",
        arguments: [
            "txsession=1,rxcookie=0x100000000,txcookie=1", "txsession=1,rxcookie=1,txcookie=0x100000000", "txsession=0",
            "txsession=1,rxsession=0",
        ])
    func refusedOptions(_ extra: String) {
        #expect(throws: OptionError.self) {
            try NetdevSpecification.parse("l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=0,dstport=1,\(extra)")
        }
    }

    @Test("L15, L16, L17: what is not sent uses up no number, is counted, and stops nothing")
    func l15() throws {
        let bench = try RowBench("counter=on")
        let tooLong = [UInt8](repeating: 0, count: 65_507 - 12 + 1)
        bench.insidePort.send([1])
        bench.insidePort.send(tooLong)
        bench.insidePort.send([2])
        bench.insidePort.send([])
        bench.insidePort.send(tooLong)
        bench.insidePort.send([3])
        bench.loop.settle()
        #expect(
            bench.peer.received() == ([1, 2, 3] as [UInt8]).map { bytes("00030000 00000001 000000") + [$0, $0] })
        #expect(bench.drops(.oversize) == 2)
        #expect(bench.drops(.runt) == 1)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("L18: a port that nobody listens at is no black hole for what follows")
    func l18() throws {
        let bench = try RowBench("counter=on")
        let nobody = try PlainPeer()
        let text =
            "l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=0,dstport=\(nobody.address.port),txsession=1,counter=on"
        guard case .l2tpv3(let options) = try NetdevSpecification.parse(text).backend else { return }
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
        let closed = socket.localAddress
        try socket.close()
        let backend = try L2TPv3Backend(
            driver: bench.driver, name: "x", options: options,
            socket: try L2TPv3Backend.bindSocket(options), peer: closed)
        let sender = bench.loop.makePort(for: Probe(), name: "sender", pausable: true)
        try sender.connect(to: backend.port)
        for number in 0..<20 {
            sender.send([UInt8(number)])
            _ = try bench.driver.run(until: bench.driver.now + 500_000)
        }
        let late = try PlainPeer(closed)
        sender.send([20])
        _ = try bench.driver.run(until: bench.driver.now + 500_000)
        #expect(late.received() == [bytes("00030000 00000001 00000015 14")], "the 21st number: none was lost")
        #expect(backend.port.counters.drops.total == 0)
        backend.close()
    }

    @Test("L19: srcport=0 is usable: the backend says where it is bound")
    func l19() throws {
        let bench = try RowBench()
        #expect(bench.backend.localAddress.port != 0)
        #expect(bench.backend.localAddress.host == "127.0.0.1")
        #expect(bench.backend.peerAddress == bench.peer.address)
    }

    @Test("L21: a burst is a handful of system calls, not one a frame")
    func l21() throws {
        let bench = try RowBench("counter=on")
        for number in 0..<200 { bench.insidePort.send(Sample.frame(to: 2, from: 1, Sample.number(number))) }
        bench.loop.settle()
        #expect(bench.backend.account.consumed == 200)
        #expect(bench.backend.systemCalls.send <= 4)
        #expect(bench.peer.received().count == 200)
    }

    @Test("L23: a datagram that is refused in the middle of a batch holds up none behind it")
    func l23() throws {
        let bench = try RowBench("rxcookie=9,txcookie=9")
        let good = (0..<40).map { bytes("00030000 00000007 00000009") + Sample.number($0) }
        let bad = bytes("00030000 00000007 00000008 aa")
        try bench.inject(good.flatMap { [bad, $0] })
        bench.loop.settle()
        #expect(bench.inside.frames.map(Sample.number(in:)) == Array(0..<40))
        #expect(bench.drops(.cookieMismatch) == 40)
    }

    @Test("L24: what was lost behind the last datagram is known when it is asked for")
    func l24Tail() throws {
        let bench = try RowBench(receiveBufferByteCount: 4096)
        let sent = 200
        for number in 0..<sent {
            try bench.peer.send(
                bytes("00030000 00000007") + [UInt8](repeating: 0, count: 1000) + Sample.number(number),
                to: bench.backend.localAddress)
        }
        try bench.driver.wait { bench.inside.count > 0 }
        _ = try bench.driver.run(until: bench.driver.now + 1_000_000)
        #expect(bench.drops(.socketOverflow) == 0, "nothing has told it yet")
        bench.backend.countLosses()
        #expect(bench.inside.count + bench.drops(.socketOverflow) == UInt64(sent))
        bench.backend.countLosses()
        #expect(bench.inside.count + bench.drops(.socketOverflow) == UInt64(sent))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("L24: what overflows the receive buffer is counted as socket-overflow, and the sum is right")
    func l24() throws {
        let bench = try RowBench(receiveBufferByteCount: 4096)
        let sent = 200
        for number in 0..<sent {
            try bench.peer.send(
                bytes("00030000 00000007") + [UInt8](repeating: 0, count: 1000) + Sample.number(number),
                to: bench.backend.localAddress)
        }
        _ = try bench.driver.run(until: bench.driver.now + 1_000_000)
        // The kernel tells with the next datagram.
        try bench.peer.send(bytes("00030000 00000007 ff"), to: bench.backend.localAddress)
        try bench.driver.wait { bench.inside.frames.last == [0xff] }
        #expect(bench.drops(.socketOverflow) > 0)
        #expect(bench.inside.count + bench.drops(.socketOverflow) == UInt64(sent + 1))
        #expect(bench.loop.audit().isEmpty)
    }
}
