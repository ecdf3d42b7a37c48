import NetCore
import Results
import ScenarioFile

/// What is known of a flow: when each frame was sent and when it arrived, and where others ended.
final class FlowLedger {
    let plan: Scenario.Flow
    /// What its frames carry, from 1.
    let id: UInt32

    /// By number, in the loop's time.
    private(set) var sentTimes: [Int64] = []
    /// By number; ``never`` for those that have not arrived.
    private(set) var arrivalTimes: [Int64] = []
    /// Numbers that were due when there was no way: they have a time, but were never frames.
    private var skipped = Bits()
    private var skippedCount: Int64 = 0
    private var overtaken = Bits()
    private var highest: Int64 = -1
    private(set) var delivered: Int64 = 0
    private(set) var reordered: Int64 = 0
    private(set) var duplicates: Int64 = 0
    /// Further copies, if somebody will ask when they came.
    private(set) var copies: [(number: Int, time: Int64)] = []
    private let keepsCopies: Bool
    /// Where the frames that did not arrive ended.
    private(set) var endings = FlowEndings()
    /// When its pace began, in the loop's time; nil until then.
    private(set) var begun: Int64?
    /// Nanoseconds by which the latest frame was late.
    var latest: Int64 = 0

    static let never = Int64.max

    /// - Parameters:
    ///   - keepsCopies: Whether copies are kept with their times: where they are judged by window.
    init(plan: Scenario.Flow, id: UInt32, keepsCopies: Bool) {
        self.plan = plan
        self.id = id
        self.keepsCopies = keepsCopies
    }

    /// Frames that the sender's NIC was given.
    var sent: Int64 { Int64(sentTimes.count) - skippedCount }

    /// Whether nothing is on its way any more, as far as can be known.
    var isSettled: Bool { delivered + endings.traced >= plan.count }

    func frameID(_ number: Int64) -> FrameID { FrameID(flow: id, number: UInt64(number)) }

    /// The pace counts from here; frames that are never sent were due by it.
    func begin(at time: Int64) { begun = time }

    /// When a frame is due by the pace of its flow, in the loop's time.
    func due(_ number: Int) -> Int64 { (begun ?? 0).saturatingAdd(plan.offset(ofFrame: Int64(number))) }

    func send(at time: Int64) {
        sentTimes.append(time)
        arrivalTimes.append(Self.never)
    }

    /// Passes over a number that cannot be sent now.
    func skip(at time: Int64) {
        skipped.insert(sentTimes.count)
        skippedCount += 1
        send(at: time)
    }

    /// How many of a range of numbers were sent.
    func sentCount(in numbers: Range<Int>) -> Int64 {
        skippedCount == 0 ? Int64(numbers.count) : Int64(numbers.count { !skipped.contains($0) })
    }

    func hasArrived(_ number: Int) -> Bool {
        arrivalTimes.indices.contains(number) && arrivalTimes[number] != Self.never
    }

    /// Whether a frame arrived after one with a higher number.
    func wasOvertaken(_ number: Int) -> Bool { overtaken.contains(number) }

    func arrive(_ number: UInt64, at time: Int64) {
        guard number < UInt64(sentTimes.count) else { return }
        let index = Int(number)
        guard arrivalTimes[index] == Self.never else {
            duplicates += 1
            if keepsCopies { copies.append((index, time)) }
            return
        }
        arrivalTimes[index] = time
        delivered += 1
        // What had ended was a copy of a flooded frame.
        endings.forget(index)
        if Int64(index) < highest {
            reordered += 1
            overtaken.insert(index)
        }
        highest = max(highest, Int64(index))
    }

    /// Notes that a frame, or a copy of it, ended.
    ///
    /// Each number counts once, and not at all if it arrives.
    func lose(_ number: UInt64, _ reason: DropReason, at port: Int) {
        guard number < UInt64(plan.count), !hasArrived(Int(number)) else { return }
        endings.note(Int(number), reason, at: port)
    }

    func result(portName: (Int) -> String) -> FlowResult {
        let kind =
            switch plan.kind {
            case .ping: "ping"
            case .udp: "udp"
            case .frames: "frames"
            case .replay: "replay"
            }
        var result = FlowResult(name: plan.name, kind: kind, planned: plan.count)
        result.sent = sent
        result.delivered = delivered
        result.lost = plan.count - delivered
        result.duplicates = duplicates
        result.reordered = reordered
        result.latency = figures(in: .whole).latency
        result.latestNanoseconds = latest
        result.losses = endings.places.filter { $0.count > 0 }.map {
            FlowResult.Loss(
                place: portName($0.port), reason: $0.reason.name, count: UInt64($0.count), first: UInt64($0.first))
        }
        return result
    }
}
