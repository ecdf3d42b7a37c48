/// What a receiver saw in the numbers of what came.
public struct L2TPv3SequenceCounters: Hashable, Sendable {
    /// Early ones that waited, and then went on in the order of their numbers.
    public internal(set) var reordered: UInt64 = 0
    /// Numbers that were passed over; those that came after all are counted in ``late`` too.
    public internal(set) var missing: UInt64 = 0
    /// Refused: they came when they had been passed over already.
    public internal(set) var late: UInt64 = 0
    /// Refused: their numbers had come before.
    public internal(set) var duplicates: UInt64 = 0
    /// Refused: further back than is remembered, 64 numbers.
    public internal(set) var old: UInt64 = 0
    /// A sender that began again, and was believed after a row of numbers that looked old.
    public internal(set) var resynchronizations: UInt64 = 0

    /// Nothing seen yet.
    public init() {}
}
