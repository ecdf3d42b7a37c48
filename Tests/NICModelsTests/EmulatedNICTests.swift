import NICModels
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("The emulated NIC")
struct EmulatedNICTests {
    @Test("statistics are the guest's: taken frames in, sent frames out, without what was filtered or refused")
    func statistics() throws {
        let bench = try NICBench()
        bench.send(0..<3)
        bench.far.send(Sample.frame(to: 9, from: 1))
        bench.loop.settle()
        bench.driver.refusal = .notForMe
        bench.send(3..<4)
        bench.loop.settle()
        let reply = Sample.frame(to: 1, from: 7, [1, 2, 3])
        for _ in 0..<2 {
            bench.nic.transmit(atMost: 64, id: FrameID(flow: 5, number: 6)) { output in
                for byte in reply { output.append(byte) }
            }
        }
        bench.loop.settle()
        var expected = NICStatistics()
        expected.rxFrames = 3
        expected.rxBytes = 3 * 18
        expected.txFrames = 2
        expected.txBytes = 2 * 17
        #expect(bench.nic.statistics == expected)
        #expect(bench.nic.port.counters.drops[.notForMe] == 1)
        #expect(bench.nic.port.counters.drops[.filtered] == 1)
        #expect(bench.wire.frames == [reply, reply])
        #expect(bench.wire.ids == [FrameID](repeating: FrameID(flow: 5, number: 6), count: 2))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("the driver is told of the link, and a frame into a link that is down ends as link-down")
    func link() throws {
        let bench = try NICBench()
        #expect(bench.nic.isLinkUp)
        #expect(bench.driver.links == [true])
        bench.far.setUp(false)
        bench.loop.settle()
        #expect(!bench.nic.isLinkUp)
        bench.nic.transmit(atMost: 14, id: nil) { output in
            for byte in Sample.frame(to: 1, from: 7) { output.append(byte) }
        }
        bench.far.setUp(true)
        bench.nic.port.setUp(false)
        bench.nic.port.setUp(true)
        bench.loop.settle()
        bench.far.close()
        bench.loop.settle()
        #expect(bench.driver.links == [true, false, true, false])
        #expect(bench.nic.port.counters.drops[.linkDown] == 1)
        #expect(bench.nic.statistics.txFrames == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a full transmit ring: paused, nothing lost, and told once when there is room")
    func paused() throws {
        let bench = try NICBench()
        bench.wire.quota = 0
        bench.far.setBound(frames: 10, bytes: 1 << 20)
        var sent = 0
        var result = SendResult.open
        while result == .open {
            result = bench.nic.transmit(atMost: 32, id: nil) { output in
                for byte in Sample.frame(to: 1, from: 7, Sample.number(sent)) { output.append(byte) }
            }
            sent += 1
        }
        bench.loop.settle()
        #expect(sent == 10)
        #expect(bench.driver.roomCalls == 0)
        bench.wire.quota = nil
        bench.far.resume()
        bench.loop.settle()
        #expect(bench.driver.roomCalls == 1)
        #expect(bench.wire.frames.map(Sample.number(in:)) == Array(0..<10))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a NIC without a driver takes nothing")
    func noDriver() throws {
        let bench = try NICBench()
        bench.nic.driver = nil
        bench.send(0..<2)
        bench.loop.settle()
        #expect(bench.nic.port.counters.drops[.notForMe] == 2)
        #expect(bench.nic.statistics == NICStatistics())
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("nothing gets lost or doubled, whatever the driver does", arguments: 0..<20)
    func conservation(seed: UInt64) throws {
        let bench = try NICBench(ringSize: 7, pausable: true)
        bench.nic.port.setBound(frames: 9, bytes: 1 << 20)
        var random = SplitMix64(seed: seed)
        var sent = 0
        for _ in 0..<2000 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bench.nic.isReceiving.toggle()
            case 1: bench.loop.settle()
            default:
                guard bench.nic.port.queuedFrames < 9 else { continue }
                bench.send(sent..<sent + 1)
                sent += 1
            }
            #expect(bench.loop.audit().isEmpty)
        }
        bench.nic.isReceiving = true
        bench.loop.settle()
        #expect(bench.driver.numbers == Array(0..<sent))
        #expect(bench.loop.keptBlocks == 0)
    }
}
