public import NetCore

/// A netdev at work: a net client whose other side is the world outside of the loop.
///
/// Where the transport has a state of its own (a connection, a switch that is there), the backend sets its port down while
/// there is none, and up when there is: so the node loses and gains carrier, and what it sends meanwhile ends as `link-down`
/// where it was sent. What others do to the link (``Port/setBlock(_:)``) cannot put up what the transport has down.
public protocol Backend: NetClient {
    /// Towards the node.
    var port: Port { get }
    /// What it is connected to, in a few words, as in QEMU's `info network`.
    var summary: String { get }
    /// What the kernel gave less of than was asked for, as sentences for the report.
    var degraded: [String] { get }
    /// What went between it and the kernel so far.
    var counters: BackendCounters { get }
    /// Frames that came from the world outside.
    var enteredFrames: UInt64 { get }
    /// Counts what the kernel has lost and not told: it tells with the next datagram, and there may be none.
    func countLosses()
    /// Stops watching, closes what it opened, and unplugs the port: addresses and paths are free when the call returns.
    func close()
}

extension Backend {
    /// What the kernel took.
    public var sent: SentCounts { counters.sent }
    /// System calls so far.
    public var systemCalls: SystemCallCounts { counters.systemCalls }
    /// Frames that entered at the port; a backend with a network of its own behind it counts more.
    public var enteredFrames: UInt64 { port.counters.enteredFrames }
    /// Datagrams that the kernel took.
    public var account: ElementAccount { ElementAccount(consumed: counters.sent.frames) }
}

/// What a backend counts beside its port.
public struct BackendCounters: Sendable, Equatable {
    /// What the kernel took.
    public var sent: SentCounts
    /// Frames of those sent of which the network told that they did not arrive (ICMP, as for a port that nobody has): at
    /// least so many, since a kernel limits what it tells.
    public var refusals: UInt64
    /// System calls so far.
    public var systemCalls: SystemCallCounts
}

extension BackendCounters {
    /// Nothing yet.
    static let zero = BackendCounters(
        sent: SentCounts(frames: 0, bytes: 0), refusals: 0, systemCalls: SystemCallCounts(send: 0, receive: 0))

    /// Adds those of another socket.
    mutating func add(_ other: BackendCounters) {
        sent.frames &+= other.sent.frames
        sent.bytes &+= other.sent.bytes
        refusals &+= other.refusals
        systemCalls.send &+= other.systemCalls.send
        systemCalls.receive &+= other.systemCalls.receive
    }
}

/// Frames that a backend gave to the kernel.
public struct SentCounts: Sendable, Equatable {
    /// Frames.
    public var frames: UInt64
    /// Their bytes, without what stands around them.
    public var bytes: UInt64
}

/// System calls that moved frames.
public struct SystemCallCounts: Sendable, Equatable {
    /// `sendmmsg(2)` and its kind.
    public var send: UInt64
    /// `recvmmsg(2)` and its kind.
    public var receive: UInt64
}
