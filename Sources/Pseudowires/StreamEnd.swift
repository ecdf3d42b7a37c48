public import NetCore
import Tunnels

/// One end of a link on a byte stream, as a net client: `stream` without a socket.
///
///     node ─▶ inner ─▶ length ─▶ outer ─▶ [stages] ─▶ wire
///     node ◀─ inner ◀─ length ◀─ outer ◀─ [stages] ◀─ wire
///
/// What it hands on are the pieces of the stream, each a frame behind its length, as the backend writes them.
public final class StreamEnd: NetClient {
    /// Towards the node; it has carrier while ``isConnected`` holds.
    public let inner: Port
    /// Towards the wire.
    public let outer: Port

    private var paused = PausedSides()
    /// Whether there is a connection; if not, what the node sends ends as `link-down` where it is sent.
    public var isConnected = true {
        didSet { inner.setUp(isConnected) }
    }

    /// An end on a loop, connected, and not yet plugged in; the loop keeps it.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - name: Its ports are `name` and `name.wire`.
    public init(loop: Loop, name: String) {
        inner = loop.makePort(name: name, pausable: true)
        outer = loop.makePort(name: name + ".wire", pausable: true)
        loop.attach(self, to: inner)
        loop.attach(self, to: outer)
    }

    /// Every frame goes on as a piece of the stream, every piece as a frame.
    public var account: ElementAccount { ElementAccount() }

    /// Encodes or decodes, as long as there is room at the other side.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        for position in 0..<burst.count {
            if port == inner {
                if paused.outer { return position }
                encode(burst[position])
            } else {
                if paused.inner { return position }
                decode(burst[position])
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

    private func encode(_ frame: Frame) {
        // A length of zero is no frame to anybody.
        guard frame.byteCount > 0 else { return inner.drop(frame, .runt) }
        let length = frame.byteCount
        let result = outer.send(frame, behind: StreamFraming.prefixByteCount) { StreamFraming.write(length, into: &$0) }
        paused.outer = result == .paused
    }

    private func decode(_ piece: Frame) {
        guard case .frame(let range) = StreamFraming.item(in: piece.bytes, at: 0) else {
            return outer.drop(piece, .truncated)
        }
        paused.inner = inner.send(piece.droppingFirst(range.lowerBound)) == .paused
    }
}
