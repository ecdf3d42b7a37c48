/// Which numbers are new, and which have to wait: the receiver's side of sequencing (RFC 3931 4.6.1, Appendix C).
///
///     number - expected, modulo 2^24 (2^32 for a plain counter)
///     0                   in its turn
///     1 ... half - 1      new: what lies between is missing
///     half ...            old or a duplicate: refused
///
/// With `sequence=check` a new number goes on, and what was missing is given up. With `sequence=reorder` it waits for the
/// missing ones, as with Linux's `reorder_timeout`: until they have come, until ``patience`` is over, or until the numbers
/// have run ahead by ``span``. Unlike Linux, which discards what has waited in vain, those that waited then go on.
///
/// A sender that starts again counts from its first number, and all it sends looks old. So refused numbers are watched:
/// behind the first of them four successors in a row are refused, and the fifth is believed to be the sender's own
/// stream. Linux has the same rule and bound (`nr_oos_count_max` of net/l2tp), save that here an accepted number ends
/// the row.
///
/// The window knows numbers and times only. Its owner has the frames that wait, in the order of their numbers, and is told
/// at which place to put another and how many to let go from the front.
struct L2TPv3SequenceWindow: Sendable {
    /// How many successors in a row, behind a first refused number, are refused too.
    static let refusedSuccessorLimit = 4
    /// A number this far ahead of the expected one does not wait, and those before it no longer do: so many are not overtaken
    /// on the way, they are lost.
    static let span: UInt32 = 256
    /// The longest that a number waits for those before it, in nanoseconds.
    static let patience: Int64 = 50_000_000

    /// What is to be done with a number.
    enum Verdict: Hashable {
        /// It goes on: behind so many of those that wait, and before so many, each from the front.
        case pass(before: Int, after: Int)
        /// It waits, at this place among those that do.
        case wait(at: Int)
        /// It ends here.
        case refuse
    }

    /// A number that waits.
    private struct Early {
        var number: UInt32
        var deadline: Int64
    }

    /// What has been seen.
    private(set) var counters = L2TPv3SequenceCounters()
    /// When those that wait the longest have waited enough, see ``giveUp(at:)``; nil while none waits.
    private(set) var deadline: Int64?

    private let mask: UInt32
    private let half: UInt32
    private let reorders: Bool
    private var expected: UInt32
    private var hasBegun = false
    /// Bit k: expected - 1 - k has gone on.
    private var passed: UInt64 = 0
    /// In the order of numbers, all less than ``span`` ahead.
    private var early: [Early] = []
    private var successorOfRefused: UInt32?
    private var refusedSuccessors = 0
    private var leap: L2TPv3NumberLeap?

    /// A window that expects a stream from its beginning; one that begins at 0 where 1 is expected is taken too.
    ///
    /// - Parameters:
    ///   - mask: The bits of the number.
    ///   - first: The number that a sender begins with.
    ///   - reorders: Whether early numbers wait for those that are missing.
    init(mask: UInt32, first: UInt32 = 0, reorders: Bool = false) {
        self.mask = mask
        half = mask / 2 + 1
        self.reorders = reorders
        expected = first
        if reorders { early.reserveCapacity(Int(Self.span)) }
    }

    /// Numbers that wait.
    var waitingCount: Int { early.count }

    /// Whether a field's number is behind the expected one.
    func isOld(_ field: UInt32) -> Bool { distance(of: field & mask) >= half && !begins(field & mask) }

    /// Judges the number in a field, and moves on.
    ///
    /// - Parameters:
    ///   - field: The number, and bits that are none of it.
    ///   - now: Nanoseconds of any clock that does not go back.
    mutating func accept(_ field: UInt32, at now: Int64 = 0) -> Verdict {
        let number = field & mask
        if begins(number) { expected = number }
        let distance = distance(of: number)
        if let leap, distance >= L2TPv3NumberLeap.reach, (number &- leap.to) & mask < L2TPv3NumberLeap.reach {
            return follow(leap, to: number)
        }
        guard distance < half else { return judgeOld(number, distance) }
        guard reorders, distance > 0 else { return pass(number, distance) }
        guard distance < Self.span else { return jump(to: number, missing: distance) }
        return wait(number, distance, until: now + Self.patience)
    }

    /// Gives up what is missing before numbers that have waited long enough.
    ///
    /// - Returns: How many of those that wait go on, from the front.
    mutating func giveUp(at now: Int64) -> Int {
        guard let last = early.lastIndex(where: { $0.deadline <= now }) else { return 0 }
        return release(first: last + 1)
    }

    /// Gives up all that is missing.
    ///
    /// - Returns: How many go on: all that wait.
    mutating func giveUp() -> Int { release(first: early.count) }

    // MARK: New numbers

    private func distance(of number: UInt32) -> UInt32 { (number &- expected) & mask }

    private func begins(_ number: UInt32) -> Bool { !hasBegun && number == 0 && expected == 1 }

    /// In its turn, or in a window where nothing waits.
    private mutating func pass(_ number: UInt32, _ distance: UInt32) -> Verdict {
        advance(past: number, missing: distance)
        return .pass(before: 0, after: early.isEmpty ? 0 : release(first: 0))
    }

    private mutating func wait(_ number: UInt32, _ distance: UInt32, until deadline: Int64) -> Verdict {
        var place = early.count
        while place > 0, self.distance(of: early[place - 1].number) >= distance { place -= 1 }
        if place < early.count, early[place].number == number {
            counters.duplicates &+= 1
            return .refuse
        }
        hasBegun = true
        endRefusedRow()
        early.insert(Early(number: number, deadline: deadline), at: place)
        self.deadline = min(self.deadline ?? deadline, deadline)
        return .wait(at: place)
    }

    /// Far ahead, or the beginning of another stream: those that wait go on before it.
    private mutating func jump(to number: UInt32, missing: UInt32) -> Verdict {
        let waiting = release(first: early.count)
        advance(past: number, missing: missing == 0 ? 0 : distance(of: number))
        return .pass(before: waiting, after: 0)
    }

    /// Lets the first numbers go that wait, and those that follow them without a gap.
    private mutating func release(first count: Int) -> Int {
        var released = 0
        while released < early.count, released < count || early[released].number == expected {
            let number = early[released].number
            advance(past: number, missing: distance(of: number))
            released += 1
        }
        guard released > 0 else { return 0 }
        counters.reordered &+= UInt64(released)
        early.removeFirst(released)
        deadline = nil
        for waiting in early { deadline = min(deadline ?? waiting.deadline, waiting.deadline) }
        return released
    }

    private mutating func advance(past number: UInt32, missing: UInt32) {
        counters.missing &+= UInt64(missing)
        passed = passed << (UInt64(missing) + 1) | 1
        expected = (number &+ 1) & mask
        hasBegun = true
        endRefusedRow()
    }

    // MARK: Leaps

    /// Lets the window follow a leap once a number from behind it has come; those from before it are judged as ever.
    mutating func expect(_ leap: L2TPv3NumberLeap) {
        // A short one is a gap like others.
        self.leap = (leap.to &- leap.from) & mask < L2TPv3NumberLeap.reach ? nil : leap
    }

    /// Moves the window with the numbers: nothing is missing for it.
    private mutating func follow(_ leap: L2TPv3NumberLeap, to number: UInt32) -> Verdict {
        self.leap = nil
        let waiting = release(first: early.count)
        expected = (expected &+ leap.to &- leap.from) & mask
        let missing = distance(of: number)
        advance(past: number, missing: missing < half ? missing : 0)
        return .pass(before: waiting, after: 0)
    }

    // MARK: Old numbers

    private mutating func judgeOld(_ number: UInt32, _ distance: UInt32) -> Verdict {
        refusedSuccessors = number == successorOfRefused ? refusedSuccessors + 1 : 0
        successorOfRefused = (number &+ 1) & mask
        guard refusedSuccessors <= Self.refusedSuccessorLimit else { return resynchronize(to: number) }
        let back = (0 &- distance) & mask
        if back > UInt32(passed.bitWidth) {
            counters.old &+= 1
        } else if passed >> UInt64(back - 1) & 1 == 1 {
            counters.duplicates &+= 1
        } else {
            counters.late &+= 1
            // It has come now: another of its number is a duplicate.
            passed |= 1 << UInt64(back - 1)
        }
        return .refuse
    }

    private mutating func resynchronize(to number: UInt32) -> Verdict {
        counters.resynchronizations &+= 1
        let verdict = jump(to: number, missing: 0)
        passed = 1
        return verdict
    }

    private mutating func endRefusedRow() {
        successorOfRefused = nil
        refusedSuccessors = 0
    }
}
