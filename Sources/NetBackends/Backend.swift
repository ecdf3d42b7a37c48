public import NetCore
public import NetdevOptions

/// A netdev at work: a net client whose other side is the world outside of the loop.
public protocol Backend: NetClient {
    /// Towards the node.
    var port: Port { get }
    /// What it is connected to, in a few words, as in QEMU's `info network`.
    var summary: String { get }
    /// What the kernel gave less of than was asked for, as sentences for the report.
    var degraded: [String] { get }
    /// What went between it and the kernel so far.
    var counters: BackendCounters { get }
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

/// From configurations to backends.
public enum Backends {
    /// Opens a netdev as its options say.
    ///
    /// - Parameters:
    ///   - configuration: A type with its options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches what is opened.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ configuration: NetdevConfiguration, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> any Backend {
        switch configuration.backend {
        case .l2tpv3(let options): try L2TPv3Backend.open(options, name: name, driver: driver)
        case .dgram(let options): try DgramBackend.open(options, name: name, driver: driver)
        }
    }
}
