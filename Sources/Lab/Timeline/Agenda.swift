import NetCore

/// What a run does at times that are known before: each before the frames of its instant, in one order.
final class Agenda: TimerClient {
    /// What comes first at one instant.
    enum Rank: Int {
        /// Counters are read, before anything happens.
        case reading
        /// What an entry of the timeline changed is put back.
        case puttingBack
        /// An entry of the timeline acts.
        case acting
        /// In real time states are looked at: what acts at an instant belongs to it.
        case looking
    }

    private struct Item {
        let time: Int64
        let rank: Rank
        let index: Int
        let call: Int
        let action: () -> Void

        func precedes(_ other: Item) -> Bool {
            (time, rank.rawValue, index, call) < (other.time, other.rank.rawValue, other.index, other.call)
        }
    }

    /// A binary heap.
    private var items: [Item] = []
    private var calls = 0
    private let timer: LoopTimer
    /// How much was done: bounded by the run's limit, like frames.
    private(set) var performed: UInt64 = 0

    init(loop: Loop) {
        timer = loop.makeTimer()
        loop.attach(self, to: timer)
    }

    var isEmpty: Bool { items.isEmpty }

    /// When the next thing is to be done, in the loop's time; the end of time if nothing is.
    var nextTime: Int64 { items.first?.time ?? .max }

    /// Plans something.
    ///
    /// - Parameters:
    ///   - time: Of the loop.
    ///   - rank: What it is; at one time the lower goes first.
    ///   - index: Among one rank the lower goes first: the place in the file.
    func add(at time: Int64, _ rank: Rank, index: Int = 0, _ action: @escaping () -> Void) {
        calls += 1
        items.append(Item(time: time, rank: rank, index: index, call: calls, action: action))
        siftUp()
        timer.armFirst(at: nextTime)
    }

    /// One instant's work: what is late may have frames between it and the next.
    func timerFired(_ timer: LoopTimer) {
        guard let time = items.first?.time else { return }
        var hasActed = false
        while let first = items.first, first.time == time {
            // Nodes learn of what has acted in a turn of the loop; who looks comes behind that.
            if first.rank == .looking, hasActed { break }
            hasActed = hasActed || first.rank != .looking
            removeFirst()
            performed += 1
            first.action()
            // Actions that plan for their own instant again must not keep the driver from its limit and its signals.
            if performed % Self.atOnce == 0 { break }
        }
        if !items.isEmpty { timer.armFirst(at: nextTime) }
    }

    private static let atOnce: UInt64 = 1024

    private func siftUp() {
        var place = items.count - 1
        while place > 0, items[place].precedes(items[(place - 1) / 2]) {
            items.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private func removeFirst() {
        items.swapAt(0, items.count - 1)
        items.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < items.count {
                if items[child].precedes(items[least]) { least = child }
            }
            if least == place { return }
            items.swapAt(place, least)
            place = least
        }
    }
}
