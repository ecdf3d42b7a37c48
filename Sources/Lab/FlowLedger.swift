import NetCore
import Results
import ScenarioFile

/// What is known of a flow: when each frame was sent, which have arrived, where others ended.
final class FlowLedger {
    let plan: Scenario.Flow
    /// What its frames carry, from 1.
    let id: UInt32

    /// By number.
    private var sentTimes: [Int64] = []
    /// A bit for each number that has arrived.
    private var arrived: [UInt64] = []
    private var latencies: [Int64] = []
    private var highest: Int64 = -1
    private(set) var delivered: Int64 = 0
    private var duplicates: Int64 = 0
    private var reordered: Int64 = 0
    /// Frames that ended somewhere this ledger was told of.
    private(set) var traced: Int64 = 0
    /// Numbers that ended somewhere and have not arrived by another way, with their place in `losses`.
    private var lostAt: [UInt64: Int] = [:]
    /// Few, so a list that is walked.
    private var losses: [Loss] = []
    /// Nanoseconds by which the latest frame was late.
    var latest: Int64 = 0

    private struct Loss {
        let port: Int
        let reason: DropReason
        var count: UInt64
        let first: UInt64
    }

    init(plan: Scenario.Flow, id: UInt32) {
        self.plan = plan
        self.id = id
    }

    var sent: Int64 { Int64(sentTimes.count) }

    /// Whether nothing is on its way any more, as far as can be known.
    var isSettled: Bool { delivered + traced >= plan.count }

    func frameID(_ number: Int64) -> FrameID { FrameID(flow: id, number: UInt64(number)) }

    func send(at time: Int64) { sentTimes.append(time) }

    func arrive(_ number: UInt64, at time: Int64) {
        guard number < UInt64(sentTimes.count) else { return }
        let index = Int(number)
        let (word, bit) = (index / 64, UInt64(1) << UInt64(index % 64))
        while arrived.count <= word { arrived.append(0) }
        if arrived[word] & bit != 0 {
            duplicates += 1
            return
        }
        arrived[word] |= bit
        delivered += 1
        if let place = lostAt.removeValue(forKey: number) {
            // It was a copy of a flooded frame that had ended.
            traced -= 1
            losses[place].count -= 1
        }
        latencies.append(time - sentTimes[index])
        if Int64(index) < highest { reordered += 1 }
        highest = max(highest, Int64(index))
    }

    /// Notes that a frame, or a copy of it, ended.
    ///
    /// Each number counts once, and not at all if it arrives.
    func lose(_ number: UInt64, _ reason: DropReason, at port: Int) {
        guard number < UInt64(plan.count), !hasArrived(number), lostAt[number] == nil else { return }
        traced += 1
        if let index = losses.firstIndex(where: { $0.port == port && $0.reason == reason }) {
            losses[index].count += 1
            lostAt[number] = index
        } else {
            lostAt[number] = losses.count
            losses.append(Loss(port: port, reason: reason, count: 1, first: number))
        }
    }

    private func hasArrived(_ number: UInt64) -> Bool {
        let word = Int(number / 64)
        return word < arrived.count && arrived[word] & 1 << (number % 64) != 0
    }

    func result(portName: (Int) -> String) -> FlowResult {
        let kind =
            switch plan.kind {
            case .ping: "ping"
            case .udp: "udp"
            case .frames: "frames"
            }
        var result = FlowResult(name: plan.name, kind: kind, planned: plan.count)
        result.sent = sent
        result.delivered = delivered
        result.lost = plan.count - delivered
        result.duplicates = duplicates
        result.reordered = reordered
        result.latency = latency
        result.latestNanoseconds = latest
        result.losses = losses.filter { $0.count > 0 }.map {
            FlowResult.Loss(place: portName($0.port), reason: $0.reason.name, count: $0.count, first: $0.first)
        }
        return result
    }

    /// By nearest rank: the smallest latency that at least that share of frames does not exceed.
    private var latency: FlowResult.Latency? {
        guard !latencies.isEmpty else { return nil }
        let sorted = latencies.sorted()
        func rank(_ percent: Int) -> Int64 { sorted[max(0, (sorted.count * percent + 99) / 100 - 1)] }
        return FlowResult.Latency(
            min: sorted[0], p50: rank(50), p90: rank(90), p99: rank(99), max: sorted[sorted.count - 1])
    }
}
