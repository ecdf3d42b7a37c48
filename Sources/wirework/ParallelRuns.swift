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
    /// By the place in the list of the first: those that have not ended.
    private var running: [Int: [PlannedRun]] = [:]
    /// Places of runs whose process has gone without a result: each is made once more, alone.
    private var suspects: [Int] = []
    /// Those that have, and wait for their turn to be shown.
    private var ended: [Int: FileOutcome] = [:]
    /// The first that came.
    private var signal: Int32?
    /// When those that a signal was sent to are no longer waited for.
    private var deadline: Int64?

    /// So long may a run take to say what it has seen.
    private static let patience: Int64 = 5_000_000_000
    /// More of them are not shown much sooner, and lost together if one of them crashes.
    private static let batchLimit = 16

    init(pool: consuming WorkerPool, limit: JobLimit) {
        self.pool = pool
        self.limit = limit
    }

    /// Makes all runs of a session.
    mutating func run(_ session: inout RunSession, _ console: inout Console) {
        var next = 0
        while true {
            startSuspects(session)
            while signal == nil, next < session.entries.count {
                let count = start(next, session)
                guard count > 0 else { break }
                next += count
            }
            while let outcome = ended.removeValue(forKey: session.outcomes.count) { session.take(outcome, &console) }
            guard !running.isEmpty || !suspects.isEmpty || signal == nil && next < session.entries.count else { return }
            wait(session)
        }
    }

    /// Begins what stands at a place.
    ///
    /// - Returns: How many entries that were; 0: it has to wait for others.
    private mutating func start(_ place: Int, _ session: RunSession) -> Int {
        switch session.entries[place] {
        case .invalid(let outcome):
            ended[place] = outcome
            return 1
        case .run(let run) where run.scenario.skipReason != nil:
            ended[place] = session.make(run)
            return 1
        case .run(let run):
            guard limit.allows(run.scenario.clock, beside: clocks) else { return 0 }
            let batch = batch(from: place, session)
            start(batch, at: place, session)
            return batch.count
        }
    }

    private var clocks: [Scenario.Clock] { running.values.compactMap { $0.first?.scenario.clock } }

    /// The runs from a place on that go into one process: a virtual run may be over sooner than a process begins.
    ///
    /// Towards the end they are fewer, so that no process is left with all the work.
    private func batch(from place: Int, _ session: RunSession) -> [PlannedRun] {
        let most = min(Self.batchLimit, (session.entries.count - place) / (4 * limit.processes))
        var batch: [PlannedRun] = []
        for entry in session.entries[place...] {
            guard case .run(let run) = entry, batch.isEmpty || batch.count < most && run.isShort else { break }
            batch.append(run)
            guard run.isShort else { break }
        }
        return batch
    }

    private mutating func startSuspects(_ session: RunSession) {
        while signal == nil, let place = suspects.first, case .run(let run) = session.entries[place],
            limit.allows(run.scenario.clock, beside: clocks)
        {
            suspects.removeFirst()
            start([run], at: place, session)
        }
    }

    private mutating func start(_ batch: [PlannedRun], at place: Int, _ session: RunSession) {
        do {
            try pool.start(place) { FileOutcome.message(batch.map { session.make($0) }) }
            running[place] = batch
        } catch {
            for (index, run) in batch.enumerated() {
                ended[place + index] = FileOutcome(unstarted: run, "no process for it: \(error)")
            }
        }
    }

    /// Takes what a process has said of its runs.
    private mutating func take(_ output: [UInt8], _ batch: [PlannedRun], _ place: Int, _ ending: ChildProcess.Ending) {
        if let outcomes = FileOutcome.outcomes(of: output), outcomes.count == batch.count {
            for (index, outcome) in outcomes.enumerated() { ended[place + index] = outcome }
        } else if signal == nil, batch.count > 1 {
            suspects += batch.indices.map { place + $0 }
        } else {
            for (index, run) in batch.enumerated() {
                ended[place + index] = FileOutcome(silent: run, ending, interruptedBy: signal)
            }
        }
    }

    private mutating func wait(_ session: RunSession) {
        switch pool.next(until: deadline) {
        case .ended(let place, let output, let ending)?:
            if let batch = running.removeValue(forKey: place) { take(output, batch, place, ending) }
        case .signal(let number)?:
            for (place, batch) in running {
                // The second time nobody wants to wait.
                let isPatient = signal == nil && batch.contains { $0.scenario.clock == .real }
                pool.send(isPatient ? number : SIGKILL, to: place)
            }
            for place in suspects {
                guard case .run(let run) = session.entries[place] else { continue }
                ended[place] = FileOutcome(interrupted: run, bySignal: number)
            }
            suspects = []
            signal = signal ?? number
            deadline = deadline ?? EventPoll.now() + Self.patience
        case nil:
            for place in running.keys { pool.send(SIGKILL, to: place) }
            deadline = nil
        }
    }
}

extension PlannedRun {
    /// Whether it may be over in no time.
    fileprivate var isShort: Bool { scenario.clock == .virtual && scenario.skipReason == nil }
}
