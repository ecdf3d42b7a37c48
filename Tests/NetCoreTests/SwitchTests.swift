import NetCore
import Testing
import TestSupport

@Suite("Learning switch")
struct SwitchTests {
    let loop = Loop()
    let element: Switch
    var probes: [Probe] = []
    var ports: [Port] = []

    init() throws {
        element = Switch(loop: loop, aging: 300 * 1_000_000_000)
        for _ in 0..<4 {
            let probe = Probe()
            probes.append(probe)
            let port = loop.makePort(for: probe)
            try port.connect(to: element.addPort())
            ports.append(port)
        }
        loop.settle()
    }

    private func send(_ frame: [UInt8], from port: Int) {
        ports[port].send(frame)
        loop.settle()
    }

    @Test("floods the unknown, then sends to where the station was heard")
    func learns() {
        send(Sample.frame(to: 2, from: 1), from: 0)
        #expect(probes.map(\.count) == [0, 1, 1, 1])
        send(Sample.frame(to: 1, from: 2), from: 1)
        #expect(probes.map(\.count) == [1, 1, 1, 1])
        #expect(element.stations.map(\.port) == [0, 1])
        #expect(loop.audit().isEmpty)
    }

    @Test("group addresses are flooded and never learnt; the sixteen reserved ones, 01:80:c2:00:00:0x, pass")
    func groups() {
        send(Sample.broadcast(from: 1), from: 0)
        // IEEE 802.1Q table 8-1: STP, PAUSE, LACP, 802.1X, LLDP and the rest.
        for last in UInt8(0)...15 {
            send([0x01, 0x80, 0xc2, 0, 0, last, 2, 0, 0, 0, 0, 1, 0x88, 0xcc, 0], from: 0)
        }
        #expect(probes.map(\.count) == [0, 17, 17, 17])
        let fromGroup: [UInt8] = [2, 0, 0, 0, 0, 9, 1, 0, 0x5e, 0, 0, 1, 8, 0]
        send(fromGroup, from: 2)
        #expect(element.stations.count == 1)
    }

    @Test("a station that moves is found at its new port")
    func moves() {
        send(Sample.frame(to: 9, from: 1), from: 0)
        send(Sample.frame(to: 9, from: 1), from: 2)
        #expect(element.stations.map(\.port) == [2])
    }

    @Test("what would go back where it came from ends as same-port, a runt as runt")
    func ends() {
        send(Sample.frame(to: 9, from: 1), from: 0)
        send(Sample.frame(to: 1, from: 2), from: 0)
        send([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], from: 0)
        #expect(element.ports[0].counters.drops[.samePort] == 1)
        #expect(element.ports[0].counters.drops[.runt] == 1)
        #expect(loop.audit().isEmpty)
    }

    @Test("aging: to the nanosecond, and from the last frame heard")
    func aging() {
        send(Sample.frame(to: 9, from: 1), from: 0)
        loop.advance(to: 200 * 1_000_000_000)
        send(Sample.frame(to: 9, from: 1), from: 0)
        loop.advance(to: 500 * 1_000_000_000)
        #expect(element.stations.count == 1)
        send(Sample.frame(to: 1, from: 2), from: 1)
        #expect(probes.map(\.count) == [1, 2, 2, 2])
        loop.advance(to: 500 * 1_000_000_000 + 1)
        #expect(element.stations.map(\.port) == [1])
        send(Sample.frame(to: 1, from: 2), from: 1)
        #expect(probes.map(\.count) == [2, 2, 3, 3])
    }

    @Test("VLANs learn by themselves")
    func vlans() {
        func tagged(to: UInt8, from: UInt8, vlan: UInt8) -> [UInt8] {
            [2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 0x81, 0, 0xe0, vlan, 8, 0]
        }
        send(tagged(to: 9, from: 1, vlan: 10), from: 0)
        send(tagged(to: 9, from: 1, vlan: 20), from: 1)
        send(tagged(to: 1, from: 2, vlan: 10), from: 2)
        send(tagged(to: 1, from: 2, vlan: 20), from: 2)
        #expect(probes.map(\.count) == [2, 2, 2, 2])
        #expect(element.stations.map(\.vlan) == [10, 10, 20, 20])
    }

    @Test("a port that goes down forgets what was learnt there, and floods pass it by")
    func linkDown() {
        send(Sample.frame(to: 9, from: 1), from: 0)
        send(Sample.frame(to: 9, from: 2), from: 1)
        ports[0].setUp(false)
        loop.settle()
        #expect(element.stations.map(\.port) == [1])
        send(Sample.frame(to: 1, from: 2), from: 1)
        #expect(probes.map(\.count) == [1, 1, 3, 3])
        #expect(element.ports[0].counters.drops.total == 0)
        #expect(loop.audit().isEmpty)
    }

    @Test("what was on its way to a port that is down teaches nothing")
    func lateFrame() {
        let loop = Loop()
        let element = Switch(loop: loop, latency: 1_000)
        let (near, far) = (loop.makePort(for: Probe()), loop.makePort(for: Probe()))
        for port in [near, far] { try? port.connect(to: element.addPort()) }
        loop.settle()
        near.send(Sample.frame(to: 9, from: 1))
        loop.settle()
        near.setUp(false)
        #expect(VirtualClock().run(loop) == .idle)
        #expect(element.stations.isEmpty)
        #expect(far.counters.rxFrames == 1)
    }

    @Test("a port that is plugged anew between two turns forgets what was learnt there")
    func replugged() throws {
        send(Sample.frame(to: 9, from: 1), from: 0)
        let port = element.ports[0]
        port.disconnect()
        try port.connect(to: loop.makePort(for: Probe()))
        loop.settle()
        #expect(element.stations.isEmpty)
    }

    @Test("ten thousand stations are known, and a scan beyond the limit neither grows the table nor loses frames")
    func manyStations() {
        func station(_ number: Int) -> [UInt8] {
            [6] + [UInt8](repeating: 0, count: 2) + Sample.number(number).suffix(3)
        }
        for number in 0..<70_000 {
            ports[0].send([2, 0, 0, 0, 0, 9] + station(number) + [8, 0])
            if number % 100 == 0 { loop.settle() }
        }
        loop.settle()
        #expect(element.stations.count == 65_536)
        let before = probes[0].count
        send(station(9_999) + [2, 0, 0, 0, 0, 7, 8, 0], from: 3)
        #expect(probes[0].count == before + 1)
        send(station(69_999) + [2, 0, 0, 0, 0, 7, 8, 0], from: 3)
        #expect(probes[0].count == before + 2, "unknown, so flooded")
        #expect(probes[1].count == 70_001)
    }

    @Test("flush forgets everything")
    func flush() {
        send(Sample.frame(to: 9, from: 1), from: 0)
        element.flush()
        #expect(element.stations.isEmpty)
    }
}
