import NetCore
import WireFormats

/// A stamped message that a host is to send: all that its frame is made of, but for the way.
struct Message: BitwiseCopyable {
    /// What carries the stamp.
    enum Body: BitwiseCopyable {
        case echo(ICMPEcho)
        case datagram(sourcePort: UInt16, destinationPort: UInt16, timeToLive: UInt8, trafficClass: UInt8)
    }

    let body: Body
    let destination: IPAddress
    /// nil: the host's own on the way.
    let source: IPAddress?
    let stamp: FlowStamp
    let payloadByteCount: Int

    init(body: Body, destination: IPAddress, source: IPAddress?, stamp: FlowStamp, payloadByteCount: Int) {
        self.body = body
        self.destination = destination
        self.source = source
        self.stamp = stamp
        // What is longer than any frame is too long by whatever amount.
        self.payloadByteCount = min(max(payloadByteCount, FlowStamp.byteCount), Frame.byteLimit)
    }

    var id: FrameID? { FrameID(rawValue: stamp.id) }

    /// The stamp, then zeros.
    func writePayload(into output: inout OutputRawSpan) {
        stamp.write(into: &output)
        output.append(zeros: payloadByteCount - FlowStamp.byteCount)
    }
}

/// A message whose next hop is being asked for.
struct WaitingMessage: BitwiseCopyable {
    let message: Message
    /// The number of the question.
    let question: Int
}
