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
        switch scenario.clock {
        case .virtual:
            var run = try VirtualRun(scenario, options)
            defer { run.close() }
            return try run.run()
        case .real:
            try options.host.check(scenario)
            RunDirectory.sweep()
            var run = try RealRun(scenario, options)
            defer { run.close() }
            return try run.run()
        }
    }
}

/// A scenario on a loop, and what both clocks do with it.
struct Lab {
    let scenario: Scenario
    let loop: Loop
    let topology: Topology
    let traffic: Traffic
    let runners: [FlowRunner]
    let options: RunOptions
    /// If it was asked for.
    let capture: RunCapture?
    /// The loop's time that is zero to the file.
    private(set) var zero: Int64 = 0
    private(set) var baseline: Counts

    init(_ scenario: Scenario, _ options: RunOptions, loop: Loop, driver: RealTimeDriver?) throws(LabError) {
        self.scenario = scenario
        self.options = options
        self.loop = loop
        let builder = TopologyBuilder(loop: loop, driver: driver, showsTunnels: options.capture != nil)
        let topology = try builder.build(scenario)
        let traffic = Traffic(flows: scenario.flows, isVirtual: driver == nil)
        var runners: [FlowRunner] = []
        var receivers: [Host?] = []
        for ledger in traffic.ledgers {
            let plan = ledger.plan
            guard let from = topology.nodes[plan.from.node].host, let end = plan.to,
                let to = topology.nodes[end.node].host
            else {
                throw LabError(.internalError, "flow \(plan.name): its ends are not hosts")
            }
            if case .udp(_, let udp) = plan.kind { to.openPorts.insert(udp.destinationPort) }
            switch plan.kind {
            case .ping: receivers.append(from)
            case .udp, .frames: receivers.append(to)
            }
            runners.append(
                FlowRunner(
                    loop: loop, host: from, ledger: ledger, traffic: traffic, frameLimit: scenario.frameLimit))
        }
        traffic.begin(runners: runners, receivers: receivers)
        for node in topology.nodes { node.host?.delegate = traffic }
        self.topology = topology
        self.traffic = traffic
        self.runners = runners
        loop.observer = traffic
        // It tells whoever was told before.
        capture = try options.capture.map { (file) throws(LabError) in
            try RunCapture(file, of: topology, loop: loop, driver: driver)
        }
        baseline = Counts(loop: loop, topology: topology)
    }

    /// Closes what the run has opened; its addresses and paths are free when the call returns.
    func close() {
        capture?.finish()
        topology.close()
    }

    // MARK: Warm-ups

    /// Exchanges one echo for each flow that asks for it.
    ///
    /// - Returns: How many echoes are to come back.
    func beginWarmUps() -> Int {
        var count = 0
        for ledger in traffic.ledgers where ledger.plan.warmup {
            guard let host = topology.nodes[ledger.plan.from.node].host,
                let destination = ledger.plan.addresses?.destination
            else { continue }
            guard let stamp = FlowStamp(flow: Traffic.warmupBit | ledger.id, sequence: 0) else { continue }
            count += 1
            host.resolve(destination) { [unowned host] resolution in
                guard resolution == .resolved else { return }
                let echo = ICMPEcho(.request, identifier: 0, sequence: 0)
                host.sendEchoRequest(to: destination, echo, stamp: stamp, payloadByteCount: FlowStamp.byteCount)
            }
        }
        return count
    }

    /// How long warm-ups may take: three unanswered ARP requests, and an echo.
    static let warmUpLimit: Int64 = 4_000_000_000

    // MARK: Flows

    /// Time zero: flows begin at their times from here, and counters count from here.
    mutating func begin() {
        zero = loop.now
        baseline = Counts(loop: loop, topology: topology)
        for (index, flow) in scenario.flows.enumerated() {
            switch flow.start {
            case .at(let time):
                runners[index].begin(at: zero + time)
            case .afterEntry: break
            case .afterFlow(let other, let plus):
                let previous = runners[other].whenDone
                let runner = runners[index]
                runners[other].whenDone = { [unowned loop] in
                    previous?()
                    runner.begin(at: loop.now + plus)
                }
            }
        }
    }

    var areFlowsDone: Bool { runners.allSatisfy(\.isDone) }

    /// Whether nothing is on its way, in process or in the kernel: what went into sockets has come out.
    var isQuiet: Bool {
        loop.isIdle && Counts.inKernel(topology) <= baseline.inKernel
    }

    var areFlowsSettled: Bool { traffic.ledgers.allSatisfy(\.isSettled) }

    /// When the run ends at the latest, in the loop's time, and as what: the file's `duration`, or its `timeout` behind
    /// the last planned thing.
    var end: (time: Int64, ended: Ended) {
        let timeout = Self.sum(zero, Self.sum(plannedEnd, scenario.timeout))
        guard let duration = scenario.duration.map({ Self.sum(zero, $0) }), duration <= timeout else {
            return (timeout, .timeout)
        }
        return (duration, .duration)
    }

    /// The end of time instead of an overflow: a file may chain flows that last for centuries.
    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// When the last planned frame is due, from time zero, if every next hop answers at once.
    var plannedEnd: Int64 {
        var ends = [Int64?](repeating: nil, count: scenario.flows.count)
        func end(_ index: Int) -> Int64 {
            if let known = ends[index] { return known }
            let flow = scenario.flows[index]
            let start =
                switch flow.start {
                case .at(let time): time
                case .afterEntry(_, let plus): plus
                case .afterFlow(let other, let plus): Self.sum(end(other), plus)
                }
            let value = Self.sum(start, flow.pace.offset(ofFrame: max(0, flow.count - 1)))
            ends[index] = value
            return value
        }
        return scenario.flows.indices.map(end).max() ?? 0
    }

    func result(_ ended: Ended) -> RunResult {
        var result = Judge(lab: self, ended: ended).result()
        result.isRootless = options.host.isRootless && scenario.clock == .real
        result.capture = capture?.result(zero: zero)
        return result
    }
}
