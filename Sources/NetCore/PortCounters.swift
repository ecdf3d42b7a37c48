/// How many frames ended at a port, by reason.
public struct DropCounters: Sendable {
    private var counts: [28 of UInt64] = .init(repeating: 0)

    /// No drops.
    public init() {}

    /// How many frames ended for this reason.
    public subscript(reason: DropReason) -> UInt64 { counts[Int(reason.rawValue)] }

    /// All of them.
    public var total: UInt64 {
        var sum: UInt64 = 0
        for slot in counts.indices { sum &+= counts[slot] }
        return sum
    }

    mutating func record(_ reason: DropReason, _ count: UInt64 = 1) { counts[Int(reason.rawValue)] &+= count }
}

/// What went through a port, from its owner's side.
///
/// Every frame that is sent through a port is either in ``txFrames`` or in ``drops``; every frame that a peer has sent
/// is in ``rxFrames``, still queued, or in ``purged``. ``Loop/audit()`` checks both.
public struct PortCounters: Sendable {
    /// Frames that the peer's queue took.
    public internal(set) var txFrames: UInt64 = 0
    /// Their bytes, from the destination address to the last of the payload, without FCS.
    public internal(set) var txBytes: UInt64 = 0
    /// Frames that the owner of the port took.
    public internal(set) var rxFrames: UInt64 = 0
    /// Their bytes.
    public internal(set) var rxBytes: UInt64 = 0
    /// Frames that the owner composed and sent, or tried to: a reply, a generated frame.
    public internal(set) var madeFrames: UInt64 = 0
    /// Frames that came from outside of the loop, out of a socket.
    public internal(set) var enteredFrames: UInt64 = 0
    /// Frames that were in the queue when it was purged; they are in ``drops`` too, as ``DropReason/closed``.
    public internal(set) var purged: UInt64 = 0
    /// Those of ``drops`` that could not be sent: no carrier, no room, too many hops.
    ///
    /// They ended on the way out.
    public internal(set) var refused = DropCounters()
    /// Frames that ended here.
    public internal(set) var drops = DropCounters()

    /// Nothing counted yet.
    public init() {}
}
