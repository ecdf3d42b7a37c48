import LinuxNet
import NetCore
import Tunnels

/// What stands around a frame in a datagram: the part of a datagram backend that knows a wire format.
protocol DatagramFraming: ~Copyable {
    /// What every datagram begins with.
    var template: HeaderTemplate { get }

    /// Writes what differs from datagram to datagram into staged headers; the first gets the next number.
    func patch(_ datagrams: Range<Int>, in slots: SendSlots)

    /// Uses up what ``patch(_:in:)`` gave to the first `count` datagrams: they went out.
    mutating func commit(_ count: Int)

    /// Finds the frame in a datagram that came at a time of the loop's clock.
    mutating func open(_ datagram: RawSpan, at time: Int64) -> OpenedDatagram

    /// Keeps a frame that was opened out of its turn, or sends it together with those that waited for it.
    ///
    /// - Parameters:
    ///   - frame: Counted as entered.
    ///   - turn: What ``open(_:at:)`` said.
    ///   - port: The backend's.
    ///   - isAdmitted: Whether bounds do not count, as for a further part of one read.
    mutating func settle(_ frame: Frame, _ turn: L2TPv3Turn, through port: Port, isAdmitted: Bool) -> SendResult

    /// Why a frame of this length cannot be sent; nil: it can, as far as the framing knows.
    func refusal(of byteCount: Int) -> DropReason?

    /// Puts in what the kernel has told beside a message instead of in it; once for each message.
    @_lifetime(copy message)
    static func completed(_ message: ReceivedMessage) -> ReceivedMessage
}

extension DatagramFraming where Self: ~Copyable {
    /// A framing that adds nothing has no template and no numbers.
    @inline(__always)
    func patch(_ datagrams: Range<Int>, in slots: SendSlots) {}

    @inline(__always)
    mutating func commit(_ count: Int) {}

    /// The whole datagram is the frame.
    ///
    /// An empty one is no frame, and no end of anything either: anybody can send one.
    @inline(__always)
    mutating func open(_ datagram: RawSpan, at time: Int64) -> OpenedDatagram {
        datagram.byteCount > 0 ? .frame(at: 0) : .refused(.runt)
    }

    /// An empty frame would be a header without payload, which every receiver refuses.
    @inline(__always)
    func refusal(of byteCount: Int) -> DropReason? { byteCount > 0 ? nil : .runt }

    @inline(__always)
    @_lifetime(copy message)
    static func completed(_ message: ReceivedMessage) -> ReceivedMessage { message }

    /// A framing without numbers opens nothing out of its turn.
    mutating func settle(_ frame: Frame, _ turn: L2TPv3Turn, through port: Port, isAdmitted: Bool) -> SendResult {
        port.drop(frame, .sequence)
        return .open
    }
}

/// What a datagram turned out to be.
enum OpenedDatagram {
    /// A frame, from this byte to the end.
    case frame(at: Int)
    /// A frame, likewise, that has to wait, or that others have waited for.
    case outOfTurn(at: Int, L2TPv3Turn)
    /// Nothing for this port, and why.
    case refused(DropReason)
}

/// A frame is a datagram, as QEMU's `dgram` and `socket` have it.
struct BareFraming: DatagramFraming {
    let template = HeaderTemplate()
}
