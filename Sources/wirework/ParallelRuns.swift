import Glibc
import LinuxNet
import ScenarioFile

/// Makes runs in processes of their own, several at a time: they begin in their order, and are shown in it.
///
/// A process that ends without a result takes nobody along. A signal ends them all: those in real time say what they have seen by
/// then, those in virtual time do not wait.
struct ParallelRuns: ~Copyable {
    private var pool: WorkerPool
    private let limit: JobLimit
    /// By the place in the list: those that have not ended.
    private var running: [Int: PlannedRun] = [:]
    /// Those that have, and wait for their turn to be shown.
    private var ended: [Int: FileOutcome] = [:]
    /// The first that came.
    private var signal: Int32?
    /// When those that a signal was sent to are no longer waited for.
    private var deadline: Int64?

    /// So long may a run take to say what it has seen.
    private static let patience: Int64 = 5_000_000_000

    init(pool: consuming WorkerPool, limit: JobLimit) {
        self.pool = pool
        self.limit = limit
    }

    /// Makes all runs of a session.
    mutating func run(_ session: inout RunSession, _ console: inout Console) {
        var next = 0
        while true {
            while signal == nil, next < session.entries.count, start(next, session) { next += 1 }
            while let outcome = ended.removeValue(forKey: session.outcomes.count) { session.take(outcome, &console) }
            guard !running.isEmpty || signal == nil && next < session.entries.count else { return }
            wait()
        }
    }

    /// Begins what stands at a place, unless it has to wait for others.
    private mutating func start(_ place: Int, _ session: RunSession) -> Bool {
        let run: PlannedRun
        switch session.entries[place] {
        case .invalid(let outcome):
            ended[place] = outcome
            return true
        case .run(let planned): run = planned
        }
        guard run.scenario.skipReason == nil else {
            ended[place] = session.make(run)
            return true
        }
        guard limit.allows(run.scenario.clock, beside: running.values.map(\.scenario.clock)) else { return false }
        do {
            try pool.start(place) { session.make(run).message }
            running[place] = run
        } catch {
            ended[place] = FileOutcome(unstarted: run, "no process for it: \(error)")
        }
        return true
    }

    private mutating func wait() {
        switch pool.next(until: deadline) {
        case .ended(let place, let output, let ending)?:
            guard let run = running.removeValue(forKey: place) else { return }
            ended[place] = FileOutcome(reading: output, of: run, ending, interruptedBy: signal)
        case .signal(let number)?:
            for (place, run) in running {
                // The second time nobody wants to wait.
                let isPatient = signal == nil && run.scenario.clock == .real
                pool.send(isPatient ? number : SIGKILL, to: place)
            }
            signal = signal ?? number
            deadline = deadline ?? EventPoll.now() + Self.patience
        case nil:
            for place in running.keys { pool.send(SIGKILL, to: place) }
            deadline = nil
        }
    }
}
