import Glibc
import LinuxNet
import NetBackends
import NetCore
import SystemPackage
import TestSupport
import Testing
import WireFormats

@Suite("packet", .tags(.kernel), .needsInterfaces, .timeLimit(.minutes(2)))
struct PacketTests {
    private let long = Sample.frame(to: 2, from: 1, [UInt8](repeating: 7, count: 60))

    @Test("the link follows the interface, and what it is connected to")
    func carrier() throws {
        let bench = try InterfaceBench.veth()
        #expect(bench.backend.summary == "ifname=near0")
        for name in ["near0", "far0"] {
            try bench.namespace.shell("ip link set \(name) down")
            try bench.waitForCarrier(false)
            bench.send(long)
            try bench.namespace.shell("ip link set \(name) up")
            try bench.waitForCarrier()
        }
        #expect(bench.insidePort.counters.refused[.linkDown] == 2)
        let peer = try InterfacePeer("far0", in: bench.namespace)
        try peer.send(long)
        try bench.wait { bench.inside.count == 1 }
        bench.send(long)
        try bench.wait { peer.listen() == 1 }
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("frames that meet an interface just taken down end as link-down")
    func down() throws {
        let bench = try InterfaceBench.veth()
        try bench.namespace.shell("ip link set near0 down")
        bench.send(long, long)
        #expect(bench.drops(.linkDown) == 2)
        try bench.waitForCarrier(false)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a deleted interface takes the link down without spinning, and may come again under its name")
    func deleted() throws {
        let bench = try InterfaceBench.veth()
        try bench.namespace.shell("ip link del near0")
        bench.send(long)
        #expect(bench.drops(.linkDown) == 1)
        try bench.waitForCarrier(false)
        let turns = try bench.driver.turns(in: 20_000_000)
        #expect(turns < 20, "\(turns) turns")
        try bench.namespace.shell(InterfaceBench.makeVeth())
        try bench.waitForCarrier()
        let peer = try InterfacePeer("far0", in: bench.namespace)
        bench.send(long)
        try bench.wait { peer.listen() == 1 }
        try peer.send(long)
        try bench.wait { bench.inside.count == 1 }
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a VLAN tag that the kernel takes out is in the frame again, whatever its protocol")
    func tags() throws {
        let bench = try InterfaceBench.veth()
        let peer = try InterfacePeer("far0", in: bench.namespace)
        let addresses = Array(long.prefix(12))
        let rest = Array(long.dropFirst(12))
        let frames = [
            addresses + [0x81, 0x00, 0x20, 0x05] + rest, addresses + [0x81, 0x00, 0x00, 0x00] + rest,
            addresses + [0x88, 0xA8, 0xEF, 0xFF] + rest,
            addresses + [0x88, 0xA8, 0x00, 0x01, 0x81, 0x00, 0x00, 0x02] + rest,
        ]
        for frame in frames {
            try peer.send(frame)
            bench.send(frame)
        }
        try bench.wait { bench.inside.count == 4 && peer.listen() == 4 }
        #expect(bench.inside.frames == frames)
    }

    /// A socket of the kernel's own stack behind far0, which knows where the netdev's side is.
    private func socketBehind(_ bench: InterfaceBench) throws -> UDPSocket {
        try bench.namespace.shell(
            """
            ip addr add 10.9.9.1/24 dev far0
            ip neigh add 10.9.9.2 lladdr 02:00:00:00:00:02 dev far0
            """)
        return try bench.namespace {
            let socket = try UDPSocket(bindingTo: SocketAddress(ipv4: 0x0A09_0901, port: 0))
            try socket.connect(to: SocketAddress(ipv4: 0x0A09_0902, port: 4000))
            return socket
        }
    }

    @Test("a checksum that the kernel's own stack has left to hardware is computed")
    func checksum() throws {
        let bench = try InterfaceBench.veth()
        let socket = try socketBehind(bench)
        for payload in [[1], [1, 2, 3, 4], [UInt8](repeating: 0xFE, count: 999)] as [[UInt8]] {
            try #require(Glibc.send(socket.descriptor.rawValue, payload, payload.count, 0) == payload.count)
        }
        try bench.wait { bench.inside.count == 3 }
        for frame in bench.inside.frames {
            // Addresses, 0, protocol and length stand before what is summed (RFC 768).
            let datagram = frame.dropFirst(34)
            let pseudoHeader = Array(frame[26..<34]) + [0, 17, frame[38], frame[39]]
            #expect(Array(frame[40..<42]) != [0, 0])
            let covered = pseudoHeader + datagram
            let isValid = InternetChecksum.isValid(covered.span.bytes)
            #expect(isValid)
        }
    }

    @Test("many packets in one, which the kernel's own stack has left to hardware to cut, are counted as oversize")
    func segmentation() throws {
        let bench = try InterfaceBench.veth()
        let socket = try socketBehind(bench)
        var segment: Int32 = 100
        // UDP_SEGMENT of SOL_UDP (udp(7)).
        try #require(setsockopt(socket.descriptor.rawValue, 17, 103, &segment, 4) == 0)
        let payload = [UInt8](repeating: 1, count: 1000)
        try #require(Glibc.send(socket.descriptor.rawValue, payload, 1000, 0) == 1000)
        try bench.wait { bench.drops(.oversize) == 1 }
        #expect(bench.inside.count == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a frame with a byte more than the MTU is oversize, with a tag it may have four more")
    func oversize() throws {
        let bench = try InterfaceBench.veth()
        let peer = try InterfacePeer("far0", in: bench.namespace)
        let header = Array(long.prefix(12))
        let whole = header + [UInt8](repeating: 8, count: 1502)
        let tagged = header + [0x81, 0x00, 0x00, 0x05] + [UInt8](repeating: 8, count: 1502)
        bench.send(whole, whole + [8], tagged, tagged + [8])
        try bench.wait { peer.listen() == 2 }
        #expect(bench.drops(.oversize) == 2)
        #expect(bench.backend.account.consumed == 2)
    }

    @Test("what the kernel has no room for is counted as socket-overflow")
    func overflow() throws {
        let bench = try InterfaceBench.veth(mtu: 65_535)
        let peer = try InterfacePeer("far0", in: bench.namespace)
        let frame = Sample.frame(to: 2, from: 1, [UInt8](repeating: 1, count: 60_000))
        for _ in 0..<300 { try peer.send(frame) }
        // The kernel may still be moving them.
        try bench.wait {
            bench.backend.countLosses()
            return bench.inside.count + bench.drops(.socketOverflow) == 300
        }
        #expect(bench.drops(.socketOverflow) > 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("where a queue of the interface is full, frames wait and all go")
    func noBuffers() throws {
        let bench = try InterfaceBench.veth()
        let peer = try InterfacePeer("far0", in: bench.namespace)
        // tc-bfifo(8): a queue of one byte takes no packet.
        try bench.namespace.shell("tc qdisc add dev near0 root bfifo limit 1")
        bench.send(long, long)
        #expect(bench.backend.account.consumed == 0)
        try bench.namespace.shell("tc qdisc del dev near0 root")
        try bench.wait { peer.listen() == 2 }
        #expect(bench.backend.port.counters.drops.total == 0)
    }
}
