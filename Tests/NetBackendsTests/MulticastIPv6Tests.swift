import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// A network namespace with a pair of virtual Ethernet devices: the loopback device knows no IPv6 multicast.
enum VirtualEthernet {
    private static let ip: String? = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].first { access($0, X_OK) == 0 }
    private static let unshare: String? = ["/usr/bin/unshare", "/bin/unshare"].first { access($0, X_OK) == 0 }

    /// Whether this host lets a test have one.
    static let isPossible: Bool = {
        guard let unshare, let ip else { return false }
        return OwnNetwork.run([unshare, "-n", ip] + pair) == 0
    }()

    private static let pair = ["link", "add", "v0", "type", "veth", "peer", "name", "v1"]

    /// Moves this thread into a namespace of its own, where `v0` is up and has fd00::1.
    static func enter() throws {
        try Unshare.network.enter()
        let ip = try #require(ip)
        for arguments in [
            ["link", "set", "lo", "up"], pair, ["link", "set", "v0", "up"], ["link", "set", "v1", "up"],
            ["-6", "address", "add", "fd00::1/64", "dev", "v0", "nodad"],
        ] { try #require(OwnNetwork.run([ip] + arguments) == 0, "\(arguments)") }
    }
}

/// Each test is a process of its own, since a namespace is a thread's.
@Suite(
    "S22: dgram over IPv6 multicast", .tags(.kernel),
    .enabled(if: VirtualEthernet.isPossible, "needs root, ip and virtual Ethernet devices"), .timeLimit(.minutes(5)))
struct MulticastIPv6Tests {
    @Test("members named by address and by zone hear each other and not themselves, groups of every scope")
    func members() async {
        await #expect(processExitsWith: .success) {
            try VirtualEthernet.enter()
            for group in ["ff02::7", "ff05::7", "ff0e::7"] {
                let byAddress = DgramOptions.multicast(
                    group: InetEndpoint(host: group, port: 7007), interface: "fd00::1")
                let byZone = DgramOptions.multicast(
                    group: InetEndpoint(host: "\(group)%v0", port: 7007), interface: nil, ttl: 3)
                let first = try DgramBench(byAddress)
                let second = try DgramBench(byZone, on: first.driver)
                first.send(0..<100)
                try second.wait { second.inside.count == 100 }
                second.send(100..<200)
                try first.wait { first.inside.count == 100 }
                _ = try first.driver.turns(in: 20_000_000)
                try #require(second.numbers == Array(0..<100), "\(group)")
                try #require(first.numbers == Array(100..<200), "\(group)")
                for bench in [first, second] {
                    try #require(bench.backend.port.counters.drops.total == 0)
                    bench.backend.close()
                }
            }
        }
    }

    @Test("two groups on one port are two networks")
    func groups() async {
        await #expect(processExitsWith: .success) {
            try VirtualEthernet.enter()
            func open(_ group: String, _ driver: RealTimeDriver? = nil) throws -> DgramBench {
                try DgramBench(
                    .multicast(group: InetEndpoint(host: group, port: 7008), interface: "fd00::1"), on: driver)
            }
            let first = try open("ff05::8")
            let second = try open("ff05::8", first.driver)
            let other = try open("ff05::9", first.driver)
            first.send(0..<10)
            try second.wait { second.inside.count == 10 }
            _ = try first.driver.turns(in: 20_000_000)
            try #require(other.inside.count == 0)
        }
    }

    @Test("S9: a socket that was handed over hears an IPv6 group, and one of IPv4 is refused for it")
    func adopted() async {
        await #expect(processExitsWith: .success) {
            try VirtualEthernet.enter()
            let group = InetEndpoint(host: "ff02::a", port: 7010)
            let index = if_nametoindex("v0")
            let member = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
            let address = try #require(SocketAddress(numeric: "ff02::a%v0", port: 7010))
            var on: Int32 = 1
            var chosen = Int32(index)
            var request = ipv6_mreq()
            try #require(inet_pton(AF_INET6, "ff02::a", &request.ipv6mr_multiaddr) == 1)
            request.ipv6mr_interface = index
            let level = Int32(IPPROTO_IPV6)
            try #require(setsockopt(member, SOL_SOCKET, SO_REUSEADDR, &on, 4) == 0)
            try #require(setsockopt(member, level, IPV6_JOIN_GROUP, &request, 20) == 0)
            try #require(setsockopt(member, level, IPV6_MULTICAST_IF, &chosen, 4) == 0)
            try #require(address.withSockaddr { bind(member, $0, $1) } == 0)
            let other = try DgramBench(
                .multicast(group: InetEndpoint(host: "ff02::a%v0", port: 7010), interface: nil))
            let fourth = try plainUDP(.loopback(.ipv4))
            do {
                _ = try DgramBackend.open(.descriptorMulticast(fourth, group: group), name: "x", driver: other.driver)
                Issue.record("a socket of IPv4 hears no IPv6 group")
            } catch let error as BackendError {
                try #require(error.description.contains("Address family not supported"), "\(error)")
            }
            try #require(fcntl(fourth, F_GETFD) == 0)
            let bench = try DgramBench(.descriptorMulticast(member, group: group), on: other.driver)
            bench.send(0..<20)
            try other.wait { other.inside.count == 20 }
            other.send(20..<40)
            try bench.wait { bench.inside.count == 20 }
            try #require(bench.numbers == Array(20..<40))
            try #require(other.numbers == Array(0..<20))
        }
    }
}
