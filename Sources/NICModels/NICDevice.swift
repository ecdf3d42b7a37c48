import NetCore
import WireFormats

/// What a guest's driver sees of an emulated NIC.
///
/// ``EmulatedNIC`` is the plain model; one with the rings of virtio-net (virtio 1.2, section 5.1) can take its place
/// without a change to a driver or to the network.
public protocol NICDevice: AnyObject {
    /// For people: `h1:eth0`.
    var name: String { get }
    /// The station address.
    var macAddress: MACAddress { get }
    /// The largest IP packet that the driver may send.
    var mtu: Int { get }
    /// Whether there is carrier: plugged in, and both ends up.
    var isLinkUp: Bool { get }
    /// Which frames the device takes off the wire.
    var filter: ReceiveFilter { get set }
    /// What went through.
    var statistics: NICStatistics { get }
    /// Where frames are counted and the clock is read.
    var port: Port { get }
    /// The guest's side. The device does not keep it alive.
    var driver: (any NICDriver)? { get set }

    /// Sends a frame.
    ///
    /// - Parameters:
    ///   - capacity: The most bytes that `body` writes.
    ///   - id: The frame's identity, if it belongs to a flow.
    ///   - body: Writes the frame, from the destination address on.
    /// - Returns: `.paused` when the transmit ring is full: stop until ``NICDriver/hasTransmitRoom(on:)``.
    @discardableResult
    func transmit(atMost capacity: Int, id: FrameID?, writing body: (inout OutputRawSpan) -> Void) -> SendResult

    /// Hands the frame that is being received over to the guest's NICs: it goes on, and is not taken here.
    ///
    /// To be called once, from inside ``NICDriver/received(_:on:)``, which then answers nil. The same frame goes on, at
    /// once or later, by ``transmit(_:atMost:writing:)`` or ends by ``drop(_:_:)`` at one of the guest's NICs.
    func handOver()

    /// Sends a frame that was handed over, as other bytes: it keeps its identity and its time.
    ///
    /// - Parameters:
    ///   - frame: As it came in.
    ///   - capacity: The most bytes that `body` writes.
    ///   - body: Writes the frame, from the destination address on.
    /// - Returns: `.paused` when the transmit ring is full, as of a frame that begins here.
    @discardableResult
    func transmit(
        _ frame: Frame, atMost capacity: Int, writing body: (inout OutputRawSpan) -> Void
    ) -> SendResult

    /// Ends a frame that was handed over, and cannot go on from here.
    func drop(_ frame: Frame, _ reason: DropReason)

    /// Whether the driver takes frames out of the receive ring. While it does not, the ring fills, and then the device
    /// takes no more from the network.
    var isReceiving: Bool { get set }
}

/// The guest's side of a NIC.
public protocol NICDriver: AnyObject {
    /// A frame has passed the receive filter.
    ///
    /// - Parameters:
    ///   - frame: A view that ends with the call.
    ///   - nic: The device that it came in at.
    /// - Returns: nil if the stack took it, else why it is nobody's.
    func received(_ frame: Frame, on nic: any NICDevice) -> DropReason?

    /// The link came up or went down.
    func linkChanged(on nic: any NICDevice)

    /// The transmit ring, which was full, has room.
    func hasTransmitRoom(on nic: any NICDevice)
}

/// Counters of a NIC, from the guest's side.
public struct NICStatistics: Sendable, Equatable {
    /// Frames handed to the driver and taken by it.
    public var rxFrames: UInt64 = 0
    /// Their bytes, without FCS.
    public var rxBytes: UInt64 = 0
    /// Frames that went out.
    public var txFrames: UInt64 = 0
    /// Their bytes, without FCS.
    public var txBytes: UInt64 = 0

    /// Nothing counted yet.
    public init() {}
}
