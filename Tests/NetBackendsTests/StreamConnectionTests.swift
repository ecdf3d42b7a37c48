import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@testable import NetBackends

/// Servers that are not there, go, and come again; and what becomes of the frames meanwhile.
@Suite("streams and their connections", .tags(.kernel), .timeLimit(.minutes(10)))
struct StreamConnectionTests {
    @Test(
        "S7, T3: a frame sent while the connection is under way ends as link-down; then all is well; or it is deleted")
    func s7() throws {
        let server = try PlainServer(backlog: 0)
        // It takes one, and the kernel leaves the others without an answer.
        let others = try (0..<1).map { _ in try PlainStream(to: server.address) }
        let bench = try StreamBench(server.client())
        let deleted = try StreamBench(server.client(), on: bench.driver)
        #expect(bench.backend.summary == "connecting to tcp:\(server.address)")
        #expect(!bench.backend.port.isUp && !bench.insidePort.hasCarrier)
        bench.send(0..<5)
        _ = try bench.driver.run(until: bench.driver.now + 20_000_000)
        bench.send(0..<5)
        #expect(bench.insidePort.counters.drops[.linkDown] == 10)
        deleted.backend.close()
        _ = try server.accept()
        // The kernel asks again after a second.
        try bench.wait { bench.backend.port.isUp }
        let peer = try server.accept()
        #expect(bench.backend.summary == "tcp:\(server.address)")
        bench.send(7..<8)
        #expect(peer.read() == items(7..<8))
        try peer.write(items(9..<10))
        try bench.wait { bench.numbers == [9] }
        bench.expectOnly(nil)
        withExtendedLifetime(others) {}
    }

    @Test("S8: a client that finds nobody, and would not try again, fails to open, in words")
    func s8() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let paths = try TemporaryDirectory()
        let server = try PlainServer()
        server.close()
        let words = "; nobody listens there: start that end first, or use a stream netdev with reconnect-ms"
        for (options, beginning) in [
            (server.client(), "could not connect to tcp:\(server.address): Connection refused"),
            (
                StreamOptions(.unix(path: paths["none"])),
                "could not connect to \(paths["none"]): No such file or directory"
            ),
            (
                StreamOptions(.abstract(name: "wirework-none", padding: .none)),
                "could not connect to @wirework-none: Connection refused"
            ),
        ] {
            let error = #expect(throws: BackendError.self) {
                _ = try StreamBackend.open(options, name: "x", driver: driver)
            }
            #expect(error?.description.hasPrefix(beginning + words) == true, "\(error?.description ?? "")")
        }
        #expect(driver.loop.ports.isEmpty)
    }

    @Test("S8: one that learns it later has its link down, and says why")
    func s8Later() throws {
        let server = try PlainServer(backlog: 0)
        let others = try (0..<1).map { _ in try PlainStream(to: server.address) }
        let bench = try StreamBench(server.client())
        server.close()
        try bench.wait { bench.backend.summary.hasPrefix("not connected") }
        #expect(
            bench.backend.summary.hasPrefix(
                "not connected to tcp:\(server.address); could not connect to tcp:\(server.address): "
                    + "Connection refused"))
        bench.send(0..<3)
        #expect(bench.insidePort.counters.drops[.linkDown] == 3)
        withExtendedLifetime(others) {}
    }

    @Test("T2: what others do to the link cannot put up what has no connection")
    func t2() throws {
        let bench = try StreamBench()
        for port in [bench.insidePort, bench.backend.port] {
            port.setBlock(.announced)
            bench.send(0..<1)
            port.setBlock(.none)
            bench.send(0..<1)
        }
        #expect(!bench.insidePort.hasCarrier)
        #expect(bench.insidePort.counters.drops[.linkDown] == 4)
        let peer = try bench.connect()
        bench.send(3..<4)
        #expect(peer.read() == items(3..<4))
    }

    @Test("T4: a server that cannot listen fails to open, in words, and disturbs nobody")
    func t4() throws {
        let bench = try StreamBench()
        let taken = try bench.backend.inetAddress
        let paths = try TemporaryDirectory()
        try paths.write("precious", to: "file")
        let holder = try StreamBench(StreamOptions(.unix(path: paths["a"]), isServer: true), on: bench.driver)
        for (address, words) in [
            (
                .inet(InetEndpoint(taken), version: nil),
                "could not bind tcp:\(taken): Address already in use; another program, or another run, listens there"
            ),
            (.inet(InetEndpoint(host: "198.51.100.1", port: 0), version: nil), "no interface of this host has that"),
            (.unix(path: paths["file"]), "File exists; it is no socket and is left as it is"),
            (.unix(path: paths["a"]), "Address already in use; another program, or another run, has that socket"),
            (.unix(path: paths["no/a"]), "the directory of the socket has to be there"),
            (.unix(path: String(repeating: "x", count: 108)), "a unix socket's path has 1 to 107 bytes"),
            (
                .inet(InetEndpoint(host: "wirework.invalid", port: 5), version: nil),
                "could not resolve wirework.invalid"
            ),
        ] as [(StreamOptions.Address, String)] {
            let error = #expect(throws: BackendError.self) {
                _ = try StreamBackend.open(StreamOptions(address, isServer: true), name: "x", driver: bench.driver)
            }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(paths.text(of: "file") == "precious")
        // Nobody was taken for a client when the path was tried.
        _ = try bench.driver.run(until: bench.driver.now + 5_000_000)
        #expect(!holder.backend.port.isUp)
        _ = try bench.connect()
    }

    @Test("a socket file that a killed server left is replaced; our own goes with the netdev")
    func socketFile() throws {
        let paths = try TemporaryDirectory()
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(withUnixName(paths["a"]) { bind(left, $0, $1) } == 0)
        close(left)
        let bench = try StreamBench(StreamOptions(.unix(path: paths["a"]), isServer: true))
        _ = try bench.connect()
        #expect(bench.backend.summary == "unix:\(paths["a"])")
        bench.backend.close()
        #expect(paths.names.isEmpty)
    }

    @Test("T5, T7: the summary tells the truth, and the node's carrier follows the connection")
    func t5() throws {
        let bench = try StreamBench()
        let label = "tcp:\(try bench.backend.inetAddress)"
        #expect(bench.backend.summary == "listening on \(label)")
        for round in 1...2 {
            let peer = try bench.connect()
            bench.loop.settle()
            #expect(bench.backend.summary.hasPrefix("tcp:127.0.0.1:") && bench.backend.summary != label)
            round == 1 ? peer.close() : peer.reset()
            try bench.wait { !bench.backend.port.isUp }
            bench.loop.settle()
        }
        #expect(bench.inside.carriers == [true, false, true, false])
        #expect(bench.backend.summary == "listening on \(label); Connection reset by peer")
    }

    @Test("T8: a client waits for its server, loses it, and has it again; the link says so")
    func t8() throws {
        let server = try PlainServer()
        let address = server.address
        server.close()
        let bench = try StreamBench(server.client(reconnect: 2))
        #expect(bench.backend.summary.hasPrefix("waiting to connect to tcp:\(address); could not connect"))
        for round in 1...3 {
            let server = try PlainServer(address)
            try bench.wait { bench.backend.port.isUp }
            let peer = try server.accept()
            bench.send(round..<round + 1)
            #expect(peer.read() == items(round..<round + 1))
            server.close()
            peer.close()
            try bench.wait { !bench.backend.port.isUp }
            bench.loop.settle()
        }
        #expect(bench.inside.carriers == [true, false, true, false, true, false])
        #expect(bench.backend.summary.hasPrefix("waiting to connect to tcp:\(address); "))
        bench.backend.close()
        #expect(try bench.driver.turns(in: 20_000_000) <= idleTurns)
    }

    @Test("T10: what has waited too long for a connection is dropped as stale; what has not goes out")
    func t10() throws {
        let bench = try StreamBench()
        let first = try PlainStream(to: bench.backend.inetAddress, receiveBuffer: 4096)
        try bench.wait { bench.backend.port.isUp }
        var sent = 0
        while bench.insidePort.send([UInt8](repeating: 1, count: 9000) + Sample.number(sent)) == .open {
            bench.loop.settle()
            sent += 1
        }
        first.reset()
        try bench.wait { !bench.backend.port.isUp }
        let waiting = bench.backend.port.queuedFrames
        try #require(waiting > 0)
        try bench.wait { bench.backend.port.queuedFrames == 0 }
        #expect(bench.drops(.stale) == UInt64(waiting))
        let second = try bench.connect()
        bench.send(5..<6)
        #expect(second.read() == items(5..<6))
        bench.expectOnly(.stale, UInt64(waiting))
    }

    @Test("a server whose process has no descriptor left does not spin, and takes the client later")
    func noDescriptors() async {
        await #expect(processExitsWith: .success) {
            let bench = try StreamBench()
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let client = try PlainStream(to: bench.backend)
            let former = limit.rlim_cur
            limit.rlim_cur = 3
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let turns = try bench.driver.turns()
            limit.rlim_cur = former
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            try #require(turns <= idleTurns)
            try #require(bench.backend.summary.contains("could not accept a client: Too many open files"))
            try bench.wait { bench.backend.port.isUp }
            withExtendedLifetime(client) {}
        }
    }
}

@Suite("how long a stream client waits")
struct BackoffTests {
    @Test(
        "twice as long each time, a quarter more or less, to 16 times or 30 s", arguments: [1, 250, 1000, 5000, 60_000])
    func doubling(milliseconds: UInt32) {
        var random = SplitMix64(seed: UInt64(milliseconds))
        var backoff = Backoff(milliseconds: milliseconds)
        let first = Int64(milliseconds) * 1_000_000
        let most = max(first, min(16 * first, 30_000_000_000))
        var expected = first
        for _ in 0..<10 {
            let wait = backoff.wait(using: &random)
            #expect((expected * 3 / 4...expected * 5 / 4).contains(wait))
            expected = min(expected * 2, most)
        }
        #expect(expected == most)
        backoff.connectionStood(for: 0)
        #expect(backoff.wait(using: &random) >= most * 3 / 4, "a connection that ended at once changes nothing")
        backoff.connectionStood(for: 2 * most)
        #expect(backoff.wait(using: &random) <= first * 5 / 4)
    }

    @Test("two clients of a server do not come back to it together, and the longest wait overflows nothing")
    func spread() {
        var generator = SystemRandomNumberGenerator()
        let waits = (0..<20).map { _ in
            var backoff = Backoff(milliseconds: .max)
            _ = (0..<80).map { _ in backoff.wait(using: &generator) }
            return backoff.wait(using: &generator)
        }
        #expect(Set(waits).count > 10)
    }
}
