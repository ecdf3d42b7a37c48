import NetCore
import WireFormats

/// Which frames a NIC takes off the wire: what the `VIRTIO_NET_CTRL_RX` and `_MAC` commands of a driver set
/// (virtio 1.2, section 5.1.6.5.1 and 5.1.6.5.2).
public struct ReceiveFilter: Sendable, Equatable {
    /// Everything.
    public var isPromiscuous = false
    /// Every group address.
    public var acceptsAllMulticast = false
    /// ff:ff:ff:ff:ff:ff.
    public var acceptsBroadcast = true
    /// Group addresses to take.
    ///
    /// Few, so a list that is walked.
    public var multicastAddresses: [MACAddress] = []
    /// Station addresses to take beside the NIC's own.
    public var unicastAddresses: [MACAddress] = []

    /// The NIC's own address and broadcast: what a NIC takes after reset.
    public init() {}

    /// Whether a frame to an address passes.
    ///
    /// - Parameters:
    ///   - destination: The frame's destination address.
    ///   - own: The NIC's address.
    public func accepts(_ destination: MACAddress, own: MACAddress) -> Bool {
        if isPromiscuous || destination == own { return true }
        if destination.isBroadcast { return acceptsBroadcast }
        if destination.isGroup { return acceptsAllMulticast || multicastAddresses.contains(destination) }
        return unicastAddresses.contains(destination)
    }
}
