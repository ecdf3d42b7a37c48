import NICModels
import NetCore
import Testing
import TestSupport

@Suite("The receive ring")
struct ReceiveRingTests {
    @Test("while the driver does not receive: the ring, then the port's queue, then the sender pauses")
    func fills() throws {
        let bench = try NICBench(ringSize: 8, pausable: true)
        bench.nic.port.setBound(frames: 5, bytes: 1 << 20)
        bench.nic.isReceiving = false
        var sent = 0
        while sent < 100, bench.send(sent..<sent + 1) == .open {
            sent += 1
            bench.loop.settle()
        }
        sent += 1
        #expect(sent == 8 + 5)
        #expect(bench.nic.account.held == 8)
        #expect(bench.nic.port.queuedFrames == 5)
        #expect(bench.driver.frames.isEmpty)
        #expect(bench.wire.roomCalls == 0)
        #expect(bench.loop.audit().isEmpty)

        bench.nic.isReceiving = true
        bench.loop.settle()
        #expect(bench.driver.numbers == Array(0..<sent))
        #expect(bench.wire.roomCalls == 1)
        #expect(bench.far.counters.drops.total == 0)
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "40 frames into a blocked NIC all arrive, in order, and nothing new has to come",
        arguments: [1, 13, 39, 40, 256])
    func burst(ringSize: Int) throws {
        let bench = try NICBench(ringSize: ringSize)
        bench.nic.isReceiving = false
        bench.send(0..<40)
        bench.loop.settle()
        #expect(bench.nic.account.held == UInt64(min(ringSize, 40)))
        bench.nic.isReceiving = true
        bench.loop.settle()
        #expect(bench.driver.numbers == Array(0..<40))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a driver that stops in the middle of a burst gets the rest later, in order")
    func stopsInside() throws {
        let bench = try NICBench(ringSize: 4)
        var left = 10
        bench.driver.whenReceiving = { nic in
            left -= 1
            if left == 0 { nic.isReceiving = false }
        }
        bench.send(0..<40)
        bench.loop.settle()
        #expect(bench.driver.numbers == Array(0..<10))
        #expect(bench.loop.audit().isEmpty)
        // Stops again while the ring is being emptied: what is left there still goes before the queue.
        for taken in stride(from: 12, through: 40, by: 2) {
            left = 2
            bench.nic.isReceiving = true
            bench.loop.settle()
            #expect(bench.driver.numbers == Array(0..<taken))
            #expect(bench.loop.audit().isEmpty)
        }
        #expect(bench.loop.keptBlocks == 0)
    }

    @Test("a driver that stops and starts inside `received` is never entered twice, and keeps the order")
    func togglesInside() throws {
        let bench = try NICBench(ringSize: 32)
        var depth = 0
        var deepest = 0
        bench.driver.whenReceiving = { nic in
            depth += 1
            deepest = max(deepest, depth)
            nic.isReceiving = false
            nic.isReceiving = true
            depth -= 1
        }
        bench.nic.isReceiving = false
        bench.send(0..<40)
        bench.loop.settle()
        bench.nic.isReceiving = true
        bench.loop.settle()
        bench.send(40..<50)
        bench.loop.settle()
        #expect(bench.driver.numbers == Array(0..<50))
        #expect(deepest == 1)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("what is filtered takes no place in the ring")
    func filteredFirst() throws {
        let bench = try NICBench(ringSize: 2)
        bench.nic.isReceiving = false
        for number in 0..<4 {
            bench.far.send(Sample.frame(to: 9, from: 1))
            bench.send(number..<number + 1)
        }
        bench.loop.settle()
        #expect(bench.nic.account.held == 2)
        bench.nic.isReceiving = true
        bench.loop.settle()
        #expect(bench.driver.numbers == [0, 1, 2, 3])
        #expect(bench.nic.port.counters.drops[.filtered] == 4)
    }

    @Test("a NIC that goes ends what its ring held as closed")
    func closed() throws {
        let loop = Loop()
        let far = loop.makePort(for: Probe())
        var nic: EmulatedNIC? = EmulatedNIC(loop: loop, name: "eth0", macAddress: .zero, ringSize: 8)
        let port = try #require(nic?.port)
        try far.connect(to: port)
        nic?.filter.isPromiscuous = true
        nic?.isReceiving = false
        for _ in 0..<12 { far.send(Sample.frame(to: 7, from: 1)) }
        loop.settle()
        #expect(loop.keptBlocks == 12)
        if let nic { loop.remove(nic) }
        nic = nil
        #expect(port.counters.drops[.closed] == 4, "what stood in the queue")
        loop.settle()
        #expect(port.counters.drops[.closed] == 12)
        loop.settle()
        #expect(loop.keptBlocks == 0)
    }
}
