/// A place in a stream of numbers where a sender leaves some out, and its receiver has been told.
///
/// So that both pass the end of their range without 2^24 frames or 2^32: a leap of half the range or more looks like a step
/// back to a receiver that has not been told (RFC 3931 Appendix C).
public struct L2TPv3NumberLeap: Hashable, Sendable {
    /// What the next datagram would have carried.
    public var from: UInt32
    /// What it carries instead.
    public var to: UInt32

    /// A leap; both are cut to the bits that the session's numbers have.
    public init(from: UInt32, to: UInt32) {
        self.from = from
        self.to = to
    }

    /// So many datagrams behind a leap may be lost before its receiver no longer sees that there was one.
    static let reach: UInt32 = 1 << 16
}
