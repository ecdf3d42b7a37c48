/// What stands behind a ``Port``: at a fixed address from creation until the loop ends.
///
///     peer's send ─▶ queue ─▶ [loop: deliver] ─▶ client.receive ─▶ taken
///                      ▲                             └─▶ not taken: stays, until resume()
///
/// - Invariant: every entry of the queue before `settled` is `.kept`; entries behind it were sent in this dispatch and
///   are settled when it ends, if they still stand there.
/// - Invariant: a port with entries is scheduled, or blocked and waiting for `resume()`, or about to be one of them in
///   the call that is running.
@safe
struct PortState: ~Copyable {
    /// Not retained: the loop keeps its clients alive for as long as their ports deliver.
    ///
    /// nil until it is attached.
    unowned(unsafe) var client: (any NetClient)?
    let loop: UnsafeMutablePointer<LoopState>
    /// The order of creation within the loop.
    let number: Int
    /// Whether the owner stops at `.paused`.
    ///
    /// A forwarder does not; its frames beyond the bound are dropped.
    let pausable: Bool

    var peer: UnsafeMutablePointer<PortState>?
    /// The peer while there is a way to it: plugged, both ends up, this one not blocked.
    ///
    /// What `send` looks at.
    var route: UnsafeMutablePointer<PortState>?

    var queue = Ring<FrameRecord>()
    var queuedBytes = 0
    var frameBound = 1000
    var byteBound = 4 << 20
    /// Ring position; see the invariant.
    var settled = 0

    var isUp = true
    var block = Port.Block.none
    /// What the owner is told of its link; a block may be silent, so this is not the same as having a route.
    var hasCarrier = false
    var isClosed = false
    /// It, or its peer, has had another peer before.
    var wasReplugged = false
    /// Stands in the loop's run list.
    var isScheduled = false
    /// Took less than it was handed, and has not resumed.
    var isBlocked = false
    var isDelivering = false
    /// `resume()` was called from inside `receive`.
    var resumeAsked = false
    /// Ring position up to which the queue is to be purged when the running delivery is over; until then its burst
    /// points into the ring.
    var purgeEnd: Int?
    /// Stands in the loop's list of queues to settle.
    var isUnsettled = false
    /// The peer was told to pause.
    var peerPaused = false
    var owesRoom = false
    var owesLink = false

    var counters = PortCounters()

    init(loop: UnsafeMutablePointer<LoopState>, number: Int, pausable: Bool) {
        unsafe client = nil
        unsafe self.loop = loop
        self.number = number
        self.pausable = pausable
        unsafe peer = nil
        unsafe route = nil
    }
}
