import Glibc
import LinuxNet
import NetdevOptions
import PatchPanel
import Results
import TestSupport
import Testing

/// What stays of a panel is what it counted: real sockets, and a test at the other end of each.
@Suite("The patch panel", .timeLimit(.minutes(5)))
struct PatchPanelTests {
    @Test("a wire carries frames of every length both ways, runts unpadded")
    func wire() throws {
        let ends = [try Outside(), try Outside()]
        let panel = try panel(ends)
        defer { panel.close() }
        var random = SplitMix64(seed: 1)
        let there = [1, 13, 14, 60, 1514, 9000].map { random.bytes($0) }
        let back = [1514, 1, 64].map { random.bytes($0) }
        for frame in there { try ends[0].send(frame) }
        for frame in back { try ends[1].send(frame) }
        let result = try panel.run(for: shortly)
        #expect(ends[1].received() == there)
        #expect(ends[0].received() == back)
        #expect(result.ended == .time)
        #expect(result.faults.isEmpty)
        #expect(result.via == "wire")
        #expect(result.netdevs.map(\.name) == ["dgram.1", "dgram.2"])
        let (sumThere, sumBack) = (UInt64(there.joined().count), UInt64(back.joined().count))
        #expect(result.netdevs[0].received == .init(frames: 6, bytes: sumThere))
        #expect(result.netdevs[0].sent == .init(frames: 3, bytes: sumBack))
        #expect(result.netdevs[1].sent == result.netdevs[0].received)
        #expect(result.netdevs[1].received == result.netdevs[0].sent)
        #expect(result.conservation.entered == 9)
        #expect(result.conservation.left == 9)
        #expect(result.conservation.holds)
    }

    @Test("a hub gives a frame to all others, and counts the copies")
    func hub() throws {
        let ends = try (0..<3).map { _ in try Outside() }
        let panel = try panel(ends, via: .hub)
        defer { panel.close() }
        try ends[1].send([1, 2, 3])
        let result = try panel.run(for: shortly)
        #expect(ends[0].received() == [[1, 2, 3]])
        #expect(ends[1].received().isEmpty)
        #expect(ends[2].received() == [[1, 2, 3]])
        #expect(result.conservation.copies == 1)
        #expect(result.conservation.holds)
        #expect(result.via == "hub")
    }

    @Test("a switch learns, and drops what is no Ethernet frame, in the open")
    func switching() throws {
        let ends = try (0..<3).map { _ in try Outside() }
        let panel = try panel(ends, via: .switch)
        defer { panel.close() }
        let hello = Sample.frame(to: 2, from: 1, [1])
        let answer = Sample.frame(to: 1, from: 2, [2])
        try ends[0].send(hello)
        _ = try panel.run(for: shortly)
        try ends[1].send(answer)
        try ends[1].send([7])
        let result = try panel.run(for: shortly)
        #expect(ends[0].received() == [answer])
        #expect(ends[1].received() == [hello])
        #expect(ends[2].received() == [hello])
        #expect(result.dropped == [DropCount("runt", 1)])
        #expect(result.conservation.holds)
        #expect(result.faults.isEmpty)
    }

    @Test("an empty datagram is counted where it came in, and what follows arrives")
    func empty() throws {
        let ends = [try Outside(), try Outside()]
        let panel = try panel(ends)
        defer { panel.close() }
        try ends[0].send([])
        try ends[0].send([5])
        let result = try panel.run(for: shortly)
        #expect(ends[1].received() == [[5]])
        #expect(result.netdevs[0].dropped == [DropCount("runt", 1)])
        #expect(result.netdevs[0].received.frames == 1)
        #expect(result.conservation.holds)
    }

    @Test("frames for a peer that does not read wait in the open, and are not lost")
    func blocked() throws {
        let ends = [try Outside(), try Outside()]
        let panel = try panel(ends)
        defer { panel.close() }
        let frame = [UInt8](repeating: 9, count: 60_000)
        var sent: UInt64 = 0
        for _ in 0..<40 {
            while send(ends[0].outer, frame, frame.count, Int32(MSG_DONTWAIT)) == frame.count { sent += 1 }
            _ = try panel.run(for: 2_000_000)
        }
        let stuck = try panel.run(for: 2_000_000)
        #expect(stuck.netdevs[1].queued > 0)
        #expect(stuck.conservation.inFlight == stuck.netdevs[1].queued)
        #expect(stuck.conservation.holds)
        var arrived = 0
        for _ in 0..<200 where arrived < sent {
            arrived += ends[1].received().count
            _ = try panel.run(for: 2_000_000)
        }
        #expect(arrived == sent)
    }

    @Test("a peer that went away is counted as no-peer, and does not end or spin the panel")
    func vanished() throws {
        let ends = [try Outside(), try Outside()]
        let panel = try panel(ends)
        defer { panel.close() }
        ends[1].vanish()
        for number in 0..<5 { try ends[0].send([UInt8(number)]) }
        let before = clock()
        let result = try panel.run(for: 200_000_000)
        #expect(result.netdevs[1].dropped == [DropCount("no-peer", 5)])
        #expect(clock() - before < CLOCKS_PER_SEC / 10)
    }

    @Test("what ICMP tells of frames that were sent is counted beside them, and is no drop")
    func refused() throws {
        let outside = try Outside()
        let nobody = try UDPSocket(bindingTo: .loopback(.ipv4))
        let port = nobody.localAddress.port
        try nobody.close()
        let inet = DgramOptions.inet(
            local: InetEndpoint(host: "127.0.0.1", port: 0), remote: InetEndpoint(host: "127.0.0.1", port: port))
        let panel = try PatchPanel(
            [outside.configuration, NetdevConfiguration(backend: .dgram(inet))], via: nil)
        defer { panel.close() }
        var result: ConnectResult?
        for number in 0..<5 {
            try outside.send([UInt8(number)])
            result = try panel.run(for: shortly)
        }
        #expect(result?.netdevs[1].sent.frames == 5)
        #expect(result?.netdevs[1].refused == 5)
        #expect(result?.netdevs[1].dropped.isEmpty == true)
        #expect(result?.conservation.holds == true)
    }

    @Test("a tick sees the counters grow")
    func ticks() throws {
        let ends = [try Outside(), try Outside()]
        let panel = try panel(ends)
        defer { panel.close() }
        try ends[0].send([1])
        var seen: [ConnectResult] = []
        _ = try panel.run(for: 50_000_000, every: 10_000_000) { seen.append($0) }
        #expect(seen.count >= 2)
        #expect(seen.last?.netdevs[0].received.frames == 1)
        #expect(seen.allSatisfy { $0.ended == nil })
    }

    @Test("the netdev that cannot be opened is named, and none is left open")
    func failure() async {
        await #expect(processExitsWith: .success) {
            let taken = try UDPSocket(bindingTo: .loopback(.ipv4))
            let port = taken.localAddress.port
            let outside = try Outside()
            let inet = DgramOptions.inet(
                local: InetEndpoint(host: "127.0.0.1", port: port), remote: InetEndpoint(host: "127.0.0.1", port: 9))
            let before = openSockets() - 1
            let error = #expect(throws: PatchPanelError.self) {
                _ = try PatchPanel(
                    [outside.configuration, NetdevConfiguration(id: "u", backend: .dgram(inet))], via: nil)
            }
            try #require(error?.netdev == 1)
            try #require(error?.description.hasPrefix("netdev 2 (u): could not bind 127.0.0.1:\(port)") == true)
            // The one that was opened first took its descriptor over, and has closed it.
            try #require(openSockets() == before)
        }
    }
}

/// Sockets of this process; exact only where nobody else opens any, as in an exit test.
private func openSockets() -> Int {
    (Int32(0)..<1024).filter { descriptor in
        var facts = stat()
        return fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK
    }.count
}
