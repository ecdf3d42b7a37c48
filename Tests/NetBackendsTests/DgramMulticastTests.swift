import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// Groups on the loopback interface: RFC 2365 has 239.255.0.0/16 for local use, and nothing leaves this host.
@Suite("dgram over multicast", .tags(.kernel), .timeLimit(.minutes(10)))
struct DgramMulticastTests {
    private func options(_ port: UInt16) -> DgramOptions {
        .multicast(group: InetEndpoint(host: "239.255.77.1", port: port), interface: "127.0.0.1")
    }

    @Test("S3: three members hear each other once each, and not themselves")
    func three() throws {
        let port = try freeGroupPort()
        let first = try DgramBench(options(port))
        let members = [
            first, try DgramBench(options(port), on: first.driver), try DgramBench(options(port), on: first.driver),
        ]
        for round in 0..<20 {
            for (index, member) in members.enumerated() { member.send(round * 3 + index..<round * 3 + index + 1) }
        }
        try first.wait { members.allSatisfy { $0.inside.count >= 40 } }
        #expect(try first.driver.turns() <= idleTurns, "and nothing more comes")
        for (index, member) in members.enumerated() {
            #expect(member.numbers.sorted() == (0..<60).filter { $0 % 3 != index })
            member.expectOnly(nil)
        }
    }

    @Test("S3: two members from one process and a stranger's group on the same port do not mix")
    func groups() throws {
        let port = try freeGroupPort()
        let ours = try DgramBench(options(port))
        let theirs = try DgramBench(
            .multicast(group: InetEndpoint(host: "239.255.77.2", port: port), interface: "127.0.0.1"), on: ours.driver)
        let friend = try DgramBench(options(port), on: ours.driver)
        theirs.send(0..<5)
        friend.send(5..<10)
        try ours.wait { ours.inside.count == 5 }
        #expect(try ours.driver.turns() <= idleTurns)
        #expect(ours.numbers == Array(5..<10))
        #expect(theirs.inside.count == 0)
    }

    @Test("S1: an empty datagram to the group is counted by everybody but its sender, and ends nothing")
    func empty() throws {
        let port = try freeGroupPort()
        let bench = try DgramBench(options(port))
        let group = SocketAddress(ipv4: 0xefff_4d01, port: port)
        let membership = try #require(MulticastMembership(group: group, interface: .loopback(.ipv4)))
        let stranger = try UDPSocket.sender(to: membership)
        for payload in [[], datagram(1), [], datagram(2)] as [[UInt8]] {
            try #require(send(stranger.descriptor.rawValue, payload, payload.count, 0) == payload.count)
        }
        try bench.wait { bench.inside.count == 2 }
        #expect(bench.numbers == [1, 2])
        bench.expectOnly(.runt, 2)
    }

    @Test("S9: a socket that was handed over hears the group, and sends to it where its opener said")
    func s9() throws {
        let port = try freeGroupPort()
        let other = try DgramBench(options(port))
        let bench = try DgramBench(
            .descriptorMulticast(try openMember(port), group: InetEndpoint(host: "239.255.77.1", port: port)),
            on: other.driver)
        bench.send(0..<20)
        other.send(20..<40)
        try other.wait { other.inside.count == 20 && bench.inside.count == 20 }
        #expect(try other.driver.turns() <= idleTurns, "its own echo is nothing")
        #expect(other.numbers == Array(0..<20))
        #expect(bench.numbers == Array(20..<40))
        bench.expectOnly(nil)
        other.expectOnly(nil)
    }

    @Test("S9: what is no group, or no UDP socket over IPv4, is refused, and the socket left open")
    func s9Refused() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let (left, right) = try unixPair()
        defer { [left, right].forEach { close($0) } }
        let loopback = try openMember(try freeGroupPort())
        defer { close(loopback) }
        let group = InetEndpoint(host: "127.0.0.1", port: 7)
        let notAGroup = #expect(throws: BackendError.self) {
            _ = try DgramBackend.open(.descriptorMulticast(loopback, group: group), name: "x", driver: driver)
        }
        #expect(notAGroup?.description.hasPrefix("multicast needs a group") == true)
        #expect(fcntl(loopback, F_GETFD) == 0)
        // Whether for the socket, or for want of a route to the group: it does not say where to send.
        #expect(throws: BackendError.self) {
            _ = try DgramBackend.open(
                .descriptorMulticast(left, group: InetEndpoint(host: "239.255.77.1", port: 7000)), name: "x",
                driver: driver)
        }
        #expect(fcntl(left, F_GETFD) == 0)
    }

    @Test("a multicast end that is blocked loses nothing that the kernel holds, and does not spin")
    func blocked() throws {
        let port = try freeGroupPort()
        let bench = try DgramBench(options(port))
        let other = try DgramBench(options(port), on: bench.driver)
        bench.block()
        other.send(0..<60)
        try bench.wait { bench.insidePort.queuedFrames >= 4 }
        #expect(try bench.driver.turns() <= idleTurns)
        bench.unblock()
        try bench.wait { bench.inside.count == 60 }
        #expect(bench.numbers == Array(0..<60))
        bench.expectOnly(nil)
    }
}

/// A port on which nobody hears a group: bound for unicast, and given back.
func freeGroupPort() throws -> UInt16 {
    let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
    return socket.localAddress.port
}

/// A member of 239.255.77.1 as another program would open it: joined on loopback, where it also sends.
func openMember(_ port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    try #require(descriptor >= 0)
    var on: Int32 = 1
    try #require(setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4) == 0)
    let group = SocketAddress(ipv4: 0xefff_4d01, port: port)
    try #require(group.withSockaddr { bind(descriptor, $0, $1) } == 0)
    var interface = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
    var request = ip_mreq(imr_multiaddr: in_addr(s_addr: UInt32(0xefff_4d01).bigEndian), imr_interface: interface)
    let level = Int32(IPPROTO_IP)
    try #require(setsockopt(descriptor, level, IP_ADD_MEMBERSHIP, &request, 8) == 0)
    try #require(setsockopt(descriptor, level, IP_MULTICAST_IF, &interface, 4) == 0)
    return descriptor
}

/// Two members of a group of their own.
struct MulticastUnderTest: BackendUnderTest {
    let testDescription = "dgram over multicast, two members"
    let frameByteLimit = 65_507
    let countsKernelLosses = true

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let options = DgramOptions.multicast(
            group: InetEndpoint(host: "239.255.77.3", port: try freeGroupPort()), interface: "127.0.0.1")
        let near = try DgramBackend.open(options, name: "near", driver: driver)
        return (BackendEnd(near), { BackendEnd(try DgramBackend.open(options, name: "far", driver: driver)) })
    }
}
