import LinuxNet
import NetCore

/// A frame is a datagram, as in every VDE network; some of its switches cut long ones.
struct VDEFraming: DatagramFraming {
    let template = HeaderTemplate()
    /// The longest frame that the far end takes whole.
    var frameByteLimit: Int

    /// Where `vde_switch` cuts, without a word: an Ethernet frame of 1500 bytes of payload with one VLAN tag.
    static let switchByteLimit = 1518

    @inline(__always)
    func patch(_ datagrams: Range<Int>, in slots: SendSlots) {}

    @inline(__always)
    mutating func commit(_ count: Int) {}

    /// An empty datagram is how plugs of vde2 say that they close; it is no frame.
    @inline(__always)
    mutating func open(_ datagram: RawSpan, at time: Int64) -> OpenedDatagram {
        datagram.byteCount > 0 ? .frame(at: 0) : .refused(.runt)
    }

    @inline(__always)
    func refusal(of byteCount: Int) -> DropReason? {
        byteCount == 0 ? .runt : byteCount > frameByteLimit ? .oversize : nil
    }
}
