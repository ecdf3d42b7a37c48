import Capture
import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Results
import SystemPackage
import WireFormats

/// The capture of a run: an interface for each end of a link, and one for each end of a tunnel.
///
///     h1:eth0   the frames of a node's interface, as the node sees them
///     tunnel.a  the datagrams of a tunnel's end, in packets, as they are on the wire
///
/// What an impairment loses stands there with its reason: a datagram of a tunnel at the end that was to send it, in the state
/// in which it ended, corrupted or forged; a frame of another link as its node sent it. What is delayed stands at the node
/// when it was sent, and on the wire when it has left.
///
/// Stamps are the host's time; in virtual time they count from the beginning of the run.
struct RunCapture {
    private let file: FrameCapture
    private let path: String
    private let decodings: [CaptureResult.Decoding]

    init(
        _ target: CaptureTarget, of topology: Topology, loop: Loop, driver: RealTimeDriver?
    ) throws(LabError) {
        path = target.path
        let opened: (descriptor: FileDescriptor, closes: Bool)
        do {
            opened = try target.open()
        } catch {
            throw LabError(.host, "\(error)")
        }
        let room = driver.flatMap { driver in
            RoomToWrite(in: opened.descriptor, unless: driver.signalDescriptor).map { room in
                FrameCapture.Room(byteCount: RoomToWrite.byteCount) { room.wait(isEnding: $0) }
            }
        }
        file = FrameCapture(
            loop: loop, to: opened.descriptor, closesDescriptor: opened.closes, room: room,
            epoch: driver.map { SystemClock.realtime.now - $0.now } ?? 0,
            // In virtual time a timer would be an event of its own.
            flushInterval: driver == nil ? nil : FrameCapture.defaultFlushInterval, perspective: .owner)
        for link in topology.links {
            for side in link.sides { file.add(side.port, description: "link \(link.plan.id)") }
        }
        for link in topology.links { Self.addTunnel(link, to: file) }
        decodings = TunnelDecoding.decodings(of: topology.links)
        file.start()
    }

    private static func addTunnel(_ link: Topology.Link, to file: FrameCapture) {
        guard let tunnel = link.tunnel, let ports = link.wirePorts else { return }
        let a = tunnel.envelope(of: tunnel.a, from: tunnel.places.a, far: tunnel.places.b)
        let b = tunnel.envelope(of: tunnel.b, from: tunnel.places.b, far: tunnel.places.a)
        guard let a, let b else { return }
        file.add(
            ports.a, name: "\(link.plan.id).a", description: link.netdev?.a,
            envelopes: DatagramEnvelopes(sent: a, received: b), inlet: link.ends.a.stage?.near)
        file.add(
            ports.b, name: "\(link.plan.id).b", description: link.netdev?.b,
            envelopes: DatagramEnvelopes(sent: b, received: a), inlet: link.ends.b.stage?.near)
    }

    /// Writes what is left.
    func finish() { file.finish() }

    /// Writes what is left, and says what came of it.
    func result(zero: Int64) -> CaptureResult {
        let summary = file.finish()
        return CaptureResult(
            path: path, packets: summary.frames, missing: summary.missed, failure: summary.error?.description,
            zero: file.stamp(of: zero), decodings: decodings)
    }
}

extension Topology.Tunnel {
    /// What stands around the messages that an end sends.
    fileprivate func envelope(
        of options: L2TPv3Options, from local: SocketAddress, far: SocketAddress
    ) -> DatagramEnvelope? {
        // Where the file names another destination by a name, it is the far end that is meant.
        let destination = IPAddress(options.dst) ?? far.ipAddress
        guard let source = local.ipAddress, let destination else { return nil }
        let transport: DatagramEnvelope.Transport =
            options.udp
            ? .udp(source: local.port, destination: options.dstport ?? far.port)
            : .ip(IPProtocol(rawValue: 115))
        return DatagramEnvelope(source: source, destination: destination, transport: transport)
    }
}
