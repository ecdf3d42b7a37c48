import Results
import ScenarioFile
import Tunnels

/// What both receivers of a tunnel have seen in the numbers of what came, so far.
struct TunnelNumbers {
    /// By the receiver of the way forward; nil where nobody looks at numbers.
    let forward: L2TPv3SequenceCounters?
    /// By that of the way back.
    let reverse: L2TPv3SequenceCounters?

    init(_ link: Topology.Link) {
        guard case .l2tpv3(let a, let b) = link.plan.kind else {
            (forward, reverse) = (nil, nil)
            return
        }
        forward = b.looksAtNumbers ? link.ends.b.sequenceCounters : nil
        reverse = a.looksAtNumbers ? link.ends.a.sequenceCounters : nil
    }
}

extension SequenceCounts {
    /// What was seen between two moments.
    init?(_ counters: L2TPv3SequenceCounters?, since before: L2TPv3SequenceCounters?) {
        guard let counters else { return nil }
        let before = before ?? L2TPv3SequenceCounters()
        self.init()
        reordered = counters.reordered - before.reordered
        missing = counters.missing - before.missing
        late = counters.late - before.late
        duplicates = counters.duplicates - before.duplicates
        old = counters.old - before.old
        resynchronizations = counters.resynchronizations - before.resynchronizations
    }
}
