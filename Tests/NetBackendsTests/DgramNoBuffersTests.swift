import Glibc
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// A network namespace whose loopback device can be made to refuse everything, which is how a send meets `ENOBUFS`.
enum StuckLoopback {
    private static let tc: String? = ["/usr/sbin/tc", "/sbin/tc"].first { access($0, X_OK) == 0 }
    private static let ip: String? = ["/usr/sbin/ip", "/sbin/ip"].first { access($0, X_OK) == 0 }
    private static let unshare: String? = ["/usr/bin/unshare", "/bin/unshare"].first { access($0, X_OK) == 0 }

    /// Whether this host lets a test do that.
    static let isPossible: Bool = {
        guard let unshare, let tc, ip != nil else { return false }
        return run([unshare, "-n", tc] + refusing) == 0
    }()

    /// tc-bfifo(8): a queue of one byte takes no packet.
    private static let refusing = ["qdisc", "add", "dev", "lo", "root", "bfifo", "limit", "1"]

    /// Moves this thread into a network namespace of its own, with loopback up.
    static func enter() throws {
        try Unshare.network.enter()
        try #require(run([try #require(ip), "link", "set", "lo", "up"]) == 0)
    }

    static func refuse() throws { try #require(run([try #require(tc)] + refusing) == 0) }

    static func relent() throws {
        try #require(run([try #require(tc), "qdisc", "del", "dev", "lo", "root"]) == 0)
    }

    private static func run(_ command: [String]) -> Int32 {
        var child = pid_t()
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        guard posix_spawn(&child, command[0], nil, nil, &arguments, nil) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 && errno == EINTR {}
        return status
    }
}

/// Each test is a process of its own, since a namespace is a thread's.
@Suite(
    "S16: dgram where the kernel has no buffers", .tags(.kernel),
    .enabled(if: StuckLoopback.isPossible, "needs root, ip and tc"), .timeLimit(.minutes(10)))
struct DgramNoBuffersTests {
    @Test("frames wait for a timer, without spinning, and all go when there are buffers again")
    func waits() async {
        await #expect(processExitsWith: .success) {
            try StuckLoopback.enter()
            let peer = try PlainPeer()
            let bench = try DgramBench(.inet(to: peer))
            try StuckLoopback.refuse()
            bench.send(0..<20)
            // A try every millisecond.
            let calls = bench.backend.systemCalls.send
            let turns = try bench.driver.turns(in: 20_000_000)
            try #require(turns <= 60, "\(turns) turns")
            try #require(bench.backend.systemCalls.send - calls <= 25)
            try #require(bench.backend.port.counters.drops.total == 0)
            try #require(bench.backend.account.consumed == 0)
            try StuckLoopback.relent()
            try bench.wait { bench.backend.account.consumed == 20 }
            try #require(peer.received().map(Sample.number(in:)) == Array(0..<20))
            try #require(bench.loop.audit().isEmpty)
        }
    }

    @Test("a frame that has waited for 50 tries is given up as socket-error, one by one")
    func givesUp() async {
        await #expect(processExitsWith: .success) {
            try StuckLoopback.enter()
            let peer = try PlainPeer()
            let bench = try DgramBench(.inet(to: peer))
            try StuckLoopback.refuse()
            bench.send(0..<3)
            try bench.wait { bench.drops(.socketError) == 1 }
            try #require(bench.backend.systemCalls.send >= 50)
            try bench.wait { bench.drops(.socketError) == 2 }
            try #require(bench.backend.systemCalls.send >= 100)
            try StuckLoopback.relent()
            try bench.wait { bench.backend.account.consumed == 1 }
            try #require(peer.received().map(Sample.number(in:)) == [2])
            try #require(bench.backend.port.counters.drops.total == 2)
            try #require(bench.loop.audit().isEmpty)
        }
    }

    @Test("closed while frames wait: no timer is left")
    func closes() async {
        await #expect(processExitsWith: .success) {
            try StuckLoopback.enter()
            let bench = try DgramBench(.inet(to: try PlainPeer()))
            try StuckLoopback.refuse()
            bench.send(0..<3)
            try #require(bench.loop.nextDeadline != nil)
            bench.backend.close()
            bench.loop.settle()
            try #require(bench.loop.nextDeadline == nil)
            try #require(bench.insidePort.counters.drops.total + bench.backend.port.counters.drops.total == 3)
        }
    }
}
