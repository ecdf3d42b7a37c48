import CBench
import Glibc
import LinuxNet

/// A relay under test: a process that takes frames as datagrams and sends them on in an L2TPv3 session.
final class Relay {
    let name: String
    private let child: ChildProcess
    private let diagnostics: UnnamedFile?
    /// Where it takes frames.
    private let inlet: SocketAddress
    private let sink: RelaySink
    /// Where a relay in C counts.
    private let board: Board?

    /// Frames flow for so long before a stretch counts, and are waited for so long behind it.
    private static let warmUp: Int64 = 100_000_000
    private static let drain: Int64 = 20_000_000
    /// The most time that a relay may take to be there; QEMU needs a third of a second.
    private static let patience: Int64 = 10_000_000_000
    /// How often a stretch is measured, if the sink did not keep up.
    private static let attempts = 4

    private init(
        name: String, child: ChildProcess, diagnostics: UnnamedFile?, inlet: SocketAddress, sink: RelaySink,
        board: Board? = nil
    ) {
        self.name = name
        self.child = child
        self.diagnostics = diagnostics
        self.inlet = inlet
        self.sink = sink
        self.board = board
    }

    /// A program that is given two netdevs.
    ///
    /// - Parameters:
    ///   - name: In results and errors.
    ///   - source: Who will send to it.
    ///   - arguments: The program and its arguments, from the options of the two netdevs.
    static func program(
        _ name: String, source: RelaySource, arguments: (_ datagram: String, _ tunnel: String) -> [String]
    ) throws(BenchError) -> Relay {
        let sink = try RelaySink()
        // Ports that were free a moment ago: the program binds them itself.
        let inlet = try TunnelShape.openSocket().localAddress
        let outlet = try TunnelShape.openSocket().localAddress
        let datagram = """
            dgram,local.type=inet,local.host=127.0.0.1,local.port=\(inlet.port),\
            remote.type=inet,remote.host=127.0.0.1,remote.port=\(source.address.port)
            """
        let tunnel = TunnelShape.options(from: outlet.port, to: sink.address.port)
        let diagnostics = try UnnamedFile()
        let child = try startProgram(arguments(datagram, tunnel), diagnostics: diagnostics)
        let relay = Relay(name: name, child: child, diagnostics: diagnostics, inlet: inlet, sink: sink)
        try relay.waitUntilItRelays(from: source)
        return relay
    }

    /// The relay in C, on sockets opened by the product's code.
    static func limit(
        _ name: String, source: RelaySource, way: cbench_way
    ) throws(BenchError) -> Relay {
        let sink = try RelaySink()
        let datagrams = try TunnelShape.openSocket()
        let tunnel = try TunnelShape.openSocket()
        do {
            try datagrams.connect(to: source.address)
        } catch {
            throw BenchError(error.description)
        }
        let board = try Board()
        let started = board.startRelay(
            from: datagrams.descriptor.rawValue, to: cbench_end(tunnel, peer: sink.address), way: way)
        // Its sockets were open when it began; from now on they are its own.
        extendLifetime(datagrams)
        extendLifetime(tunnel)
        let relay = Relay(
            name: name, child: try ChildProcess(name, started: started), diagnostics: nil,
            inlet: datagrams.localAddress, sink: sink, board: board)
        try relay.waitUntilItRelays(from: source)
        return relay
    }

    private func waitUntilItRelays(from source: RelaySource) throws(BenchError) {
        let end = SystemClock.monotonic.now + Self.patience
        while sink.frames == 0 {
            guard child.isRunning, SystemClock.monotonic.now < end else {
                throw BenchError("\(name) does not relay: \(diagnostics?.lastLines ?? "it has ended")")
            }
            let sending = try source.start(to: inlet, limit: 1)
            try sink.run(nanoseconds: Self.drain, until: 1)
            sending.stop()
        }
    }

    /// Sends as fast as a plain sender can, and measures what comes out.
    ///
    /// A stretch in which the sink lost datagrams would be wrong, and is measured again.
    ///
    /// - Parameter nanoseconds: The measured stretch.
    func carry(from source: RelaySource, nanoseconds: Int64) throws(BenchError) -> Sample {
        for _ in 0..<Self.attempts {
            let sample = try measure(from: source, nanoseconds: nanoseconds)
            try sink.check(name)
            if !sink.takeLosses() { return sample }
        }
        throw RelaySink.overflow(name)
    }

    private func measure(from source: RelaySource, nanoseconds: Int64) throws(BenchError) -> Sample {
        let sending = try source.start(to: inlet)
        try sink.run(nanoseconds: Self.warmUp)
        let (framesBefore, cpuBefore, callsBefore) = (sink.frames, child.cpuNanoseconds, systemCalls)
        let start = SystemClock.monotonic.now
        try sink.run(nanoseconds: nanoseconds)
        let sample = Sample(
            count: sink.frames - framesBefore, nanoseconds: SystemClock.monotonic.now - start,
            cpuNanoseconds: child.cpuNanoseconds - cpuBefore,
            systemCalls: systemCalls.flatMap { after in callsBefore.map { after - $0 } })
        sending.stop()
        try sink.run(nanoseconds: Self.drain)
        guard child.isRunning else { throw BenchError("\(name) has ended: \(diagnostics?.lastLines ?? "")") }
        guard sample.count > 0 else { throw BenchError("\(name) relayed nothing") }
        return sample
    }

    /// Relays so many frames, and ends when they have come.
    ///
    /// - Returns: How many have.
    func carry(_ frames: Int, from source: RelaySource) throws(BenchError) -> Int {
        let before = sink.frames
        let sending = try source.start(to: inlet, limit: frames)
        try sink.run(nanoseconds: Self.patience, until: before + frames)
        sending.stop()
        try sink.check(name)
        guard !sink.takeLosses() else { throw RelaySink.overflow(name) }
        return sink.frames - before
    }

    private var systemCalls: Int? { board.map { Int($0.counts.calls) } }

    /// All frames that came out of it, for figures of its whole life.
    var frames: Int { sink.frames }

    /// Ends it as a user would.
    func end() { child.end(SIGTERM) }
}
