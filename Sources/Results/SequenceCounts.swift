/// What the receiver of a tunnel has seen in the numbers of what came.
public struct SequenceCounts: Sendable, Equatable, Codable {
    /// Early ones that waited, and then went on in the order of their numbers.
    public var reordered: UInt64 = 0
    /// Numbers that were passed over; those that came after all are counted in ``late`` too.
    public var missing: UInt64 = 0
    /// Refused: they came when they had been passed over already.
    public var late: UInt64 = 0
    /// Refused: their numbers had come before.
    public var duplicates: UInt64 = 0
    /// Refused: further back than the receiver remembers.
    public var old: UInt64 = 0
    /// Times that the sender was believed to have begun anew.
    public var resynchronizations: UInt64 = 0

    /// Nothing seen.
    public init() {}
}
