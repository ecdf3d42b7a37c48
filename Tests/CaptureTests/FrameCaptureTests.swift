import Capture
import NetCore
import TestSupport
import Testing
import WireFormats

@Suite("Frames in a capture")
struct FrameCaptureTests {
    private static func frame(_ number: Int, to: UInt8 = 2, from: UInt8 = 1) -> [UInt8] {
        Sample.frame(to: to, from: from, Sample.number(number))
    }

    @Test("two netdevs wired to each other: each frame once at either end, byte for byte")
    func directPair() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair()
        bench.capture.add(a, description: "l2tpv3,id=a")
        bench.capture.add(b, name: "right")
        bench.capture.start()
        a.send(Self.frame(1))
        bench.loop.settle()
        b.send(Self.frame(2, to: 1, from: 2))
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.events == ["in a", "out right", "in right", "out a"])
        #expect(file.packets.map(\.bytes) == [1, 1, 2, 2].map { Self.frame($0, to: 3 - UInt8($0), from: UInt8($0)) })
        #expect(file.interfaces.map(\.name) == ["a", "right"])
        #expect(file.interfaces.map(\.description) == ["l2tpv3,id=a", nil])
        #expect(file.interfaces.allSatisfy { $0.snapLength == 262_144 && $0.linkType == 1 })
        #expect(file.sections.map(\.application) == ["Wirework"])
        #expect(file.sections.map(\.operatingSystem) == ["Linux"])
    }

    @Test("of two ports, one that is not watched is not in the file")
    func oneEnd() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair()
        let (c, _) = try bench.makePair()
        bench.capture.add(b)
        bench.capture.add(b, name: "again")
        bench.capture.start()
        a.send(Self.frame(1))
        b.send(Self.frame(2))
        c.send(Self.frame(3))
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.interfaces.map(\.name) == ["b"])
        #expect(file.events.sorted() == ["in b", "out b"])
        #expect(file.numbers("out b") == [1] && file.numbers("in b") == [2])
    }

    @Test("a hub repeats: in at one netdev, then out at the others")
    func hub() throws {
        let bench = try CaptureBench()
        let hub = Hub(loop: bench.loop)
        let netdevs = try ["a", "b", "c"].map { try bench.plug($0, into: hub.addPort()) }
        bench.capture.start()
        netdevs[1].send(Self.frame(1))
        bench.loop.settle()
        #expect(try bench.finished().events == ["in b", "out a", "out c"])
    }

    @Test("a switch forwards: nothing at a netdev that does not get the frame")
    func learningSwitch() throws {
        let bench = try CaptureBench()
        let core = Switch(loop: bench.loop)
        let netdevs = try ["a", "b", "c"].map { try bench.plug($0, into: core.addPort()) }
        bench.capture.start()
        for (netdev, addresses) in [(0, (2, 1)), (1, (1, 2)), (0, (2, 1))] as [(Int, (UInt8, UInt8))] {
            netdevs[netdev].send(Self.frame(1, to: addresses.0, from: addresses.1))
            bench.loop.settle()
        }
        #expect(
            try bench.finished().events == ["in a", "out b", "out c", "in b", "out a", "in a", "out b"])
    }

    @Test("many bursts both ways: all frames, in order, in less memory than they take")
    func bulk() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair()
        bench.capture.add(a)
        bench.capture.start()
        let padding = [UInt8](repeating: 7, count: 1400)
        for start in stride(from: 0, to: 3000, by: 300) {
            for number in start..<start + 300 {
                a.send(Sample.frame(to: 2, from: 1, padding + Sample.number(number)))
                b.send(Self.frame(number))
            }
            bench.loop.settle()
        }
        let file = try bench.finished()
        #expect(file.numbers("in a") == Array(0..<3000))
        #expect(file.numbers("out a") == Array(0..<3000))
        let summary = bench.capture.summary
        #expect(summary.frames == 6000 && summary.missed == 0 && summary.error == nil)
        #expect(summary.bytes == UInt64(try bench.file.contents().count))
    }

    @Test("times are the loop's and the epoch's", arguments: [0, CaptureBench.epoch])
    func times(_ epoch: Int64) throws {
        let bench = try CaptureBench(epoch: epoch)
        let (a, _) = try bench.makePair()
        bench.capture.add(a)
        bench.loop.advance(to: 5)
        bench.capture.start()
        for time: Int64 in [1_000, 1_000_000_007] {
            bench.loop.advance(to: time)
            a.send(Self.frame(1))
            bench.loop.settle()
        }
        bench.loop.advance(to: 2_000_000_000)
        let file = try bench.finished()
        #expect(file.packets.map(\.time) == [epoch + 1_000, epoch + 1_000_000_007])
        #expect(file.statistics.map(\.startTime) == [UInt64(epoch + 5)])
        #expect(file.statistics.map(\.endTime) == [UInt64(epoch + 2_000_000_000)])
        #expect(file.statistics.map(\.time) == [UInt64(epoch + 2_000_000_000)])
    }

    @Test("a time before 1970, or after the end of it, does not trap", arguments: [Int64.min, -1, .max])
    func absurdEpoch(_ epoch: Int64) throws {
        let bench = try CaptureBench(epoch: epoch)
        let (a, _) = try bench.makePair()
        bench.capture.add(a)
        bench.capture.start()
        bench.loop.advance(to: 1_000)
        a.send(Self.frame(1))
        bench.loop.settle()
        #expect(try bench.finished().events == ["in a"])
    }

    @Test("a snap length cuts the bytes and keeps the length", arguments: [1, 13, 18, 19])
    func snapLength(_ length: Int) throws {
        let bench = try CaptureBench(snapLength: length)
        let (a, _) = try bench.makePair()
        bench.capture.add(a)
        bench.capture.start()
        a.send(Self.frame(1))
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.packets.map(\.bytes) == [Array(Self.frame(1).prefix(length))])
        #expect(file.packets.map(\.originalByteCount) == [18])
        #expect(file.interfaces.map(\.snapLength) == [UInt32(length)])
    }

    @Test("the longest frame there is, and one of no bytes")
    func extremes() throws {
        let bench = try CaptureBench()
        let (a, _) = try bench.makePair()
        bench.capture.add(a)
        bench.capture.start()
        let longest = [UInt8](repeating: 9, count: Frame.byteLimit)
        for frame in [longest, [], longest, longest, longest, longest] { a.send(frame) }
        bench.loop.settle()
        #expect(try bench.finished().packets.map(\.bytes.count) == [65553, 0, 65553, 65553, 65553, 65553])
    }

    @Test("frames taken later than they were sent have the time of their taking")
    func blockedReceiver() throws {
        let bench = try CaptureBench()
        let probe = Probe(quota: 1)
        let (a, b) = try bench.makePair(Probe(), probe)
        bench.capture.add(b)
        bench.capture.start()
        a.send(Self.frame(1))
        a.send(Self.frame(2))
        bench.loop.settle()
        bench.loop.advance(to: 50)
        probe.quota = nil
        b.resume()
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.numbers("out b") == [1, 2])
        #expect(file.packets.map(\.time) == [CaptureBench.epoch, CaptureBench.epoch + 50])
    }

    @Test("a port that is added while the capture runs")
    func lateInterface() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair()
        bench.capture.add(a)
        bench.capture.start()
        a.send(Self.frame(1))
        bench.loop.settle()
        bench.capture.add(b)
        a.send(Self.frame(2))
        bench.loop.settle()
        #expect(try bench.finished().events == ["in a", "in a", "out b"])
    }

    @Test("in virtual time no timer is armed, and the same run makes the same file")
    func virtualTime() throws {
        let files = try (0..<2).map { _ in
            let bench = try CaptureBench(epoch: 0, flushInterval: nil)
            let hub = Hub(loop: bench.loop, latency: 1_000)
            let netdevs = try ["a", "b", "c"].map { try bench.plug($0, into: hub.addPort()) }
            bench.capture.start()
            netdevs[0].send(Self.frame(1))
            #expect(VirtualClock().run(bench.loop) == .idle)
            #expect(bench.loop.now == 1_000)
            let file = try bench.finished()
            #expect(file.events == ["in a", "out b", "out c"])
            #expect(file.packets.map(\.time) == [0, 1_000, 1_000])
            return try bench.file.contents()
        }
        #expect(files[0] == files[1])
    }
}

extension CaptureBench {
    fileprivate func plug(_ name: String, into port: Port) throws -> Port { try plug(Probe(), name, into: port) }
}
