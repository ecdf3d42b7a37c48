import NetCore
import TestSupport
import Testing

@Suite("Impairment stage")
struct ImpairmentStageTests {
    @Test("without impairments a burst goes on as it is, at once")
    func nothing() throws {
        let bench = try StageBench()
        for number in 1...200 { bench.entry.send(Sample.frame(to: 2, from: 1, Sample.number(number))) }
        bench.loop.settle()
        #expect(bench.arrived == Array(1...200))
        #expect(bench.receiver.bursts == [200])
        #expect(bench.times.allSatisfy { $0 == 0 })
        #expect(bench.line.entered == 200)
        bench.expectDone()
    }

    @Test("before it begins everything passes, and draws and counts nothing")
    func inactive() throws {
        let impairments = Impairments(.drop([1...3]), .delay(1_000_000), .loss(.chance(.percent(50))))
        let warm = try StageBench(impairments)
        warm.line.isActive = false
        warm.send(100)
        #expect(warm.arrived.count == 100)
        warm.line.isActive = true
        let cold = try StageBench(impairments)
        for bench in [warm, cold] {
            bench.send(100)
            bench.run()
        }
        #expect(warm.ended(.impairedLoss).map { $0 - 100 } == cold.ended(.impairedLoss))
        #expect(warm.ended(.impairedDrop) == [101, 102, 103])
    }

    @Test("the other direction is untouched")
    func otherWay() throws {
        let bench = try StageBench(Impairments(.loss(.chance(.always)), .delay(1_000)))
        for number in 1...10 { bench.exit.send(Sample.frame(to: 1, from: 2, Sample.number(number))) }
        bench.loop.settle()
        #expect(bench.sender.frames.map(Sample.number(in:)) == Array(1...10))
        bench.expectDone()
    }

    @Test("drop strikes exactly the numbers that it names, in any burst")
    func drop() throws {
        let bench = try StageBench(Impairments(.drop([3...3, 7...9, 60...61])))
        bench.send(5)
        bench.send(100)
        #expect(bench.ended(.impairedDrop) == [3, 7, 8, 9, 60, 61])
        #expect(bench.arrived.count == 99)
        bench.expectDone()
    }

    @Test("a frame of the MTU and its header passes, four bytes more for each tag, and no byte more")
    func mtu() throws {
        func passes(_ header: [UInt8], _ byteCount: Int, headerByteCount: Int) throws -> Bool {
            let bench = try StageBench(Impairments(.mtu(100)), headerByteCount: headerByteCount)
            let tunnel = [UInt8](repeating: 0xaa, count: headerByteCount)
            let frame = header + [UInt8](repeating: 0, count: byteCount - header.count)
            bench.entry.send(tunnel + frame)
            bench.loop.settle()
            bench.expectDone()
            return bench.receiver.frames.count == 1
        }
        let stations = [UInt8](repeating: 2, count: 12)
        let headers: [(bytes: [UInt8], tags: Int)] = [
            (stations + [8, 0], 0), (stations + [0x81, 0, 0, 7, 8, 0], 1),
            (stations + [0x88, 0xa8, 0, 7, 0x81, 0, 0, 8, 8, 0], 2),
        ]
        for header in headers {
            for tunnel in [0, 12] {
                let limit = 100 + 14 + 4 * header.tags
                #expect(try passes(header.bytes, limit, headerByteCount: tunnel))
                #expect(try !passes(header.bytes, limit + 1, headerByteCount: tunnel))
            }
        }
    }

    @Test(
        "a frame shorter than a header, or with tags to its end, has room under an MTU", arguments: [1, 13, 14, 15, 17])
    func shortFrames(byteCount: Int) throws {
        let bench = try StageBench(Impairments(.mtu(68)), headerByteCount: 4)
        bench.entry.send([UInt8](repeating: 0x81, count: byteCount))
        bench.loop.settle()
        #expect(bench.receiver.frames.count == 1)
    }

    @Test("the outer MTU counts the headers of the path, and means nothing where there are none")
    func outerMTU() throws {
        for (outer, expected) in [(28, [1]), (nil, [1, 2])] as [(Int?, [Int])] {
            let bench = try StageBench(
                Impairments(.outerMTU(128)), headerByteCount: 8, outerHeaderByteCount: outer)
            bench.send(byteCount: 100)
            bench.send(byteCount: 101)
            #expect(bench.arrived == expected)
            #expect(bench.ended(.oversize) == (outer == nil ? [] : [2]))
            bench.expectDone()
        }
    }

    @Test("a corrupted frame ends with exactly one of its bits the other way, never the same bit each time")
    func corrupt() throws {
        let bench = try StageBench(Impairments(.corrupt(.always)))
        bench.send(200)
        #expect(bench.arrived.isEmpty)
        let spoilt = bench.recorder.events.filter { $0.reason == .corrupted }
        let whole = bench.recorder.taken(by: bench.stage.near)
        #expect(spoilt.count == 200)
        var bits: Set<Int> = []
        for (frame, original) in zip(spoilt, whole) {
            let changed = zip(frame.bytes, original.bytes).enumerated().filter { $1.0 != $1.1 }
            #expect(changed.count == 1)
            #expect(changed.allSatisfy { ($1.0 ^ $1.1).nonzeroBitCount == 1 })
            bits.formUnion(changed.map { $0.offset * 8 + ($0.element.0 ^ $0.element.1).trailingZeroBitCount })
        }
        #expect(bits.count > 100)
        bench.expectDone()
    }

    @Test("a duplicate follows its frame at once, is counted, and shares its identity")
    func duplicate() throws {
        let bench = try StageBench(Impairments(.duplicate(.always), .delay(10)))
        bench.send(3)
        #expect(bench.line.count == 6)
        bench.run()
        #expect(bench.arrived == [1, 1, 2, 2, 3, 3])
        #expect(bench.receiver.ids.compactMap(\.self).map(\.number) == [1, 1, 2, 2, 3, 3])
        #expect(bench.line.copies == 3)
        bench.expectDone()
    }

    @Test("a held frame passes behind the next, and alone after ten milliseconds")
    func reorder() throws {
        let bench = try StageBench(Impairments(.reorder(.always)))
        bench.send(5)
        #expect(bench.arrived == [2, 1, 4, 3])
        bench.run()
        #expect(bench.arrived == [2, 1, 4, 3, 5])
        #expect(bench.times == [0, 0, 0, 0, 10_000_000])
        bench.expectDone()
    }

    @Test("what is on its way when the loop goes ends as closed, and nothing stays")
    func closing() throws {
        let bench = try StageBench(Impairments(.delay(1_000), .reorder(.percent(50))))
        bench.send(20)
        bench.run(until: 500)
        #expect(bench.line.count == 20)
        bench.loop.remove(bench.stage)
        bench.run()
        #expect(bench.receiver.frames.isEmpty)
        #expect(bench.entry.counters.drops.total + bench.exit.counters.drops.total == 0)
    }

    @Test("what a change finds on its way keeps its time, and later frames do not overtake it")
    func change() throws {
        let bench = try StageBench(Impairments(.delay(1_000)))
        bench.send(2)
        bench.line.impairments.delay = 0
        bench.send(2)
        bench.run()
        bench.send()
        #expect(bench.arrived == [1, 2, 3, 4, 5])
        #expect(bench.times == [1_000, 1_000, 1_000, 1_000, 1_000])
        bench.expectDone()
    }

    @Test("the carrier of what is behind the stage is the carrier of the node before it")
    func carrier() throws {
        let bench = try StageBench()
        bench.exit.setUp(false)
        bench.loop.settle()
        #expect(!bench.entry.hasCarrier)
        bench.exit.setUp(true)
        bench.loop.settle()
        #expect(bench.entry.hasCarrier)
    }
}
