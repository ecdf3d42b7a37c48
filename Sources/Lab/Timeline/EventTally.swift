import NetCore
import Results

/// What came of frames while an event of the timeline held.
final class EventTally {
    /// Counters at one moment.
    struct Reading {
        /// Frames that met what the event changed.
        var frames: UInt64 = 0
        /// Frames that ended there, by reason.
        var drops = Array(repeating: UInt64(0), count: DropReason.allCases.count)

        /// Adds what ended at a port.
        mutating func add(_ count: UInt64, _ reason: DropReason) { drops[Int(reason.rawValue)] += count }

        /// Adds what was counted from one moment to another.
        mutating func add(from first: Reading, to last: Reading) {
            frames += last.frames - first.frames
            for index in drops.indices { drops[index] += last.drops[index] - first.drops[index] }
        }
    }

    private let isHolding: () -> Bool
    private let read: () -> Reading
    /// Since when it holds.
    private var since: Reading?
    private var sum = Reading()

    /// - Parameters:
    ///   - isHolding: Whether what the event changed is still so.
    ///   - read: Reads the counters.
    init(isHolding: @escaping () -> Bool, read: @escaping () -> Reading) {
        self.isHolding = isHolding
        self.read = read
        update()
    }

    /// Something has changed.
    ///
    /// - Returns: Whether it holds now.
    @discardableResult
    func update() -> Bool {
        let holds = isHolding()
        switch (since, holds) {
        case (nil, true): since = read()
        case (let first?, false):
            sum.add(from: first, to: read())
            since = nil
        default: break
        }
        return holds
    }

    /// What was counted by now.
    var total: Reading {
        var total = sum
        if let since { total.add(from: since, to: read()) }
        return total
    }
}

extension EventTally.Reading {
    /// By reason, none with zero.
    var dropped: [DropCount] {
        DropReason.counted { drops[Int($0.rawValue)] }.map { DropCount($0.name, $0.count) }
    }
}
