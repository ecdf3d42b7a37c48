public import NetCore

/// One end of a link whose datagrams are bare frames, as a net client: `dgram`, and all else that has no header, without a
/// socket.
///
///     node ─▶ inner ─▶ size ─▶ outer ─▶ [stages] ─▶ wire
///     node ◀─ inner ◀──────── outer ◀─ [stages] ◀─ wire
///
/// It ends the same frames for the same reasons as the backend does with a kernel's socket.
public final class DgramEnd: NetClient {
    /// Towards the node.
    public let inner: Port
    /// Towards the wire.
    public let outer: Port

    private let datagramByteLimit: Int
    private let leastByteCount: Int
    private var paused = PausedSides()
    /// How it stands to the far end, as far as addresses decide it.
    public var reach = Reach()

    /// An end on a loop, not yet plugged in; the loop keeps it.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - name: Its ports are `name` and `name.wire`.
    ///   - datagramByteLimit: The longest datagram that the transport carries; 65507 is UDP over IPv4.
    ///   - leastByteCount: The shortest; an empty one is no frame at the far end.
    public init(loop: Loop, name: String, datagramByteLimit: Int, leastByteCount: Int = 1) {
        inner = loop.makePort(name: name, pausable: true)
        outer = loop.makePort(name: name + ".wire", pausable: true)
        self.datagramByteLimit = datagramByteLimit
        self.leastByteCount = leastByteCount
        loop.attach(self, to: inner)
        loop.attach(self, to: outer)
    }

    /// Every frame goes on as it is.
    public var account: ElementAccount { ElementAccount() }

    /// Passes frames on, as long as there is room at the other side.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        for position in 0..<burst.count {
            let frame = burst[position]
            if port == outer {
                if paused.inner { return position }
                paused.inner = inner.send(frame) == .paused
            } else {
                if paused.outer { return position }
                if frame.byteCount < leastByteCount {
                    inner.drop(frame, .runt)
                } else if frame.byteCount > datagramByteLimit {
                    inner.drop(frame, .oversize)
                } else if !reach.isHeard {
                    inner.drop(frame, .noPeer)
                } else {
                    paused.outer = outer.send(frame) == .paused
                }
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
        }
    }
}
