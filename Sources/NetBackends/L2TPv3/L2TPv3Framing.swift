import LinuxNet
import NetCore
import Pseudowires
import Tunnels
import WireFormats

/// The data header of an L2TPv3 session (RFC 3931), over UDP or IP; or nothing, where a message travels as it is.
struct L2TPv3Framing: ~Copyable, DatagramFraming {
    let template: HeaderTemplate
    private let payload: L2TPv3Backend.Payload
    private var transmitter: L2TPv3Transmitter
    private var receiver: L2TPv3Receiver
    /// nil unless early frames wait for their turn.
    private var early: EarlyFrames?
    /// Raw IPv4 sockets hand over the packet with its header.
    private let skipsIPv4Header: Bool

    /// The headers of a session.
    ///
    /// - Parameters:
    ///   - configuration: The session.
    ///   - skipsIPv4Header: Whether what arrives begins with an IPv4 header.
    ///   - payload: With messages nothing stands around what goes through the port.
    ///   - early: For sequencing `reorder`.
    init(
        _ configuration: L2TPv3Configuration, skipsIPv4Header: Bool = false,
        carrying payload: L2TPv3Backend.Payload = .frames, early: consuming EarlyFrames? = nil
    ) {
        self.payload = payload
        let transmitter = L2TPv3Transmitter(configuration)
        self.transmitter = transmitter
        receiver = L2TPv3Receiver(configuration)
        template = payload == .frames ? HeaderTemplate(transmitter.template) : HeaderTemplate()
        self.early = early
        self.skipsIPv4Header = skipsIPv4Header
    }

    @inline(__always)
    func patch(_ datagrams: Range<Int>, in slots: SendSlots) {
        guard payload == .frames, let offset = transmitter.counterOffset else { return }
        for index in datagrams {
            var header = slots.header(at: index)
            let field = transmitter.counterField(ahead: index - datagrams.lowerBound)
            header.storeBytes(of: field.bigEndian, toByteOffset: offset, as: UInt32.self)
        }
    }

    @inline(__always)
    mutating func commit(_ count: Int) { transmitter.commit(count) }

    @inline(__always)
    mutating func open(_ datagram: RawSpan, at time: Int64) -> OpenedDatagram {
        guard skipsIPv4Header else { return open(datagram, behind: 0, at: time) }
        guard let headerByteCount = ipv4HeaderByteCount(of: datagram) else { return .refused(.truncated) }
        return open(datagram.extracting(droppingFirst: headerByteCount), behind: headerByteCount, at: time)
    }

    @inline(__always)
    private mutating func open(_ message: RawSpan, behind headerByteCount: Int, at time: Int64) -> OpenedDatagram {
        guard payload == .frames else {
            // A message of no bytes ends before its header.
            return message.byteCount > 0 ? .frame(at: headerByteCount) : .refused(.truncated)
        }
        return switch receiver.check(message, at: time) {
        case .frame(let offset): .frame(at: headerByteCount + offset)
        case .outOfTurn(let offset, let turn): .outOfTurn(at: headerByteCount + offset, turn)
        case .refused(let refusal): .refused(DropReason(refusal))
        }
    }

    // MARK: Early frames

    /// Frames that wait for their turn.
    var waitingCount: Int {
        switch early {
        case .some(let frames): frames.count
        case .none: 0
        }
    }

    /// What was seen in the numbers of what came.
    var sequenceCounters: L2TPv3SequenceCounters { receiver.sequenceCounters }

    mutating func settle(_ frame: Frame, _ turn: L2TPv3Turn, through port: Port, isAdmitted: Bool) -> SendResult {
        early?.settle(frame, turn, of: &receiver, through: port, isAdmitted: isAdmitted) ?? .open
    }

    /// Lets those go on that have waited long enough.
    mutating func giveUp(through port: Port) -> SendResult { early?.giveUp(of: &receiver, through: port) ?? .open }

    /// Ends those that wait.
    mutating func close() { early?.close() }
}

/// The bytes of the header that an IPv4 packet begins with; nil if it is cut.
///
/// RFC 791 section 3.1: IHL counts words of 32 bits; with options there are more than five.
@inline(__always)
func ipv4HeaderByteCount(of packet: RawSpan) -> Int? {
    guard packet.byteCount >= 20 else { return nil }
    let byteCount = Int(packet.byte(at: 0) & 0x0F) * 4
    return byteCount >= 20 && byteCount <= packet.byteCount ? byteCount : nil
}
