import LinuxNet
import NetCore

/// A frame is a datagram, as in every VDE network; some of its switches cut long ones.
struct VDEFraming: DatagramFraming {
    let template = HeaderTemplate()
    /// The longest frame that the far end takes whole.
    var frameByteLimit: Int

    /// Where `vde_switch` cuts, without a word: an Ethernet frame of 1500 bytes of payload with one VLAN tag.
    static let switchByteLimit = 1518

    // An empty datagram, which is no frame, is how plugs of vde2 say that they close.

    @inline(__always)
    func refusal(of byteCount: Int) -> DropReason? {
        byteCount == 0 ? .runt : byteCount > frameByteLimit ? .oversize : nil
    }
}
