import Foundation
import TestSupport
import Testing

/// `wirework connect` as a user runs it; two unix sockets of the test are the networks at its ends.
@Suite("wirework connect", .timeLimit(.minutes(3)))
struct ConnectTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// A netdev whose socket is at `name`, and whose peer at `name`.out.
    private func unix(_ name: String) -> String {
        "dgram,id=\(name),local.type=unix,local.path=\(path(name)),remote.type=unix,remote.path=\(path(name)).out"
    }

    /// Starts it and waits until its sockets are there.
    private func start(_ further: String...) throws -> Binary.Running {
        let running = try Binary.start(["connect", unix("a"), unix("b")] + further)
        try #require(
            eventually {
                FileManager.default.fileExists(atPath: path("b")) && isPrepared(running.identifier, for: SIGTERM)
            })
        return running
    }

    @Test(
        "a signal ends it with status 0, a summary, the counters, and no socket left",
        arguments: [SIGINT, SIGTERM, SIGHUP])
    func signals(_ signal: Int32) throws {
        let (a, b) = (try UnixPeer(path("a") + ".out"), try UnixPeer(path("b") + ".out"))
        let running = try start("--stats", "json=\(path("stats"))")
        let frames: [[UInt8]] = [[1], Array(0..<60), Array(repeating: 7, count: 1514)]
        for frame in frames { try a.send(frame, to: path("a")) }
        #expect(b.receive(3) == frames)
        try b.send([9, 9], to: path("b"))
        #expect(a.receive(1) == [[9, 9]])
        kill(running.identifier, signal)
        let outcome = try running.outcome()
        #expect(outcome.status == 0)
        #expect(outcome.diagnostics.isEmpty)
        #expect(outcome.output.hasPrefix("a (unix=\(path("a")):\(path("a")).out) <-> b ("))
        #expect(
            outcome.output.contains(
                "ended by \([SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGHUP: "SIGHUP"][signal] ?? "") after"))
        let stats = try ConnectStatistics(folder.text(of: "stats"))
        #expect(stats.ended == "signal")
        #expect(stats.signal == signal)
        #expect(stats.netdevs.map(\.name) == ["a", "b"])
        #expect(stats.netdevs[0].received == .init(frames: 3, bytes: 1 + 60 + 1514))
        #expect(stats.netdevs[1].sent == stats.netdevs[0].received)
        #expect(stats.netdevs[0].sent == .init(frames: 1, bytes: 2))
        #expect(stats.conservation.difference == 0)
        #expect(!FileManager.default.fileExists(atPath: path("a")))
        #expect(!FileManager.default.fileExists(atPath: path("b")))
    }

    @Test("nohup is heeded: a terminal that goes does not end it")
    func nohup() throws {
        let binary = try Binary.location().path
        let running = try Binary.start(
            ["-c", "trap '' HUP; exec \"$@\"", "sh", binary, "connect", unix("a"), unix("b")],
            program: URL(filePath: "/bin/sh"))
        try #require(eventually { isPrepared(running.identifier, for: SIGTERM) })
        kill(running.identifier, SIGHUP)
        kill(running.identifier, SIGTERM)
        #expect(try running.outcome().output.contains("ended by SIGTERM after"))
    }

    @Test("--for ends it by itself; the counters may take the place of the summary")
    func duration() throws {
        let outcome = try Binary.run("connect", unix("a"), unix("b"), "--for", "50ms", "--stats", "json=-")
        #expect(outcome.status == 0)
        #expect(try ConnectStatistics(outcome.output).ended == "time")
        #expect(outcome.diagnostics.contains("ended after 5"))
    }

    @Test("a hub between three")
    func hub() throws {
        let peers = try ["a", "b", "c"].map { try UnixPeer(path($0) + ".out") }
        let running = try start(unix("c"), "--via", "hub")
        try peers[1].send([4, 2], to: path("b"))
        #expect(peers[0].receive(1) == [[4, 2]])
        #expect(peers[2].receive(1) == [[4, 2]])
        kill(running.identifier, SIGTERM)
        #expect(try running.outcome().status == 0)
    }

    @Test("frames to nobody are counted as no-peer, and those that came from a stranger as source-mismatch")
    func strangers() throws {
        let running = try start("--stats", "json=\(path("stats"))")
        let stranger = try UnixPeer(path("stranger"))
        try stranger.send([1], to: path("a"))
        let a = try UnixPeer(path("a") + ".out")
        for number in 0..<5 { try a.send([UInt8(number)], to: path("a")) }
        // What is read is counted in the same turn; an empty queue says that it was read.
        #expect(eventually { a.hasBeenHeard(at: path("a")) })
        kill(running.identifier, SIGTERM)
        #expect(try running.outcome().status == 0)
        let stats = try ConnectStatistics(folder.text(of: "stats"))
        #expect(stats.netdevs[0].dropped == ["source-mismatch": 1])
        #expect(stats.netdevs[1].dropped == ["no-peer": 5])
    }

    @Test("kill -9 hinders no next run at the same paths")
    func killed() throws {
        let first = try start()
        kill(first.identifier, SIGKILL)
        #expect(try first.outcome().status == nil)
        #expect(FileManager.default.fileExists(atPath: path("a")))
        #expect(try Binary.run("connect", unix("a"), unix("b"), "--for", "10ms").status == 0)
        #expect(!FileManager.default.fileExists(atPath: path("a")))
    }

    @Test("--capture keeps every frame at every netdev, with its direction, to the byte")
    func capture() throws {
        let (a, b) = (try UnixPeer(path("a") + ".out"), try UnixPeer(path("b") + ".out"))
        let running = try start("--capture", path("frames.pcapng"))
        let frames: [[UInt8]] = [[1], Array(repeating: 7, count: 1514)]
        for frame in frames { try a.send(frame, to: path("a")) }
        #expect(b.receive(2) == frames)
        kill(running.identifier, SIGTERM)
        let outcome = try running.outcome()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("  4 packets captured in \(path("frames.pcapng"))"))
        let tshark = try Binary.start(
            [
                "-r", path("frames.pcapng"), "-T", "fields", "-e", "frame.interface_name", "-e",
                "frame.packet_flags_direction", "-e", "frame.len",
            ], program: URL(filePath: "/usr/bin/tshark")
        ).outcome()
        // 1 is inbound: it came from the network; 2 is outbound.
        #expect(
            tshark.output.split(separator: "\n").sorted() == [
                "a\t0x00000001\t1", "a\t0x00000001\t1514", "b\t0x00000002\t1", "b\t0x00000002\t1514",
            ])
    }

    @Test("a capture goes through a pipe, and the summary then to standard error")
    func captureToPipe() throws {
        let outcome = try Binary.run("connect", unix("a"), unix("b"), "--for", "20ms", "--capture", "-")
        #expect(outcome.status == 0)
        #expect(outcome.output.utf8.prefix(4).elementsEqual([0x0A, 0x0D, 0x0D, 0x0A]))
        #expect(outcome.diagnostics.contains("ended after"))
    }

    @Test("a reader of the capture that has stalled does not hold up the end")
    func captureStalls() throws {
        let pipe = Pipe()
        let a = try UnixPeer(path("a") + ".out")
        let running = try Binary.start(
            ["connect", unix("a"), unix("b"), "--capture", "-"], output: pipe.fileHandleForWriting)
        try #require(
            eventually {
                FileManager.default.fileExists(atPath: path("b")) && isPrepared(running.identifier, for: SIGTERM)
            })
        // It stands in the capture twice, coming and ending: more than a pipe holds.
        try a.send(Array(repeating: 7, count: 60_000), to: path("a"))
        #expect(eventually { a.hasBeenHeard(at: path("a")) })
        kill(running.identifier, SIGTERM)
        let outcome = try running.outcome()
        #expect(outcome.status == 3)
        #expect(outcome.diagnostics.contains("ended by SIGTERM after"))
        #expect(outcome.diagnostics.contains("missing: Resource temporarily unavailable"))
    }

    @Test("a capture that cannot be written to its end is no success, though everything else was")
    func captureFails() throws {
        let outcome = try Binary.run("connect", unix("a"), unix("b"), "--for", "20ms", "--capture", "/dev/full")
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("No space left on device"))
    }

    // MARK: What this host refuses

    private func udp(_ port: Int, host: String = "127.0.0.1") -> String {
        "l2tpv3,src=\(host),dst=127.0.0.1,udp=on,srcport=\(port),dstport=9,txsession=1"
    }

    /// Nothing but the test's own is left in the folder, and the netdev that was opened first has gone with the other.
    private func refusal(_ netdev: String) throws -> String {
        let before = try files()
        let outcome = try Binary.run(
            "connect", unix("a"), netdev, "--for", "10ms", "--stats", "json=\(path("stats"))", "--capture",
            path("frames.pcapng"))
        #expect(outcome.status == 3)
        #expect(outcome.output.isEmpty)
        #expect(try files() == before)
        return outcome.diagnostics
    }

    private func files() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }

    @Test("a port in use is named, with how to find out whose it is")
    func portInUse() throws {
        let holder = try Binary.start(["connect", unix("x"), udp(17_654, host: "127.0.81.1")])
        try #require(eventually { isPrepared(holder.identifier, for: SIGTERM) })
        defer { kill(holder.identifier, SIGTERM) }
        try #require(eventually { FileManager.default.fileExists(atPath: path("x")) })
        #expect(
            try refusal(udp(17_654, host: "127.0.81.1")) == """
                wirework: netdev 2 (l2tpv3.2): could not bind 127.0.81.1:17654: Address already in use; another program, \
                or another run, has that port; `ss -lunp 'sport = :17654'` shows which

                """)
    }

    @Test("an address that no interface has")
    func noSuchAddress() throws {
        #expect(
            try refusal(udp(17_655, host: "192.0.2.1")) == """
                wirework: netdev 2 (l2tpv3.2): could not bind 192.0.2.1:17655: Cannot assign requested address; no \
                interface of this host has that address; `ip address` shows those that there are

                """)
    }

    @Test("a name that nobody knows")
    func noSuchName() throws {
        let text = try refusal(udp(17_656, host: "nobody.invalid"))
        #expect(text.hasPrefix("wirework: netdev 2 (l2tpv3.2): src: could not resolve nobody.invalid port 17656: "))
    }

    @Test("raw IP without the right to it, and how to get it")
    func rawIP() throws {
        // A copy: the folder of the build may be closed to other users.
        let binary = path("wirework")
        try FileManager.default.copyItem(atPath: Binary.location().path, toPath: binary)
        let arguments = ["connect", udp(0), "l2tpv3,src=127.0.0.1,dst=127.0.0.2,txsession=1", "--for", "10ms"]
        let user = ["--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]
        let outcome =
            getuid() == 0
            ? try Binary.start(user + [binary] + arguments, program: URL(filePath: "/usr/bin/setpriv")).outcome()
            : try Binary.start(arguments).outcome()
        #expect(outcome.status == 3)
        #expect(
            outcome.diagnostics == """
                wirework: netdev 2 (l2tpv3.2): could not open a socket for 127.0.0.1 protocol 115: Operation not \
                permitted; L2TPv3 over raw IP needs CAP_NET_RAW: run wirework as root, give the program the right \
                (setcap cap_net_raw+ep), or use UDP (udp=on,srcport=...,dstport=...)

                """)
    }

    @Test("a path that is something else is refused and left as it is")
    func pathTaken() throws {
        let file = try folder.write("mine", to: "file")
        let netdev = "dgram,local.type=unix,local.path=\(file),remote.type=unix,remote.path=\(path("y"))"
        #expect(
            try refusal(netdev).hasSuffix(
                "File exists; it is no socket and is left as it is; choose another path\n"))
        #expect(folder.text(of: "file") == "mine")
    }

    @Test("a descriptor that was not inherited")
    func descriptor() throws {
        #expect(
            try refusal("dgram,local.type=fd,local.str=77").hasSuffix(
                "could not use descriptor 77: Bad file descriptor; it is not open here; the program that starts wirework "
                    + "has to leave it open\n"))
    }

    @Test("files of an earlier run that could not be replaced keep what they held")
    func earlierFiles() throws {
        for name in ["stats", "frames.pcapng"] { _ = try folder.write("earlier", to: name) }
        _ = try refusal(udp(17_657, host: "192.0.2.1"))
        for name in ["stats", "frames.pcapng"] { #expect(folder.text(of: name) == "earlier") }
    }

    @Test("a file that cannot be written is known before anything runs")
    func unwritableFile() throws {
        let outcome = try Binary.run(
            "connect", unix("a"), unix("b"), "--for", "10s", "--capture", path("no/such"), "--stats",
            "json=\(path("stats"))")
        #expect(outcome.status == 2)
        #expect(try files().isEmpty)
        #expect(outcome.diagnostics.contains("No such file or directory"))
    }

    @Test("on a terminal the counters are shown while it runs, and are gone at the end")
    func terminal() throws {
        let binary = try Binary.location().path
        let command = "exec \(binary) connect \(unix("a")) \(unix("b")) --for 1200ms"
        let outcome = try Binary.start(
            ["-qec", command, "/dev/null"], environment: ["TERM": "xterm"], program: URL(filePath: "/usr/bin/script")
        ).outcome()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("frames/s"))
        #expect(outcome.output.contains("\u{1B}[J"))
        #expect(outcome.output.contains("ended after 1.2"))
        let plain = try Binary.run("connect", unix("a"), unix("b"), "--for", "1100ms")
        #expect(!plain.output.contains("frames/s"))
        #expect(!plain.diagnostics.contains("frames/s"))
    }
}
