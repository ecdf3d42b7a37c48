import NetCore
import ScenarioFile

/// Looks at states and counters at the times that windows ask for, when the instant is over.
final class MomentWatch {
    private(set) var reader: StateReader
    private let loop: Loop
    private let agenda: Agenda
    private var zero: Int64 = 0
    private var isReal = false
    /// States that are looked at while the run goes on, by index of the expectation.
    private var states: [StateWatch] = []
    /// Counters before the frames of an instant, and behind them, by time since zero.
    private(set) var before: [Int64: Counts] = [:]
    private(set) var behind: [Int64: Counts] = [:]
    /// Times since zero that have come and not been looked at: a clock that is late looks for each of them.
    private var due: [Int64] = []
    private var lastLook = Int64.min
    private var awaited: [Int64] = []

    /// A state with a window.
    struct StateWatch {
        let expectation: Int
        let expected: StateExpectation
        let window: Expectation.Window
        /// It held once, for `within`; it was looked at, for an instant.
        var isSettled = false
        /// What was amiss: last seen for `within`, first seen for `during`.
        var faults: [String] = []
        var faultTime: Int64?
    }

    /// In real time states are looked at this often, or one could not do anything else.
    private static let tick: Int64 = 1_000_000

    init(reader: StateReader, loop: Loop, agenda: Agenda) {
        self.reader = reader
        self.loop = loop
        self.agenda = agenda
    }

    /// Time zero: plans when to look.
    func begin(_ scenario: Scenario, baseline: Counts, zero: Int64) {
        self.zero = zero
        isReal = scenario.clock == .real
        reader = StateReader(topology: reader.topology, baseline: baseline)
        for (index, expectation) in scenario.expectations.enumerated() {
            let window = expectation.window
            if case .state(let expected) = expectation.kind, window != .whole {
                states.append(StateWatch(expectation: index, expected: expected, window: window))
            }
            let readsCounters = if case .dropped = expectation.kind { true } else { false }
            if let during = window.during {
                for time in [during.from, during.until] { mark(time, readsBefore: readsCounters) }
                // The last instant of it, in which what ages may have aged.
                if during.until > during.from + 1 { mark(during.until - 1) }
            }
            if let within = window.within {
                mark(within)
                if readsCounters { awaited.append(within) }
            }
        }
        awaited.sort(by: >)
    }

    /// Makes the run go on to a time and look at it.
    private func mark(_ time: Int64, readsBefore: Bool = false) {
        agenda.add(at: zero.saturatingAdd(time), .reading) { [unowned self] in
            if readsBefore, before[time] == nil { before[time] = Counts(loop: loop, topology: reader.topology) }
            if !isReal { due.append(time) }
        }
        guard isReal else { return }
        agenda.add(at: zero.saturatingAdd(time), .looking) { [unowned self] in
            // A clock that is late comes to what is behind this time before the instant is over.
            if awaited.last == time {
                awaited.removeLast()
                behind[time] = Counts(loop: loop, topology: reader.topology)
            }
            for index in states.indices { look(&states[index], time) }
        }
    }

    /// Whether there is anything left to look at.
    var isWatching: Bool { !states.isEmpty || !awaited.isEmpty }

    /// Called when nothing more happens at this time of the loop's clock.
    ///
    /// - Parameter isCoarse: In real time, where that is often.
    func instantOver(isCoarse: Bool) {
        let now = loop.now
        guard !due.isEmpty || !isCoarse || now >= lastLook.saturatingAdd(Self.tick) else { return }
        lastLook = now
        while let next = awaited.last, now >= zero.saturatingAdd(next) {
            awaited.removeLast()
            if behind[next] == nil { behind[next] = Counts(loop: loop, topology: reader.topology) }
        }
        for time in due.isEmpty ? [now - zero] : due {
            for index in states.indices { look(&states[index], time) }
        }
        due.removeAll(keepingCapacity: true)
    }

    private func look(_ state: inout StateWatch, _ time: Int64) {
        if let during = state.window.during {
            let isInstant = during.from == during.until
            guard time >= during.from, isInstant ? !state.isSettled : time < during.until else { return }
            state.isSettled = true
            guard state.faultTime == nil else { return }
            state.faults = reader.faults(state.expected)
            if !state.faults.isEmpty { state.faultTime = time }
        } else if let within = state.window.within, !state.isSettled {
            guard time <= within else { return }
            state.faults = reader.faults(state.expected)
            state.isSettled = state.faults.isEmpty
            state.faultTime = time
        }
    }

    /// What became of a state with a window; nil for one without, which is looked at when the run is over.
    func state(_ expectation: Int) -> StateWatch? { states.first { $0.expectation == expectation } }
}
