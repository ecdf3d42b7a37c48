import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@Suite("tap", .tags(.kernel), .needsInterfaces, .timeLimit(.minutes(2)))
struct TapTests {
    private let long = Sample.frame(to: 2, from: 1, [UInt8](repeating: 7, count: 60))

    @Test("the link is up while the interface is")
    func carrier() throws {
        let bench = try InterfaceBench("tap,ifname=near0,script=no,downscript=no", in: try OwnNetwork())
        #expect(!bench.insidePort.hasCarrier)
        #expect(bench.backend.summary == "ifname=near0,script=no,downscript=no")
        for _ in 0..<2 {
            try bench.namespace.shell("ip link set near0 up")
            try bench.waitForCarrier()
            try bench.namespace.shell("ip link set near0 down")
            try bench.waitForCarrier(false)
        }
        bench.send(long)
        #expect(bench.insidePort.counters.refused[.linkDown] == 1)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("frames that meet an interface just taken down end as link-down, and the link goes down with them")
    func down() throws {
        let bench = try InterfaceBench.tap()
        try bench.namespace.shell("ip link set near0 down")
        bench.send(long, long)
        #expect(bench.drops(.linkDown) == 2)
        #expect(!bench.insidePort.hasCarrier)
        try bench.namespace.shell("ip link set near0 up")
        try bench.waitForCarrier()
        bench.send(long)
        #expect(bench.backend.account.consumed == 1)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a deleted interface takes the link down for good, without spinning")
    func deleted() throws {
        for looksFirst in [true, false] {
            let bench = try InterfaceBench.tap()
            try bench.namespace.shell("ip link del near0")
            if looksFirst { try bench.waitForCarrier(false) }
            bench.send(long)
            #expect(!bench.insidePort.hasCarrier)
            #expect(bench.drops(.linkDown) == (looksFirst ? 0 : 1))
            let turns = try bench.driver.turns(in: 20_000_000)
            #expect(turns < 20, "\(turns) turns")
            bench.backend.close()
            bench.loop.settle()
            #expect(bench.loop.audit().isEmpty)
        }
    }

    @Test("that an interface was deleted is said once, whatever was under way to it")
    func deletionInWords() throws {
        let bench = try InterfaceBench.tap()
        try bench.namespace.shell("ip link del near0")
        bench.send(long, long, long)
        #expect(bench.drops(.linkDown) == 3)
        #expect(bench.backend.summary == "ifname=near0,script=no,downscript=no, deleted")
    }

    @Test("an interface that is moved to another namespace works on")
    func moved() throws {
        let bench = try InterfaceBench.tap()
        let other = try OwnNetwork()
        try bench.namespace.shell("ip link set near0 netns \(other.path)")
        try other.shell("ip link set near0 up")
        let peer = try InterfacePeer("near0", in: other)
        // Moving takes it down, which may be seen before it is gone from here.
        try bench.waitForCarrier()
        bench.send(long)
        try bench.wait { peer.listen() == 1 }
        try peer.send(long)
        try bench.wait { bench.inside.count == 1 }
        // There nobody tells of its state; a frame that it refuses says so of itself alone.
        try other.shell("ip link set near0 down")
        bench.send(long)
        #expect(bench.drops(.linkDown) == 1)
        #expect(bench.insidePort.hasCarrier)
    }

    @Test("short frames of the kernel are padded with zeros to 60 bytes, longer ones are left alone")
    func padding() throws {
        for extra in ["", ",vnet_hdr=on"] {
            let bench = try InterfaceBench.tap(extra)
            let peer = try InterfacePeer("near0", in: bench.namespace)
            let frames = [42, 59, 60, 61, 14].map {
                Array(Sample.frame(to: 2, from: 1, [UInt8](repeating: 0xAA, count: 50)).prefix($0))
            }
            for frame in frames { try peer.send(frame) }
            try bench.wait { bench.inside.count == 5 }
            #expect(bench.inside.frames == frames.map { $0 + [UInt8](repeating: 0, count: max(0, 60 - $0.count)) })
            #expect(bench.loop.audit().isEmpty)
        }
    }

    @Test("of several queues all are read, and each flow keeps its order both ways")
    func queues() throws {
        let bench = try InterfaceBench.tap(",queues=4")
        let peer = try InterfacePeer("near0", in: bench.namespace)
        let (flows, rounds) = (32, 8)
        for round in 0..<rounds {
            for flow in 0..<flows {
                try peer.send(udpFrame(to: 2, from: 1, ports: (UInt16(1000 + flow), 9), Sample.number(round)))
                bench.insidePort.send(
                    udpFrame(to: 1, from: UInt8(100 + flow), ports: (9, 9), Sample.number(round)))
            }
            try bench.wait { bench.inside.count == (round + 1) * flows && peer.listen() == (round + 1) * flows }
        }
        // Source port, and source address: what tells flows apart here; the number stands behind 42 bytes.
        let arrived = Dictionary(grouping: bench.inside.frames) { Array($0[34..<36]) }
        let sent = Dictionary(grouping: peer.frames) { Array($0[6..<12]) }
        for flow in [arrived, sent] {
            #expect(flow.count == flows)
            for frames in flow.values {
                #expect(frames.map { Sample.number(in: Array($0[..<46])) } == Array(0..<rounds))
            }
        }
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("with sndbuf what the kernel cannot take yet waits, and nothing is lost")
    func sendBuffer() throws {
        let bench = try InterfaceBench.tap(",sndbuf=4k")
        // Behind the bridge stands a queue that moves a frame in a second.
        try bench.namespace.shell(
            """
            ip link add br0 type bridge mcast_snooping 0; ip link set br0 up
            ip link add far0 type veth peer name far1; ip link set far0 up; ip link set far1 up
            ip link set far0 master br0; ip link set near0 master br0
            tc qdisc add dev far0 root tbf rate 8kbit burst 1600 limit 1000000
            """)
        for number in 0..<20 {
            bench.send(Sample.frame(to: 2, from: 1, [UInt8](repeating: 0, count: 1000) + Sample.number(number)))
        }
        #expect((1..<20).contains(bench.backend.account.consumed))
        let turns = try bench.driver.turns(in: 20_000_000)
        #expect(turns < 20, "\(turns) turns")
        #expect(bench.backend.port.queuedFrames > 0)
        try bench.namespace.shell("tc qdisc del dev far0 root")
        try bench.wait { bench.backend.account.consumed == 20 }
        #expect(bench.backend.port.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("an interface that was there before is used, and stays")
    func persistent() throws {
        let namespace = try OwnNetwork()
        try namespace.shell("ip tuntap add near0 mode tap; ip link set near0 up")
        let bench = try InterfaceBench("tap,ifname=near0,script=no,downscript=no", in: namespace)
        try bench.waitForCarrier()
        bench.backend.close()
        #expect(try namespace.status(of: "ip link show near0 >/dev/null") == 0)
    }

    @Test("descriptors that are handed over are used as they were opened, and closed")
    func handedOver() throws {
        for (count, hasHeader) in [(1, false), (1, true), (2, true)] {
            let namespace = try OwnNetwork()
            let numbers = try namespace { () throws -> [Int32] in
                let device = try TapDevice(named: "near%d", queueCount: count, hasHeader: hasHeader)
                return device.queues.map { dup($0.descriptor.rawValue) }
            }
            let text = numbers.map(String.init).joined(separator: ":")
            let bench = try InterfaceBench("tap,fds=\(text)", in: namespace)
            #expect(bench.backend.summary == "\(count == 1 ? "fd" : "fds")=\(text)")
            try namespace.shell("ip link set near0 up")
            try bench.waitForCarrier()
            let peer = try InterfacePeer("near0", in: namespace)
            bench.send(long)
            try bench.wait { peer.listen() == 1 }
            try peer.send(long)
            try bench.wait { bench.inside.count == 1 }
            #expect(peer.frames == [long] && bench.inside.frames == [long])
            #expect(throws: BackendError.self) { try namespace.open("tap,fd=\(numbers[0])", bench.driver) }
            bench.backend.close()
            #expect(try namespace.status(of: "ip link show near0 2>/dev/null") != 0)
        }
    }
}
