import Results
import ScenarioFile

/// The part of a run that a flow is judged by, in the loop's time.
struct FlowWindow {
    /// Frames that were sent, or due, from here.
    var from = Int64.min
    /// And before here.
    var until = Int64.max
    /// What arrived later has not arrived.
    var asOf = Int64.max

    static let whole = FlowWindow()

    var isWhole: Bool { from == .min && until == .max && asOf == .max }
}

/// What became of a flow, or of several, in a window.
struct FlowFigures {
    var planned: Int64 = 0
    var sent: Int64 = 0
    var delivered: Int64 = 0
    var duplicates: Int64 = 0
    var reordered: Int64 = 0
    /// Frames that arrived, but after the window.
    var late: Int64 = 0
    var latencies: [Int64] = []
    /// Where frames ended that did not arrive, and which was the first, by flow and place.
    var endings: [Ending] = []

    struct Ending {
        let flow: String
        let place: FlowEndings.Place
    }

    var lost: Int64 { planned - delivered }

    mutating func add(_ other: FlowFigures) {
        planned += other.planned
        sent += other.sent
        delivered += other.delivered
        duplicates += other.duplicates
        reordered += other.reordered
        late += other.late
        latencies += other.latencies
        endings += other.endings
    }

    /// By nearest rank: the smallest latency that at least that share of frames does not exceed; nil for no frames.
    var latency: FlowResult.Latency? {
        guard !latencies.isEmpty else { return nil }
        let sorted = latencies.sorted()
        func rank(_ percent: Int) -> Int64 { sorted[max(0, (sorted.count * percent + 99) / 100 - 1)] }
        return FlowResult.Latency(
            min: sorted[0], p50: rank(50), p90: rank(90), p99: rank(99), max: sorted[sorted.count - 1])
    }
}

extension FlowLedger {
    /// What became of the frames that were sent, or due, in a window.
    func figures(in window: FlowWindow) -> FlowFigures {
        let numbers = sentNumbers(in: window)
        var figures = FlowFigures()
        figures.sent = sentCount(in: numbers)
        let unsent = unsentNumbers(in: window)
        figures.planned = Int64(numbers.count + unsent.count)
        figures.latencies.reserveCapacity(window.isWhole ? Int(delivered) : 0)
        for number in numbers {
            let arrival = arrivalTimes[number]
            if arrival == Self.never { continue }
            guard arrival <= window.asOf else {
                figures.late += 1
                continue
            }
            figures.delivered += 1
            figures.latencies.append(arrival - sentTimes[number])
            if wasOvertaken(number) { figures.reordered += 1 }
        }
        figures.duplicates =
            window.isWhole
            ? duplicates
            : Int64(copies.count { numbers.contains($0.number) && $0.time <= window.asOf })
        figures.endings = endings(numbers, unsent, isWhole: window.isWhole)
        return figures
    }

    /// Times of sending do not fall, so the numbers of a window are a range.
    private func sentNumbers(in window: FlowWindow) -> Range<Int> {
        if window.isWhole { return sentTimes.indices }
        let first = Self.first(in: 0..<sentTimes.count) { sentTimes[$0] >= window.from }
        return first..<Self.first(in: first..<sentTimes.count) { sentTimes[$0] >= window.until }
    }

    /// Frames that were due in a window and not sent.
    private func unsentNumbers(in window: FlowWindow) -> Range<Int> {
        let all = sentTimes.count..<max(sentTimes.count, Int(plan.count))
        guard window.from != .min || window.until != .max else { return all }
        guard let begun else { return all.prefix(0) }
        func number(dueAt time: Int64) -> Int {
            Self.first(in: all) { number in
                let (due, overflow) = begun.addingReportingOverflow(plan.offset(ofFrame: Int64(number)))
                return overflow || due >= time
            }
        }
        let first = number(dueAt: window.from)
        return first..<max(first, number(dueAt: window.until))
    }

    /// The first number that a condition holds for, which then holds for all behind it; else the end of the range.
    private static func first(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, max(range.lowerBound, range.upperBound))
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func endings(_ sent: Range<Int>, _ unsent: Range<Int>, isWhole: Bool) -> [FlowFigures.Ending] {
        guard !isWhole else {
            return endings.places.filter { $0.count > 0 }.map { .init(flow: plan.name, place: $0) }
        }
        return endings(of: sent, unsent.clamped(to: 0..<endings.limit))
    }

    /// Where frames of these numbers ended that did not arrive.
    func endings(of ranges: Range<Int>...) -> [FlowFigures.Ending] {
        var places: [FlowEndings.Place?] = Array(repeating: nil, count: endings.places.count)
        for numbers in ranges {
            for number in numbers {
                guard let index = endings.place(of: number) else { continue }
                let known = endings.places[index]
                var place = places[index] ?? .init(port: known.port, reason: known.reason, first: number)
                place.count += 1
                places[index] = place
            }
        }
        return places.compactMap(\.self).map { .init(flow: plan.name, place: $0) }
    }
}
