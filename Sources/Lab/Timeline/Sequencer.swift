import ScenarioFile

/// Begins flows and entries of the timeline: at their times, or when what they follow is over.
final class Sequencer {
    private let scenario: Scenario
    private let runners: [FlowRunner]
    private let timeline: Timeline
    private let now: () -> Int64
    private var zero: Int64 = 0
    /// What follows each flow, and each entry.
    private var afterFlow: [[Follower]]
    private var afterEntry: [[Follower]]
    /// Flows that have not sent their last frame.
    private(set) var openFlows: Int

    private struct Follower {
        let what: What
        let plus: Int64
    }

    private enum What {
        case flow(Int)
        case entry(Int)
    }

    init(_ scenario: Scenario, runners: [FlowRunner], timeline: Timeline, now: @escaping () -> Int64) {
        self.scenario = scenario
        self.runners = runners
        self.timeline = timeline
        self.now = now
        openFlows = scenario.flows.count
        afterFlow = Array(repeating: [], count: scenario.flows.count)
        afterEntry = Array(repeating: [], count: scenario.timeline.count)
    }

    /// Time zero.
    func begin(at zero: Int64) {
        self.zero = zero
        timeline.begin(zero: zero)
        // First the network, so that it has changed when the frames of an instant are sent.
        for (index, entry) in scenario.timeline.enumerated() { plan(.entry(index), entry.start) }
        for (index, flow) in scenario.flows.enumerated() { plan(.flow(index), flow.start) }
    }

    func flowEnded(_ index: Int) {
        openFlows -= 1
        follow(afterFlow[index])
    }

    func entryActed(_ index: Int) { follow(afterEntry[index]) }

    private func plan(_ what: What, _ start: Scenario.Start) {
        switch start {
        case .at(let time): begin(what, at: zero.saturatingAdd(time))
        case .afterFlow(let index, let plus): afterFlow[index].append(Follower(what: what, plus: plus))
        case .afterEntry(let index, let plus): afterEntry[index].append(Follower(what: what, plus: plus))
        }
    }

    private func follow(_ followers: [Follower]) {
        for follower in followers { begin(follower.what, at: now().saturatingAdd(follower.plus)) }
    }

    private func begin(_ what: What, at time: Int64) {
        switch what {
        case .flow(let index): runners[index].begin(at: time)
        case .entry(let index): timeline.start(index, at: time)
        }
    }
}

/// When the last planned thing of a file is due, if every next hop answers at once.
struct PlannedEnd {
    private let scenario: Scenario
    /// By flow, then by entry.
    private var begins: [Int64?]

    /// Nanoseconds from time zero.
    static func of(_ scenario: Scenario) -> Int64 {
        var plan = PlannedEnd(scenario)
        var last: Int64 = 0
        for index in plan.begins.indices { last = max(last, plan.end(index)) }
        for expectation in scenario.expectations {
            last = max(last, expectation.window.during?.until ?? 0, expectation.window.within ?? 0)
        }
        return last
    }

    private init(_ scenario: Scenario) {
        self.scenario = scenario
        begins = Array(repeating: nil, count: scenario.flows.count + scenario.timeline.count)
    }

    private func start(_ index: Int) -> Scenario.Start {
        let flows = scenario.flows.count
        return index < flows ? scenario.flows[index].start : scenario.timeline[index - flows].start
    }

    /// When it begins; what it follows is looked up first, without recursion, as a chain may be long.
    private mutating func begin(_ index: Int) -> Int64 {
        var chain = [index]
        while let last = chain.last, begins[last] == nil {
            switch start(last) {
            case .at(let time): begins[last] = time
            case .afterFlow(let other, let plus):
                guard begins[other] != nil || chain.count > begins.count else {
                    chain.append(other)
                    continue
                }
                begins[last] = length(other).saturatingAdd(plus)
            case .afterEntry(let entry, let plus):
                let other = scenario.flows.count + entry
                if let known = begins[other] {
                    begins[last] = known.saturatingAdd(plus)
                } else if chain.count > begins.count {
                    begins[last] = plus
                } else {
                    chain.append(other)
                    continue
                }
            }
            chain.removeLast()
        }
        return begins[index] ?? 0
    }

    /// When the last frame of a flow is due whose beginning is known.
    private func length(_ flow: Int) -> Int64 {
        let plan = scenario.flows[flow]
        return (begins[flow] ?? 0).saturatingAdd(plan.offset(ofFrame: max(0, plan.count - 1)))
    }

    private mutating func end(_ index: Int) -> Int64 {
        let begin = begin(index)
        guard index >= scenario.flows.count else { return length(index) }
        let entry = scenario.timeline[index - scenario.flows.count]
        let last = entry.every == nil ? begin : max(begin, entry.until ?? begin)
        return last.saturatingAdd(entry.duration ?? 0)
    }
}
