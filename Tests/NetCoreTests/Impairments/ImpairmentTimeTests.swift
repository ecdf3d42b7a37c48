import NetCore
import Testing

@Suite("Delay, jitter and rate")
struct ImpairmentTimeTests {
    @Test("a delay is exact to the nanosecond, and does not limit the rate")
    func delay() throws {
        let bench = try StageBench(Impairments(.delay(50_000_000)))
        bench.send(1000, every: 1_000)
        bench.run()
        let expected = (0..<1000).map { (number: Int64) -> Int64 in 50_000_000 + number * 1_000 }
        #expect(bench.times == expected)
        #expect(bench.arrived == Array(1...1000))
        bench.expectDone()
    }

    @Test("even jitter stays within its amount, uses all of it, and never reorders")
    func evenJitter() throws {
        let bench = try StageBench(Impairments(.delay(10_000), .jitter(Jitter(amount: 4_000))))
        bench.send(2000, every: 20_000)
        bench.run()
        let delays = bench.times.enumerated().map { $1 - Int64($0) * 20_000 }
        #expect(delays.count == 2000)
        #expect(delays.allSatisfy { (6_000...14_000).contains($0) })
        #expect((delays.min() ?? 0) < 6_100 && (delays.max() ?? 0) > 13_900)
        let mean = Double(delays.reduce(0, +)) / 2000
        #expect(abs(mean - 10_000) < 200)
    }

    @Test("jitter greater than the spacing of frames delays those behind, and keeps their order")
    func order() throws {
        let bench = try StageBench(Impairments(.delay(1_000), .jitter(Jitter(amount: 50_000))))
        bench.send(500, every: 100)
        bench.run()
        #expect(bench.arrived == Array(1...500))
        #expect(bench.times == bench.times.sorted())
        #expect(zip(bench.times, 0...).allSatisfy { $0 >= Int64($1) * 100 })
        bench.expectDone()
    }

    @Test(
        "normal and Pareto jitter have the amount as their deviation and no mean",
        arguments: [(Jitter.Distribution.normal, 6.0), (.pareto, 20.0)])
    func spread(distribution: Jitter.Distribution, limit: Double) throws {
        let (delay, amount): (Int64, Int64) = (100_000_000, 1_000_000)
        let bench = try StageBench(
            Impairments(.delay(delay), .jitter(Jitter(amount: amount, distribution: distribution))))
        let spacing: Int64 = 1_000_000_000
        bench.send(4000, every: spacing)
        bench.run()
        let offsets = bench.times.enumerated().map { Double($1 - Int64($0) * spacing - delay) / Double(amount) }
        let mean = offsets.reduce(0, +) / 4000
        let deviation = (offsets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000).squareRoot()
        #expect(abs(mean) < 0.06)
        #expect(deviation > 0.85 && deviation < 1.15)
        #expect(offsets.allSatisfy { abs($0) <= limit })
        if distribution == .pareto {
            #expect((offsets.min() ?? 0) > -0.58)
            #expect((offsets.max() ?? 0) > 4)
        }
    }

    @Test("jitter is never less than no delay at all")
    func noTimeTravel() throws {
        let bench = try StageBench(Impairments(.jitter(Jitter(amount: 1_000))))
        bench.send(100, every: 10_000)
        bench.run()
        #expect(zip(bench.times, 0...).allSatisfy { $0 - Int64($1) * 10_000 >= 0 })
    }

    @Test("a rate spaces frames by their bits, without the bytes of the tunnel, and does not drift")
    func rate() throws {
        // 64 bytes at 3 Mbit/s are 170 666.67 ns.
        let bench = try StageBench(Impairments(.rate(.bits(thousandths: 3_000_000_000))), headerByteCount: 36)
        bench.send(30, byteCount: 100)
        bench.run()
        let expected = (1...30).map { (number: Int64) -> Int64 in number * 512_000 / 3 }
        #expect(bench.times == expected)
        bench.expectDone()
    }

    @Test("a rate of frames counts frames, whatever their size")
    func frameRate() throws {
        let bench = try StageBench(Impairments(.rate(.frames(3, per: 1_000_000_000))))
        bench.send(2, byteCount: 60)
        bench.send(2, byteCount: 1514)
        bench.run()
        #expect(bench.times == [333_333_333, 666_666_666, 1_000_000_000, 1_333_333_333])
    }

    @Test("an idle link begins anew; what waits behind a rate fills its queue, and what comes beyond is lost")
    func queue() throws {
        let bench = try StageBench(Impairments(.rate(.frames(1, per: 1_000)), .queue(4)))
        bench.send(6)
        #expect(bench.ended(.impairedQueue) == [5, 6])
        bench.run(until: 1_000)
        bench.send(2)
        #expect(bench.ended(.impairedQueue) == [5, 6, 8])
        bench.run(until: 100_000)
        bench.send()
        bench.run()
        #expect(bench.times == [1_000, 2_000, 3_000, 4_000, 5_000, 101_000])
        bench.expectDone()
    }

    @Test("what a delay keeps does not stand in the queue of the rate")
    func delayBehindRate() throws {
        let bench = try StageBench(Impairments(.rate(.frames(1, per: 1_000)), .queue(2), .delay(1_000_000)))
        bench.send(10, every: 1_000)
        bench.run()
        #expect(bench.arrived == Array(1...10))
        let expected = (1...10).map { (number: Int64) -> Int64 in number * 1_000 + 1_000_000 }
        #expect(bench.times == expected)
    }

    @Test("a ramp gives each frame the value of its moment, ends at its last, and stays there")
    func ramp() throws {
        let bench = try StageBench()
        bench.line.change(
            to: .none, ramps: [RampUnderWay(.delay(from: 0, to: 10_000), begin: 0, duration: 1_000_000)])
        bench.send(13, every: 100_000)
        bench.run()
        let expected = (0...12).map { (number: Int64) -> Int64 in number * 100_000 + min(10_000, number * 1_000) }
        #expect(bench.times == expected)
        #expect(bench.line.impairments.delay == 10_000)
    }

    @Test("of several ramps each has the value of the moment, and another change takes their place")
    func changedRamp() throws {
        let bench = try StageBench()
        bench.line.change(
            to: .none,
            ramps: [
                RampUnderWay(.loss(from: .never, to: .percent(10)), begin: 0, duration: 1_000),
                RampUnderWay(.bitRate(from: 1_000, to: 3_000), begin: 0, duration: 1_000),
            ])
        bench.run(until: 500)
        bench.send()
        #expect(bench.line.impairments.loss == .chance(.percent(5)))
        #expect(bench.line.impairments.rate == .bits(thousandths: 2_000))
        bench.line.change(to: .none, ramps: [])
        bench.run(until: 900)
        bench.send()
        #expect(bench.line.impairments == .none)
    }
}
