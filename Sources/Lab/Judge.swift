import NetCore
import Results
import ScenarioFile

/// Makes a result of a lab whose run is over: what was counted, what was expected, and the verdict.
final class Judge {
    let lab: Lab
    let ended: Ended
    let counts: Counts
    /// From time zero to the end.
    let whole: CountSpan
    let flows: [FlowResult]
    /// By number.
    private let names: [Int: String]
    private let ports: [Port]
    /// What links dropped, in sentences, for those who ask where frames are.
    private(set) lazy var linkDrops = linkDropTexts()
    /// The sum over all frames.
    private(set) lazy var conservation = sum()

    init(lab: Lab, ended: Ended) {
        self.lab = lab
        self.ended = ended
        counts = Counts(loop: lab.loop, topology: lab.topology)
        whole = CountSpan(from: lab.baseline, to: counts)
        ports = lab.loop.ports
        let names = Dictionary(ports.map { ($0.number, lab.loop.name(of: $0)) }) { $1 }
        self.names = names
        flows = lab.traffic.ledgers.map { ledger in ledger.result { names[$0] ?? "?" } }
    }

    /// The result of a run that is left out.
    static func skipped(_ scenario: Scenario, _ reason: String) -> RunResult {
        var result = empty(scenario)
        result.verdict = .skip
        result.skipped = scenario.skipped + [reason]
        return result
    }

    private static func empty(_ scenario: Scenario) -> RunResult {
        var result = RunResult(
            scenario: scenario.name, id: scenario.id,
            parameters: scenario.parameters.map { NamedText($0.name, $0.value) }, seed: scenario.seed,
            clock: scenario.clock.rawValue)
        result.skipped = scenario.skipped
        result.warnings = scenario.warnings.map(withoutSeverity)
        return result
    }

    func result() -> RunResult {
        let scenario = lab.scenario
        var result = Self.empty(scenario)
        result.ended = ended
        result.fingerprint = lab.traffic.fingerprint?.text
        result.durationNanoseconds = lab.loop.now - lab.zero
        result.timeline = lab.timeline.events
        result.unlistedEvents = lab.timeline.unlisted
        result.flows = flows
        result.nodes = lab.topology.nodes.enumerated().map { node($1, $0) }
        result.links = lab.topology.links.enumerated().map { link($1, $0) }
        result.conservation = conservation
        if ended == .limit { result.warnings.append(storm(result.links)) }
        result.warnings += lab.timeline.unstruck
        result.warnings += lateness + [lab.traffic.warmUps.remark].compactMap(\.self)
        result.expectations = scenario.expectations.indices.map { judge($0) }
        result.verdict = verdict(of: result)
        return result
    }

    func name(ofPort number: Int) -> String { names[number] ?? "?" }

    // MARK: Counting

    /// Drops at a port since time zero.
    func drops(_ port: Port, _ reason: DropReason) -> UInt64 {
        whole.drops(port, reason)
    }

    /// Frames of one direction of a link that ended for a reason.
    func drops(on link: Topology.Link, isForward: Bool, _ reason: DropReason, in span: CountSpan) -> UInt64 {
        reason.drops(on: link, isForward: isForward) {
            span.refused($0, reason)
        } ended: {
            span.drops($0, reason) - span.refused($0, reason)
        }
    }

    /// Frames that ended anywhere for a reason.
    func drops(_ reason: DropReason, in span: CountSpan) -> UInt64 {
        ports.reduce(0) { $0 + span.drops($1, reason) }
    }

    /// A counter of a port since time zero.
    func count(_ port: Port, _ counter: KeyPath<PortCounters, UInt64>) -> UInt64 {
        counts.ports[port.number][keyPath: counter] - lab.baseline.ports[port.number][keyPath: counter]
    }

    func dropCounts(_ count: (DropReason) -> UInt64) -> [DropCount] {
        DropReason.counted(count).map { DropCount($0.name, $0.count) }
    }

    private func node(_ node: Topology.Node, _ number: Int) -> NodeResult {
        let nics = node.nics.enumerated().map { index, nic in
            let port = nic.port
            let (taken, before) = (counts.nics[number][index], lab.baseline.nics[number][index])
            return NICResult(
                name: node.plan.interface(at: index), mac: nic.macAddress.description, model: "plain",
                rxFrames: taken.rxFrames - before.rxFrames, rxBytes: taken.rxBytes - before.rxBytes,
                txFrames: count(port, \.txFrames), txBytes: count(port, \.txBytes),
                dropped: dropCounts { drops(port, $0) })
        }
        return NodeResult(
            name: node.plan.name, kind: node.kind, nics: nics,
            dropped: dropCounts { reason in node.ports.reduce(0) { $0 + drops($1, reason) } })
    }

    private func link(_ link: Topology.Link, _ number: Int) -> LinkResult {
        let others = link.others.map(\.port)
        let numbers = TunnelNumbers(link)
        // A run that was over before time zero has none.
        let before = lab.sequenceBaseline.indices.contains(number) ? lab.sequenceBaseline[number] : nil
        func direction(_ entries: [Port], isForward: Bool) -> LinkResult.Direction {
            LinkResult.Direction(
                frames: entries.reduce(0) { $0 + count($1, \.txFrames) },
                bytes: entries.reduce(0) { $0 + count($1, \.txBytes) },
                dropped: dropCounts { drops(on: link, isForward: isForward, $0, in: whole) },
                sequence: SequenceCounts(
                    isForward ? numbers.forward : numbers.reverse, since: isForward ? before?.forward : before?.reverse)
            )
        }
        return LinkResult(
            id: link.plan.id, kind: link.plan.kind.name, a: lab.loop.name(of: link.a), b: lab.loop.name(of: link.b),
            others: others.map { lab.loop.name(of: $0) }, forward: direction([link.a], isForward: true),
            reverse: direction([link.b] + others, isForward: false), netdev: link.netdev, degraded: link.degraded)
    }

    private func sum() -> Conservation {
        let base = lab.baseline
        let held = Int64(counts.held) - Int64(base.held)
        let inKernel = counts.inKernel - base.inKernel
        var sum = Conservation()
        sum.sent = ports.reduce(0) { $0 + count($1, \.madeFrames) }
        sum.entered = counts.entered - base.entered + UInt64(max(0, -held)) + UInt64(max(0, -inKernel))
        sum.copies = counts.copies - base.copies
        sum.delivered = counts.consumed - base.consumed
        sum.left = counts.left - base.left
        sum.dropped = dropCounts { reason in ports.reduce(0) { $0 + drops($1, reason) } }
        sum.inFlight = UInt64(max(0, held))
        sum.untraceable = UInt64(max(0, inKernel))
        return sum
    }

    /// A generator that cannot keep its pace sends late; beyond a frame's own interval that is worth saying.
    private var lateness: [String] {
        guard lab.scenario.clock == .real else { return [] }
        return zip(lab.traffic.ledgers, flows).compactMap { ledger, flow in
            let interval = ledger.plan.offset(ofFrame: 1)
            guard flow.latestNanoseconds > max(interval, Self.latenessOfNote) else { return nil }
            return "flow \(flow.name): the generator was up to \(flow.latestNanoseconds / 1_000_000) ms late"
        }
    }

    private static let latenessOfNote: Int64 = 10_000_000

    /// A report says by itself that it is a warning.
    private static func withoutSeverity(_ diagnostic: Diagnostic) -> String {
        let parts = diagnostic.description.split(separator: ": warning: ", maxSplits: 1)
        return parts.joined(separator: ": ")
    }

    /// What a run that moved too many frames was busy with: a loop shows as links that carry most of them.
    private func storm(_ links: [LinkResult]) -> String {
        let loads = links.map { ($0.id, $0.forward.frames + $0.reverse.frames) }
        let most = loads.map(\.1).max() ?? 0
        let busiest = loads.filter { $0.1 > 0 && $0.1 >= most / 2 }.prefix(8).map { "\($0.0) (\($0.1))" }
        let places = busiest.isEmpty ? "" : "; the busiest links: \(busiest.joined(separator: ", "))"
        return "more than \(lab.scenario.frameLimit) frames were moved, as in a loop\(places)"
    }

    // MARK: Verdict

    private func verdict(of result: RunResult) -> Verdict {
        switch ended {
        case .timeout, .limit: return .fail
        case .interrupted: return .error
        case .done, .duration: break
        }
        if result.expectations.contains(where: { $0.verdict == .fail }) { return .fail }
        // What holds by default is no expectation that is left where all others were taken out.
        let isAnythingLeft = lab.scenario.skipped.isEmpty || lab.scenario.expectations.contains { $0.source != .none }
        return result.expectations.isEmpty || !isAnythingLeft ? .skip : .pass
    }
}
