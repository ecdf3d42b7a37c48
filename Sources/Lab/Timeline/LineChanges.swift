import NetCore

/// What entries of the timeline make of impairments: of those of one way of a link, or of the MTU of a NIC.
///
/// A later change goes before an earlier one; each that has an end is taken back by itself, and then what is under it shows
/// again, a ramp at the value to which it has come.
struct LineChanges {
    /// What one entry changes about one impairment.
    enum Step {
        case set(ImpairmentSetting)
        case ramp(RampUnderWay)
    }

    private struct Change {
        let id: Int
        /// It is not taken back.
        let isLasting: Bool
        var steps: [Step]
    }

    private let written: Impairments
    private var changes: [Change] = []
    private var ids = 0

    init(_ written: Impairments) { self.written = written }

    /// Changes impairments from now on.
    ///
    /// - Parameter isLasting: It is not taken back.
    /// - Returns: What ``remove(_:)`` takes.
    mutating func add(_ steps: [Step], isLasting: Bool) -> Int {
        ids += 1
        if isLasting { forgetWhatIsHidden(by: steps) }
        changes.append(Change(id: ids, isLasting: isLasting, steps: steps))
        return ids
    }

    /// What cannot show again, as long as a run lasts.
    private mutating func forgetWhatIsHidden(by steps: [Step]) {
        for index in changes.indices where changes[index].isLasting {
            changes[index].steps.removeAll { old in steps.contains { $0.hides(old) } }
        }
        changes.removeAll { $0.steps.isEmpty }
    }

    /// Takes a change back.
    mutating func remove(_ id: Int) { changes.removeAll { $0.id == id } }

    /// Whether a change is neither taken back nor hidden for good.
    func holds(_ id: Int) -> Bool { changes.contains { $0.id == id } }

    /// What holds at a time, and what goes on changing.
    func state(at now: Int64) -> (impairments: Impairments, ramps: [RampUnderWay]) {
        var impairments = written
        var ramps: [RampUnderWay] = []
        for step in changes.flatMap(\.steps) {
            ramps.removeAll { Step.ramp($0).subject == step.subject }
            switch step {
            case .set(let setting): impairments.set(setting)
            case .ramp(let ramp): if !ramp.apply(to: &impairments, at: now) { ramps.append(ramp) }
            }
        }
        return (impairments, ramps)
    }
}

extension LineChanges.Step {
    /// An impairment.
    fileprivate enum Subject {
        case mtu, outerMTU, drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder
    }

    fileprivate var subject: Subject {
        switch self {
        case .set(let setting):
            switch setting {
            case .mtu: .mtu
            case .outerMTU: .outerMTU
            case .drop: .drop
            case .loss: .loss
            case .corrupt: .corrupt
            case .duplicate: .duplicate
            case .rate: .rate
            case .queue: .queue
            case .delay: .delay
            case .jitter: .jitter
            case .reorder: .reorder
            }
        case .ramp(let ramp):
            switch ramp.ramp {
            case .delay: .delay
            case .jitter: .jitter
            case .loss: .loss
            case .corrupt: .corrupt
            case .duplicate: .duplicate
            case .reorder: .reorder
            case .bitRate, .frameRate: .rate
            }
        }
    }

    /// Whether nothing is left to see of an earlier step.
    fileprivate func hides(_ other: Self) -> Bool {
        guard subject == other.subject else { return false }
        // A ramp of a jitter's amount leaves its distribution.
        if case .ramp = self, case .set(.jitter) = other { return false }
        return true
    }
}
