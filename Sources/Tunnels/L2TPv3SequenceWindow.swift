/// Which numbers are new: the receiver's side of sequencing (RFC 3931 4.6.1, Appendix C).
///
///     number - expected, modulo 2^24 (2^32 for a plain counter)
///     0 ... half - 1      new: accepted, the next one is expected
///     half ...            old or a duplicate: refused
///
/// A sender that starts again counts from its first number, and all it sends looks old. So refused numbers are watched:
/// behind the first of them four successors in a row are refused, and the fifth is believed to be the sender's own
/// stream. Linux has the same rule and bound (`nr_oos_count_max` of net/l2tp), save that here an accepted number ends
/// the row.
struct L2TPv3SequenceWindow: Hashable, Sendable {
    /// How many successors in a row, behind a first refused number, are refused too.
    static let refusedSuccessorLimit = 4

    private let mask: UInt32
    private let half: UInt32
    private var expected: UInt32 = 0
    private var successorOfRefused: UInt32?
    private var refusedSuccessors = 0

    /// A window that expects the stream from its beginning; 0 lets both first numbers pass, 0 and 1.
    ///
    /// - Parameter mask: The bits of the number.
    init(mask: UInt32) {
        self.mask = mask
        half = mask / 2 + 1
    }

    /// Whether the number in a field is new; updates what is expected.
    mutating func accept(_ field: UInt32) -> Bool {
        let number = field & mask
        guard (number &- expected) & mask < half || isResynchronized(by: number) else { return false }
        expected = (number &+ 1) & mask
        successorOfRefused = nil
        refusedSuccessors = 0
        return true
    }

    /// Counts a number that looks old, and says whether the row of refused ones is now long enough.
    private mutating func isResynchronized(by number: UInt32) -> Bool {
        refusedSuccessors = number == successorOfRefused ? refusedSuccessors + 1 : 0
        successorOfRefused = (number &+ 1) & mask
        return refusedSuccessors > Self.refusedSuccessorLimit
    }
}
