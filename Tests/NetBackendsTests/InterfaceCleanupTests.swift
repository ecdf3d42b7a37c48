import Glibc
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// Descriptors can be counted only where nobody else opens any: each test is a process of its own.
@Suite(
    "What netdevs on interfaces open is closed with them", .tags(.kernel),
    .needsInterfaces, .timeLimit(.minutes(2)))
struct InterfaceCleanupTests {
    @Test("closing in any state leaves no descriptor, and no interface that was made")
    func close() async {
        await #expect(processExitsWith: .success) {
            let before = (openSocketCount(), openTapCount())
            for round in 0..<4 {
                let bench = try InterfaceBench.tap(",queues=3")
                try #require(openTapCount() == before.1 + 3)
                let other = try InterfaceBench("packet,ifname=near0", in: bench.namespace)
                try #require(openSocketCount() == before.0 + 3)
                if round == 1 { bench.inside.quota = 0 }
                if round == 2 { try bench.namespace.shell("ip link set near0 down") }
                if round == 3 { try bench.namespace.shell("ip link del near0") }
                for _ in 0..<30 {
                    bench.send(Sample.frame(to: 2, from: 1))
                    other.send(Sample.frame(to: 2, from: 1))
                }
                if round != 2 { _ = try bench.driver.run(until: bench.driver.now + 2_000_000) }
                bench.backend.close()
                other.backend.close()
                try #require(try bench.namespace.status(of: "ip link show near0 2>/dev/null") != 0)
                try #require(before == (openSocketCount(), openTapCount()))
            }
        }
    }

    @Test("an open that fails leaves none, makes no port, and says what to do")
    func failedOpen() async {
        await #expect(processExitsWith: .success) {
            let bench = try InterfaceBench.tap()
            let null = open("/dev/null", O_RDWR)
            let other = try bench.namespace { open("/dev/net/tun", O_RDWR) }
            let before = (openSocketCount(), openTapCount())
            for (options, words) in [
                ("tap,ifname=near0,script=no", "could not attach to near0: Device or resource busy; another program"),
                (
                    "tap,ifname=lo,script=no",
                    "could not attach to lo: Invalid argument; there is an interface of that name"
                ),
                (
                    "tap,fd=\(null)",
                    "could not use descriptor \(null): Inappropriate ioctl for device; a tap netdev takes"
                ),
                ("tap,fd=999", "could not use descriptor 999: Bad file descriptor; it is not open here"),
                ("tap,fds=\(other)", "could not use descriptor \(other): File descriptor in bad state"),
                ("tap,ifname=a%d,script=/nowhere", "could not run the network script /nowhere"),
                ("bridge,helper=/bin/false", "the bridge helper /bin/false failed with status 1"),
                ("packet,ifname=nope", "could not find the interface nope: No such device; `ip link` shows"),
                ("packet,ifname=lo", "could not bind lo: Address family not supported by protocol; it is no Ethernet"),
            ] {
                let error = #expect(throws: BackendError.self) { try bench.namespace.open(options, bench.driver) }
                try #require(error?.description.hasPrefix(words) == true, "\(options): \(String(describing: error))")
                try #require(before == (openSocketCount(), openTapCount()), "\(options)")
            }
            try #require(bench.loop.ports.count == 2)
            try #require(fcntl(null, F_GETFD) >= 0 && fcntl(other, F_GETFD) >= 0)
        }
    }

    @Test("without the right the error names it")
    func rights() async {
        await #expect(processExitsWith: .success) {
            let driver = try RealTimeDriver(loop: Loop())
            try #require(setuid(65534) == 0)
            func failure(_ options: String) throws -> String {
                let configuration = try NetdevSpecification.parse(options)
                let error = #expect(throws: BackendError.self) {
                    _ = try Backends.open(configuration, name: "x", driver: driver)
                }
                return error?.description ?? ""
            }
            let tap = try failure("tap,script=no")
            let isAsked = tap.hasPrefix(
                "could not open /dev/net/tun for tap%d: Permission denied; the device is root's")
            let isTold = tap.hasPrefix(
                "could not attach to tap%d: Operation not permitted; a tap interface needs CAP_NET_ADMIN")
            try #require(isAsked || isTold, "\(tap)")
            try #require(
                try failure("packet,ifname=lo").hasPrefix(
                    "could not open a socket for lo: Operation not permitted; a packet socket needs CAP_NET_RAW"))
        }
    }
}

/// Descriptors of tap queues in this process.
func openTapCount() -> Int {
    var buffer = [CChar](repeating: 0, count: 64)
    return (0..<1024).filter { number in
        let count = readlink("/proc/self/fd/\(number)", &buffer, buffer.count)
        return count > 0 && buffer.prefix(count).elementsEqual("/dev/net/tun".utf8.map { CChar(bitPattern: $0) })
    }.count
}
