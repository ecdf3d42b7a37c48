import NetCore
import Results
import ScenarioFile

/// A run in virtual time: the clock jumps from event to event, and nothing outside the file has a say.
struct VirtualRun {
    private(set) var lab: Lab

    init(_ scenario: Scenario, _ options: RunOptions) throws(LabError) {
        lab = try Lab(scenario, options, loop: Loop(), driver: nil)
    }

    func close() { lab.close() }

    mutating func run() throws(LabError) -> RunResult {
        let loop = lab.loop
        let clock = VirtualClock()
        let limit = UInt64(lab.scenario.frameLimit)
        lab.beginWarmUps()
        if clock.run(loop, frameLimit: limit) == .limit { return lab.result(.limit) }
        lab.begin()
        // Nothing else bounds it: what is on its way arrives, however long it takes, and nobody waits for it.
        let lab = lab
        let end = lab.durationEnd
        let signals = try SignalWatch()
        var dispatches = 0
        let ended = clock.run(loop, until: end, frameLimit: limit) {
            if lab.moments.isWatching, loop.nextDeadline.map({ $0 > loop.now }) ?? true {
                lab.moments.instantOver(isCoarse: false)
            }
            dispatches &+= 1
            if dispatches % SignalWatch.dispatchesPerLook == 0, signals.hasCaught() { return true }
            return lab.isBeyondLimit
        }
        if let number = signals.caught { throw lab.interrupted(number) }
        switch ended {
        case .limit, .condition: return lab.result(.limit)
        case .time: return lab.result(.duration)
        case .idle: return lab.result(.done)
        }
    }
}
