public import NetCore
public import Tunnels

/// One end of an L2TPv3 session as a net client: frames on one side, datagrams on the other.
///
///     node ─▶ inner ─▶ encoder ─▶ outer ─▶ [stages] ─▶ wire
///     node ◀─ inner ◀─ decoder ◀─ outer ◀─ [stages] ◀─ wire
///
/// This is the staged form, for virtual time and for links with impairments; where there are none, a backend does the
/// same with header templates and a socket in one. Both write the same bytes.
public final class L2TPv3End: NetClient, TimerClient {
    /// Towards the node.
    public let inner: Port
    /// Towards the wire.
    public let outer: Port

    private var transmitter: L2TPv3Transmitter
    private var receiver: L2TPv3Receiver
    /// nil unless early frames wait for their turn.
    private var early: EarlyFrames?
    private let datagramByteLimit: Int
    private var paused = PausedSides()
    /// How it stands to the far end, as far as addresses decide it.
    public var reach = Reach()
    /// Where datagrams come in that somebody else than the far end has sent; nil unless it was asked for.
    private var stranger: Port?

    /// An end on a loop, not yet plugged in; the loop keeps it.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - name: Its ports are `name` and `name.wire`.
    ///   - configuration: This end's session.
    ///   - datagramByteLimit: The longest datagram that the transport carries; 65507 is UDP over IPv4.
    public init(loop: Loop, name: String, configuration: L2TPv3Configuration, datagramByteLimit: Int = 65_507) {
        inner = loop.makePort(name: name, pausable: true)
        outer = loop.makePort(name: name + ".wire", pausable: true)
        transmitter = L2TPv3Transmitter(configuration)
        receiver = L2TPv3Receiver(configuration)
        self.datagramByteLimit = datagramByteLimit
        loop.attach(self, to: inner)
        loop.attach(self, to: outer)
        guard configuration.reorders else { return }
        early = EarlyFrames(loop: loop, port: inner, timer: loop.makeTimer(for: self))
    }

    /// A port for datagrams that come from somewhere else than the far end.
    ///
    /// What it takes of them is decided by ``reach``, and what it refuses is counted at ``outer``.
    ///
    /// - Parameter loop: Where it lives.
    public func makeStranger(on loop: Loop) -> Port {
        if let stranger { return stranger }
        let port = loop.makePort(for: self, name: loop.name(of: inner) + ".stranger")
        stranger = port
        return port
    }

    /// Tells the decoder of a leap in the numbers of the far end.
    public func expect(_ leap: L2TPv3NumberLeap) { receiver.expect(leap) }

    /// Every frame goes on as a datagram, every datagram as a frame, except those that wait for their turn.
    public var account: ElementAccount { ElementAccount(held: UInt64(early?.count ?? 0)) }

    /// What was seen in the numbers of what came.
    public var sequenceCounters: L2TPv3SequenceCounters { receiver.sequenceCounters }

    /// Those that wait have waited long enough.
    public func timerFired(_ timer: LoopTimer) {
        if early?.giveUp(of: &receiver, through: inner) == .paused { paused.inner = true }
    }

    /// Encodes or decodes, as long as there is room at the other side.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        for position in 0..<burst.count {
            if port == inner {
                if paused.outer { return position }
                encode(burst[position])
            } else {
                if paused.inner { return position }
                decode(burst[position], isTrusted: port == outer ? reach.trustsSource : reach.trustsStrangers)
            }
        }
        return burst.count
    }

    /// The other side goes on.
    public func peerHasRoom(on port: Port) {
        if port == outer {
            paused.outer = false
            inner.resume()
        } else {
            paused.inner = false
            outer.resume()
            stranger?.resume()
        }
    }

    private func encode(_ frame: Frame) {
        // An empty frame would be a header without payload, which every receiver refuses.
        guard frame.byteCount > 0 else { return inner.drop(frame, .runt) }
        guard frame.byteCount <= datagramByteLimit - transmitter.headerByteCount else {
            return inner.drop(frame, .oversize)
        }
        guard reach.isHeard else { return inner.drop(frame, .noPeer) }
        // A datagram that does not get out leaves its number to the next: a gap would look like loss.
        let hasCarrier = outer.hasCarrier
        let result = outer.send(frame, behind: transmitter.headerByteCount) { transmitter.writeHeader(into: &$0) }
        if hasCarrier { transmitter.commit(1) }
        paused.outer = result == .paused
    }

    private func decode(_ datagram: Frame, isTrusted: Bool) {
        // No transport would have brought it: something on the way has made it longer.
        guard datagram.byteCount <= datagramByteLimit else { return outer.drop(datagram, .oversize) }
        guard isTrusted else { return outer.drop(datagram, .sourceMismatch) }
        switch receiver.check(datagram.bytes, at: outer.now) {
        case .frame(let offset): paused.inner = inner.send(datagram.droppingFirst(offset)) == .paused
        case .outOfTurn(let offset, let turn):
            let result = early?.settle(datagram.droppingFirst(offset), turn, of: &receiver, through: inner)
            paused.inner = result == .paused
        case .refused(let refusal): outer.drop(datagram, DropReason(refusal))
        }
    }
}

/// Which sides of a client between two ports have no room at the moment.
struct PausedSides {
    var inner = false
    var outer = false
}
