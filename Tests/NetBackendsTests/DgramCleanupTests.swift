import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@testable import NetBackends

/// Descriptors can be counted only where nobody else opens any: each test is a process of its own.
@Suite("What dgram netdevs open is closed with them", .tags(.kernel), .timeLimit(.minutes(10)))
struct DgramCleanupTests {
    @Test("closing in any state leaves no socket and no socket file")
    func close() async {
        await #expect(processExitsWith: .success) {
            let paths = try TemporaryDirectory()
            let driver = try RealTimeDriver(loop: Loop())
            let peer = try PlainPeer()
            let before = openSocketCount()
            for round in 0..<3 {
                let port = try freeGroupPort()
                let group = InetEndpoint(host: "239.255.77.1", port: port)
                let (left, right) = try unixPair()
                let kinds: [(DgramOptions, sockets: Int)] = [
                    (.inet(to: peer), 1), (.unix(local: paths["a"], remote: paths["b"]), 1),
                    (.unix(local: paths["b"], remote: paths["a"]), 1),
                    (.multicast(group: group, interface: "127.0.0.1"), 2), (.descriptor(left), 1),
                    (.descriptorMulticast(try openMember(port), group: group), 2), (.descriptor(right), 1),
                ]
                let benches = try kinds.map { try DgramBench($0.0, on: driver) }
                try #require(openSocketCount() == before + kinds.reduce(0) { $0 + $1.sockets })
                if round > 0 { benches.forEach { $0.block() } }
                for bench in benches { bench.send(0..<40) }
                if round > 1 { _ = try driver.run(until: driver.now + 20_000_000) }
                for bench in benches { bench.send(0..<40) }
                for bench in benches { bench.backend.close() }
                try #require(openSocketCount() == before)
                try #require(access(paths["a"], F_OK) == -1 && access(paths["b"], F_OK) == -1)
                driver.loop.settle()
            }
        }
    }

    @Test("a number that nobody opened is not taken for that of the socket which sends to the group")
    func freeNumber() async {
        await #expect(processExitsWith: .success) {
            // The library that runs the test opens descriptors on a thread of its own.
            try Unshare.descriptors.enter()
            let driver = try RealTimeDriver(loop: Loop())
            let port = try freeGroupPort()
            // The lowest free number is the next one that the kernel gives out (open(2)).
            let free = dup(0)
            Glibc.close(free)
            let error = #expect(throws: BackendError.self) {
                _ = try DgramBackend.open(
                    .descriptorMulticast(free, group: InetEndpoint(host: "239.255.77.1", port: port)), name: "x",
                    driver: driver)
            }
            try #require(
                error?.description.hasPrefix("could not use descriptor \(free): Bad file descriptor; ") == true)
            try #require(fcntl(free, F_GETFD) == -1)
        }
    }

    @Test("an open that fails leaves none, closes no other's, and makes no port")
    func failedOpen() async {
        await #expect(processExitsWith: .success) {
            let paths = try TemporaryDirectory()
            let driver = try RealTimeDriver(loop: Loop())
            let holder = try DgramBench(.unix(local: paths["a"], remote: paths["b"]), on: driver)
            let port = try PlainPeer()
            let unconnected = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            let file = open("/dev/null", O_RDWR)
            let member = try openMember(try freeGroupPort())
            try #require(symlink("nowhere", paths["c"]) == 0)
            let any = InetEndpoint(host: "127.0.0.1", port: 0)
            let group = InetEndpoint(host: "239.255.77.1", port: 7000)
            let absent = InetEndpoint(host: "198.51.100.1", port: 9)
            let before = openSocketCount()
            for options in [
                .inet(local: InetEndpoint(port.address), remote: any), .inet(local: absent, remote: any),
                .inet(local: any, remote: absent), .inet(local: any, remote: InetEndpoint(host: "::1", port: 9)),
                .unix(local: paths["a"], remote: paths["b"]), .unix(local: paths["c"], remote: paths["b"]),
                .unix(local: paths.path, remote: paths["b"]), .unix(local: "", remote: paths["b"]),
                .unix(local: paths["b"], remote: String(repeating: "x", count: 200)),
                .multicast(group: any, interface: nil), .multicast(group: group, interface: "198.51.100.1"),
                .descriptor(-1), .descriptor(file), .descriptor(unconnected), .descriptor(999),
                .descriptorMulticast(member, group: any), .descriptorMulticast(file, group: group),
            ] as [DgramOptions] {
                #expect(throws: BackendError.self) { _ = try DgramBackend.open(options, name: "x", driver: driver) }
                try #require(openSocketCount() == before, "\(options)")
            }
            try #require(fcntl(unconnected, F_GETFD) == 0)
            try #require(fcntl(member, F_GETFD) == 0)
            try #require(fcntl(file, F_GETFD) == 0)
            try #require(access(paths["b"], F_OK) == -1)
            try #require(driver.loop.ports.count == 2)
            // What was there works on.
            let peer = try PlainUnixPeer(paths["b"])
            holder.send(0..<1)
            try #require(peer.received().count == 1)
        }
    }

    @Test("sockets that cannot be watched are closed, and the socket file is gone")
    func unwatchable() async {
        await #expect(processExitsWith: .success) {
            final class Nobody: ReadinessClient {
                func ready(_ readiness: Readiness) {}
            }
            let paths = try TemporaryDirectory()
            let driver = try RealTimeDriver(loop: Loop())
            let before = openSocketCount()
            let local = try #require(UnixAddress(path: paths["a"]))
            let remote = try #require(UnixAddress(path: paths["b"]))
            let socket = try UnixDatagramSocket(bindingTo: local, remote: remote)
            // epoll_ctl(2): EEXIST for a descriptor that is watched already.
            let registration = try driver.register(Nobody(), socket.descriptor, .read)
            do {
                _ = try DgramBackend(driver: driver, name: "x", socket: .unix(socket), summary: "unix=a/b")
                Issue.record("it was watched twice")
            } catch let error as BackendError {
                try #require(error.description.hasPrefix("could not watch unix=a/b"))
            }
            try #require(driver.loop.ports.isEmpty)
            try #require(driver.loop.nextDeadline == nil)
            try #require(openSocketCount() == before)
            try #require(access(paths["a"], F_OK) == -1)
            driver.deregister(registration)
        }
    }
}
