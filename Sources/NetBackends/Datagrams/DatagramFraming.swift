import LinuxNet
import NetCore

/// What stands around a frame in a datagram: the part of a datagram backend that knows a wire format.
protocol DatagramFraming {
    /// What every datagram begins with.
    var template: HeaderTemplate { get }

    /// Writes what differs from datagram to datagram into staged headers; the first gets the next number.
    func patch(_ datagrams: Range<Int>, in slots: SendSlots)

    /// Uses up what ``patch(_:in:)`` gave to the first `count` datagrams: they went out.
    mutating func commit(_ count: Int)

    /// Finds the frame in a datagram.
    mutating func open(_ datagram: RawSpan) -> OpenedDatagram

    /// The bytes of the shortest frame that can be sent.
    static var shortestFrame: Int { get }

    /// Why a frame of this length cannot be sent; nil: it can, as far as the framing knows.
    func refusal(of byteCount: Int) -> DropReason?

    /// Puts in what the kernel has told beside a message instead of in it; once for each message.
    @_lifetime(copy message)
    static func completed(_ message: ReceivedMessage) -> ReceivedMessage
}

extension DatagramFraming {
    /// An empty frame would be a header without payload, which every receiver refuses.
    static var shortestFrame: Int { 1 }

    @inline(__always)
    func refusal(of byteCount: Int) -> DropReason? { byteCount >= Self.shortestFrame ? nil : .runt }

    @inline(__always)
    @_lifetime(copy message)
    static func completed(_ message: ReceivedMessage) -> ReceivedMessage { message }
}

/// What a datagram turned out to be.
enum OpenedDatagram {
    /// A frame, from this byte to the end.
    case frame(at: Int)
    /// Nothing for this port, and why.
    case refused(DropReason)
}

/// A frame is a datagram, as QEMU's `dgram` and `socket` have it.
struct BareFraming: DatagramFraming {
    let template = HeaderTemplate()

    @inline(__always)
    func patch(_ datagrams: Range<Int>, in slots: SendSlots) {}

    @inline(__always)
    mutating func commit(_ count: Int) {}

    /// An empty datagram is no frame, and no end of anything either: anybody can send one.
    @inline(__always)
    mutating func open(_ datagram: RawSpan) -> OpenedDatagram {
        datagram.byteCount > 0 ? .frame(at: 0) : .refused(.runt)
    }
}
