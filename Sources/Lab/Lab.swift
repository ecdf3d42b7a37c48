import Hosts
import LinuxNet
import NetBackends
import NetCore
public import Results
public import ScenarioFile
import SystemPackage
import WireFormats

/// Runs scenarios.
public enum LabRunner {
    /// Runs a scenario in the clock that it names, and judges it.
    ///
    /// In real time SIGINT and SIGTERM end the run.
    ///
    /// - Parameters:
    ///   - scenario: A plan without mistakes.
    ///   - options: What the file does not say.
    /// - Returns: What came of it, also where that is a failure.
    /// - Throws: ``LabError`` where there is no result.
    public static func run(
        _ scenario: Scenario, options: RunOptions = RunOptions()
    ) throws(LabError) -> RunResult {
        if let reason = scenario.skipReason { return Judge.skipped(scenario, reason) }
        let start = SystemClock.monotonic.now
        var result: RunResult
        let up: Int64
        switch scenario.clock {
        case .virtual:
            var run = try VirtualRun(scenario, options)
            defer { run.close() }
            up = SystemClock.monotonic.now
            result = try run.run()
        case .real:
            try options.host.check(scenario)
            RunDirectory.sweep()
            var run = try RealRun(scenario, options)
            defer { run.close() }
            up = SystemClock.monotonic.now
            result = try run.run()
        }
        result.upNanoseconds = up - start
        return result
    }
}

/// A scenario on a loop, and what both clocks do with it.
struct Lab {
    let scenario: Scenario
    let loop: Loop
    let topology: Topology
    let traffic: Traffic
    let timeline: Timeline
    let agenda: Agenda
    private let sequencer: Sequencer
    /// What is looked at from time zero on.
    private(set) var watches: Watches?
    private(set) var paths: PathRecorder?
    private(set) var holes: ConvergeWatch?
    private(set) var moments: MomentWatch
    /// What happens to frames on links where something may.
    private let lines: [ImpairmentLine]
    let options: RunOptions
    /// If it was asked for.
    let capture: RunCapture?
    /// If it was asked for.
    private let recording: RunRecording?
    /// The loop's time that is zero to the file.
    private(set) var zero: Int64 = 0
    private(set) var baseline: Counts
    /// By link: what receivers of tunnels had seen before time zero.
    private(set) var sequenceBaseline: [TunnelNumbers] = []

    init(_ scenario: Scenario, _ options: RunOptions, loop: Loop, driver: RealTimeDriver?) throws(LabError) {
        self.scenario = scenario
        self.options = options
        self.loop = loop
        let builder = TopologyBuilder(
            loop: loop, driver: driver, showsTunnels: options.capture != nil || scenario.looksIntoTunnels)
        let topology = try builder.build(scenario)
        let traffic = Traffic(scenario, loop: loop, isVirtual: driver == nil)
        let agenda = Agenda(loop: loop)
        let now = { [unowned loop] in loop.now }
        let timeline = Timeline(scenario, topology: topology, agenda: agenda, now: now)
        let runners = try Self.runners(scenario, loop, topology, traffic, agenda)
        let sequencer = Sequencer(scenario, runners: runners, timeline: timeline, now: now)
        traffic.flowEnded = { [unowned sequencer] in sequencer.flowEnded($0) }
        timeline.entryActed = { [unowned sequencer] in sequencer.entryActed($0) }
        for node in topology.nodes { node.host?.delegate = traffic }
        loop.observer = traffic
        self.topology = topology
        self.traffic = traffic
        self.timeline = timeline
        self.agenda = agenda
        self.sequencer = sequencer
        lines = topology.links.flatMap { link in Scenario.Direction.allCases.flatMap { link.lines($0) } }
        // In virtual time a run is over when nothing is to come at all.
        if driver != nil {
            for line in lines { line.isAwaited = { [unowned traffic] in traffic.awaits($0) } }
        }
        // It tells whoever was told before.
        capture = try options.capture.map { (file) throws(LabError) in
            try RunCapture(file, of: topology, loop: loop, driver: driver)
        }
        recording = try (driver == nil ? options.record : nil).map { (file) throws(LabError) in
            try RunRecording(file, of: scenario, topology, loop: loop)
        }
        baseline = Counts(loop: loop, topology: topology)
        let reader = StateReader(topology: topology, baseline: baseline)
        moments = MomentWatch(reader: reader, loop: loop, agenda: agenda)
    }

    /// One for each flow; hosts are told what they have to take.
    private static func runners(
        _ scenario: Scenario, _ loop: Loop, _ topology: Topology, _ traffic: Traffic, _ agenda: Agenda
    ) throws(LabError) -> [FlowRunner] {
        var runners: [FlowRunner] = []
        var receivers: [Host?] = []
        for ledger in traffic.ledgers {
            let plan = ledger.plan
            guard let from = topology.nodes[plan.from.node].host else {
                throw LabError(.internalError, "flow \(plan.name): its sender is no host")
            }
            let to = plan.to.flatMap { topology.nodes[$0.node].host }
            switch plan.kind {
            case .ping: receivers.append(from)
            case .udp(_, let udp):
                receivers.append(to)
                to?.openPorts.insert(udp.destinationPort)
            case .frames, .replay: receivers.append(nil)
            }
            runners.append(
                FlowRunner(
                    loop: loop, host: from, ledger: ledger, traffic: traffic, agenda: agenda, scenario: scenario))
        }
        traffic.begin(receivers: receivers, links: topology.links)
        return runners
    }

    /// Closes what the run has opened; its addresses and paths are free when the call returns.
    func close() {
        capture?.finish()
        recording?.finish()
        topology.close()
    }

    // MARK: Warm-ups

    /// Exchanges one echo for each pair of addresses of flows that ask for it.
    func beginWarmUps() {
        var pairs: Set<Scenario.Flow.AddressPair> = []
        for ledger in traffic.ledgers where ledger.plan.warmup {
            guard let host = topology.nodes[ledger.plan.from.node].host, let pair = ledger.plan.addresses,
                let stamp = FlowStamp(flow: Traffic.warmupBit | ledger.id, sequence: 0), pairs.insert(pair).inserted
            else { continue }
            traffic.warmUps.asked += 1
            host.resolve(pair.destination, from: pair.source) { [unowned host, unowned traffic] resolution in
                guard resolution == .resolved else {
                    traffic.warmUps.refused += 1
                    return
                }
                let echo = ICMPEcho(.request, identifier: 0, sequence: 0)
                host.sendEchoRequest(
                    to: pair.destination, from: pair.source, echo, stamp: stamp, payloadByteCount: FlowStamp.byteCount)
            }
        }
    }

    /// How long warm-ups may take: three unanswered ARP requests, and an echo.
    static let warmUpLimit: Int64 = 4_000_000_000

    // MARK: From time zero

    /// Time zero: flows and the timeline begin at their times from here, and everything counts from here.
    mutating func begin() {
        zero = loop.now
        for line in lines { line.isActive = true }
        baseline = Counts(loop: loop, topology: topology)
        sequenceBaseline = topology.links.map(TunnelNumbers.init)
        let watches = Watches(scenario, topology: topology, zero: zero)
        self.watches = watches
        paths = PathRecorder(scenario, topology: topology, ledgers: traffic.ledgers)
        traffic.begin(watches: watches, paths: paths)
        let holes = ConvergeWatch(scenario, ledgers: traffic.ledgers)
        self.holes = holes
        timeline.entryActs = holes.entryActs
        moments.begin(scenario, baseline: baseline, zero: zero)
        sequencer.begin(at: zero)
    }

    /// Whether the last planned thing is past.
    var isPlanOver: Bool { sequencer.openFlows == 0 && agenda.isEmpty }

    /// Whether time alone will bring on frames: from links that hold them up, or from hosts that wait for their neighbours.
    ///
    /// Of a lab with an outside only frames of flows count: the outside may send for ever.
    var isTimeAwaited: Bool {
        lines.contains { hasOutside ? $0.awaitedCount > 0 : $0.count > 0 }
            || topology.nodes.contains { $0.host?.isAsking ?? false }
    }

    /// Whether frames may come in that nobody in the lab sends.
    var hasOutside: Bool { topology.nodes.contains { !$0.netdevs.isEmpty || $0.listener != nil } }

    /// Whether so much was done that the plan itself is a storm.
    var isBeyondLimit: Bool { agenda.performed > UInt64(scenario.frameLimit) }

    /// When a run in real time ends at the latest, in the loop's time, and as what: the file's `duration`, or its `timeout` behind
    /// the last planned thing.
    var end: (time: Int64, ended: Ended) {
        let timeout = zero.saturatingAdd(PlannedEnd.of(scenario)).saturatingAdd(scenario.timeout)
        guard let duration = durationEnd, duration <= timeout else { return (timeout, .timeout) }
        return (duration, .duration)
    }

    /// When the file's `duration` ends the run, in the loop's time.
    var durationEnd: Int64? { scenario.duration.map { zero.saturatingAdd($0) } }

    /// What comes of a run that a signal ended.
    func interrupted(_ signal: Int32) -> LabError {
        LabError(.interrupted(signal), "interrupted by signal \(signal)", result: result(.interrupted))
    }

    func result(_ ended: Ended) -> RunResult {
        topology.countLosses()
        var result = Judge(lab: self, ended: ended).result()
        result.isRootless = options.host.isRootless && scenario.clock == .real
        result.capture = capture?.result(zero: zero)
        result.record = recording?.result(traffic.fingerprint)
        return result
    }
}

extension Scenario {
    /// Whether somebody wants to see the datagrams of tunnels.
    fileprivate var looksIntoTunnels: Bool {
        expectations.contains { expectation in
            if case .bytes(let bytes) = expectation.kind { bytes.layer == .wire } else { false }
        }
    }
}
