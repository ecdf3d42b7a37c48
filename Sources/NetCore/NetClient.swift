/// Something that frames travel through or end at: a NIC, a backend, a hub, a switch, an encoder, a stage.
///
/// The loop calls it, nobody else, and never from inside ``Port/send(_:)-(Frame)``; so a client is never entered twice
/// and may send whatever it likes through any port while it receives.
///
/// *End points* (sockets, NIC rings) may take fewer frames than they are handed; they then owe a ``Port/resume()``.
/// *Forwarders* (hubs, switches, stages) take all.
public protocol NetClient: AnyObject {
    /// Takes frames from the front of a burst.
    ///
    /// - Parameters:
    ///   - burst: What stands in the port's queue, oldest first. Views of it end with the call.
    ///   - port: The port of this client that they arrived at.
    /// - Returns: How many were taken, `0...burst.count`. The rest stay where they are until ``Port/resume()``.
    func receive(_ burst: Burst, on port: Port) -> Int

    /// The peer answered ``SendResult/paused`` and now has room again: half of its bound is free, or it went away.
    func peerHasRoom(on port: Port)

    /// The port lost or gained carrier: the peer came or went, one of the two was set up or down, or a block of this one
    /// was announced.
    func linkChanged(on port: Port)

    /// The part of this client's sum that ports cannot see, for ``Loop/audit()``.
    var account: ElementAccount { get }
}

extension NetClient {
    /// Nothing to do for a client that never pauses.
    public func peerHasRoom(on port: Port) {}

    /// Nothing to do for a client that does not care.
    public func linkChanged(on port: Port) {}
}

/// What a client did with frames beyond moving them through ports.
///
/// For every client, at the end of every dispatch:
///
///     received + made + entered + copies + taken over = sent + dropped + consumed + held + handed over
///
/// Ports count `received`, `made`, `entered`, `sent` and `dropped`; a client counts the rest where it happens.
public struct ElementAccount: Sendable, Equatable {
    /// Copies beyond the first: a flood to four ports makes three.
    public var copies: UInt64
    /// Frames taken by what stands behind this client: a stack, a guest, a kernel socket.
    public var consumed: UInt64
    /// Frames that it keeps for later.
    public var held: UInt64
    /// Frames given to another client past all ports: by one NIC of a router to another.
    public var handedOver: UInt64
    /// Frames that another client had handed over.
    ///
    /// All clients together, this is what was handed over, less what is on its way between two of them.
    public var takenOver: UInt64

    /// An account; everything is zero unless given.
    public init(
        copies: UInt64 = 0, consumed: UInt64 = 0, held: UInt64 = 0, handedOver: UInt64 = 0, takenOver: UInt64 = 0
    ) {
        self.copies = copies
        self.consumed = consumed
        self.held = held
        self.handedOver = handedOver
        self.takenOver = takenOver
    }
}

/// The answer of a queue.
public enum SendResult: Sendable {
    /// Go on.
    case open
    /// The burst was taken, but the queue is past its bound: stop reading until ``NetClient/peerHasRoom(on:)``. What is
    /// sent before that ends as ``DropReason/queueFull``.
    case paused
}
