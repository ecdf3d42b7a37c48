/// Repeats every frame to all other ports with carrier, in the order of the ports.
///
/// A receiver that is blocked fills its own queue and then loses frames there; the others are served. Order holds for
/// each pair of ports, whatever blocks.
public final class Hub: NetClient, TimerClient {
    private unowned let loop: Loop
    private let name: String
    private let latency: Int64
    private var line: LatencyLine?
    private var copies: UInt64 = 0

    /// The hub's ports, in order.
    public private(set) var ports: [Port] = []

    /// A hub without ports.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - name: Ports are named `name:p1`, `name:p2`, ...
    ///   - latency: Nanoseconds from arrival to departure. In virtual time a topology with a loop needs it, or the
    ///     clock would never move.
    public init(loop: Loop, name: String = "hub", latency: Int64 = 0) {
        self.loop = loop
        self.name = name
        self.latency = latency
    }

    /// Adds a port behind the others.
    public func addPort() -> Port {
        let port = loop.makePort(for: self, name: "\(name):p\(ports.count + 1)")
        ports.append(port)
        if latency > 0 && line == nil {
            line = LatencyLine(
                frames: FrameQueue(loop: loop, port: port), timer: loop.makeTimer(for: self), latency: latency)
        }
        return port
    }

    /// Floods, and what is inside in virtual time.
    public var account: ElementAccount {
        ElementAccount(copies: copies, held: UInt64(line?.count ?? 0))
    }

    /// Takes all.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        if latency > 0 {
            line?.take(burst, on: port, tag: ports.firstIndex(of: port) ?? 0)
            return burst.count
        }
        var outputs = 0
        for other in ports where other != port && other.hasCarrier {
            other.send(burst)
            outputs += 1
        }
        count(frames: burst.count, outputs: outputs)
        if outputs == 0 {
            for position in 0..<burst.count { port.drop(burst[position], .noPeer) }
        }
        return burst.count
    }

    /// Frames whose latency is over go on.
    public func timerFired(_ timer: LoopTimer) {
        line?.release { frame, ingress in
            var outputs = 0
            for other in ports.indices where other != ingress && ports[other].hasCarrier {
                ports[other].send(frame)
                outputs += 1
            }
            count(frames: 1, outputs: outputs)
            if outputs == 0 { ports[ingress].drop(frame, .noPeer) }
        }
    }

    private func count(frames: Int, outputs: Int) {
        copies &+= UInt64(frames * max(0, outputs - 1))
    }
}
