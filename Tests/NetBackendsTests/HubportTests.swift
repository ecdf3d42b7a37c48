import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// Hubports of hubs on one loop, a probe behind each.
private struct HubBench {
    let driver: RealTimeDriver
    var stations: [(probe: Probe, port: Port, hubport: any Backend)] = []

    init() throws {
        driver = try RealTimeDriver(loop: Loop())
    }

    init(ports: Int, of hub: UInt32 = 7) throws {
        try self.init()
        for _ in 0..<ports { try add(to: hub) }
    }

    mutating func add(to hub: UInt32) throws {
        let hubport = try open(hub)
        let probe = Probe()
        let port = driver.loop.makePort(for: probe, name: "station\(stations.count)", pausable: true)
        try port.connect(to: hubport.port)
        driver.loop.settle()
        stations.append((probe, port, hubport))
    }

    func open(_ hub: UInt32) throws -> any Backend {
        try Backends.open(
            NetdevConfiguration(backend: .hubport(HubportOptions(hub: hub))), name: "h", driver: driver)
    }

    func numbers(at station: Int) -> [Int] { stations[station].probe.frames.map(Sample.number(in:)) }

    func send(_ numbers: Range<Int>, from station: Int) {
        for number in numbers { stations[station].port.send(Sample.broadcast(from: 1, Sample.number(number))) }
    }
}

@Suite("hubport, row by row")
struct HubportTests {
    @Test("a frame goes to all other ports of its hub, and to no other hub's")
    func hubs() throws {
        var bench = try HubBench(ports: 3, of: 7)
        try bench.add(to: 8)
        bench.send(0..<3, from: 0)
        bench.driver.loop.settle()
        #expect(bench.numbers(at: 0) == [])
        #expect(bench.numbers(at: 1) == [0, 1, 2])
        #expect(bench.numbers(at: 2) == [0, 1, 2])
        #expect(bench.numbers(at: 3) == [])
        let counters = bench.stations[0].hubport.counters
        #expect(counters.sent.frames == 3)
        #expect(counters.systemCalls.send + counters.systemCalls.receive == 0)
        #expect(bench.stations.map(\.hubport.summary) == ["hub 7", "hub 7", "hub 7", "hub 8"])
        #expect(bench.driver.loop.audit().isEmpty)
    }

    @Test("C1: all receivers blocked, then some frames more: at resume nothing has been overtaken")
    func order() throws {
        let bench = try HubBench(ports: 3)
        bench.stations[1].probe.quota = 5
        bench.stations[2].probe.quota = 0
        bench.send(0..<20, from: 0)
        bench.driver.loop.settle()
        bench.send(20..<25, from: 0)
        for station in 1...2 {
            bench.stations[station].probe.quota = nil
            bench.stations[station].port.resume()
            bench.send(25 * station..<25 * (station + 1), from: 0)
            bench.driver.loop.settle()
        }
        for station in 1...2 { #expect(bench.numbers(at: station) == Array(0..<75)) }
        #expect(bench.driver.loop.audit().isEmpty)
    }

    @Test("one blocked receiver loses what is beyond its own queue, and the others nothing")
    func blocked() throws {
        let bench = try HubBench(ports: 3)
        bench.stations[1].probe.quota = 0
        bench.stations[1].port.setBound(frames: 10, bytes: 1 << 20)
        bench.send(0..<100, from: 0)
        bench.driver.loop.settle()
        #expect(bench.numbers(at: 2) == Array(0..<100))
        bench.stations[1].probe.quota = nil
        bench.stations[1].port.resume()
        bench.driver.loop.settle()
        #expect(bench.numbers(at: 1) == Array(0..<10))
        #expect(bench.stations[1].hubport.port.counters.drops[.queueFull] == 90)
        #expect(bench.driver.loop.audit().isEmpty)
    }

    @Test("C3: a hub is gone with its last port, also in the loop's books, and its number is free")
    func freed() throws {
        var bench = try HubBench(ports: 2)
        try bench.add(to: 9)
        bench.send(0..<2, from: 0)
        bench.driver.loop.settle()
        #expect(bench.driver.loop.accounts.count == 5)
        bench.stations[0].hubport.close()
        bench.stations[0].hubport.close()
        #expect(!bench.stations[0].port.hasPeer)
        bench.send(2..<4, from: 1)
        bench.driver.loop.settle()
        #expect(bench.stations[1].hubport.port.counters.drops[.noPeer] == 2)
        bench.stations[1].hubport.close()
        #expect(bench.driver.loop.accounts.count == 4)
        try bench.add(to: 7)
        try bench.add(to: 7)
        bench.send(4..<6, from: 3)
        bench.driver.loop.settle()
        #expect(bench.numbers(at: 4) == [4, 5])
        #expect(bench.numbers(at: 1) == [0, 1])
        #expect(bench.driver.loop.audit().isEmpty)
    }

    @Test("C4: an empty frame blocks nothing")
    func emptyFrame() throws {
        let bench = try HubBench(ports: 3)
        for number in 0..<3 {
            bench.stations[0].port.send([])
            bench.send(number..<number + 1, from: 0)
        }
        bench.driver.loop.settle()
        #expect(bench.stations[1].probe.frames.filter { !$0.isEmpty }.map(Sample.number(in:)) == [0, 1, 2])
        #expect(bench.stations[2].probe.frames.filter { !$0.isEmpty }.map(Sample.number(in:)) == [0, 1, 2])
    }

    @Test("a hub with one port holds nobody up: what comes in ends as no-peer, counted")
    func alone() throws {
        let bench = try HubBench(ports: 1)
        bench.send(0..<5, from: 0)
        bench.driver.loop.settle()
        #expect(bench.stations[0].hubport.port.counters.drops[.noPeer] == 5)
        #expect(bench.stations[0].port.queuedFrames == 0)
        #expect(bench.driver.loop.audit().isEmpty)
    }
}
