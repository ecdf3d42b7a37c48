import NetCore
import WireFormats

/// A NIC: receive filter, receive ring, link state and statistics between a network and a guest's driver.
///
///     network ─▶ port ─▶ filter ─▶ [ring, while the driver does not receive] ─▶ driver
///     driver ─▶ transmit ─▶ port ─▶ network
///
/// While the driver receives, frames go straight to it and nothing is copied. While it does not, they are kept in the
/// ring; when that is full the device takes no more, and what is behind it waits in the port's queue.
public final class EmulatedNIC: NetClient, NICDevice {
    /// For people: `h1:eth0`.
    public let name: String
    /// The station address.
    public let macAddress: MACAddress
    /// The largest IP packet that the driver may send.
    public private(set) var mtu: Int
    /// What is longer does not leave; nil: the driver knows its MTU, and what it sends beside packets may be longer.
    private var enforcedMTU: Int?
    private let configuredMTU: Int
    /// Frames that the ring holds.
    public let ringSize: Int
    /// The network's side.
    public let port: Port
    /// Which frames pass.
    public var filter = ReceiveFilter()
    /// The guest's side.
    public weak var driver: (any NICDriver)?

    private var ring: FrameQueue
    private var consumed = NICStatistics()
    private var handedOver: UInt64 = 0
    private var takenOver: UInt64 = 0
    private var owesResume = false
    private var isDraining = false

    /// A NIC on a loop, not yet plugged in; the loop keeps it.
    ///
    /// - Parameters:
    ///   - loop: Where it lives.
    ///   - name: For people, and the name of its port.
    ///   - macAddress: From ``MACTable``.
    ///   - mtu: Bytes of the largest IP packet.
    ///   - ringSize: Frames that wait for a driver that does not receive.
    public init(loop: Loop, name: String, macAddress: MACAddress, mtu: Int = 1500, ringSize: Int = 256) {
        self.name = name
        self.macAddress = macAddress
        self.mtu = mtu
        configuredMTU = mtu
        self.ringSize = ringSize
        port = loop.makePort(name: name, pausable: true)
        ring = FrameQueue(loop: loop, port: port)
        loop.attach(self, to: port)
    }

    /// Changes the MTU while the driver has already sent by the other.
    ///
    /// As long as it is not the one that the NIC was made with, what the driver sends beyond it ends as `oversize`.
    public func setMTU(_ mtu: Int) {
        self.mtu = mtu
        enforcedMTU = mtu == configuredMTU ? nil : mtu
    }

    /// Plugged in, and both ends up.
    public var isLinkUp: Bool { port.hasCarrier }

    /// What went through, from the guest's side.
    public var statistics: NICStatistics {
        var statistics = consumed
        let counters = port.counters
        statistics.txFrames = counters.txFrames
        statistics.txBytes = counters.txBytes
        return statistics
    }

    /// Whether the driver takes frames; setting it to true empties the ring first.
    public var isReceiving = true {
        didSet {
            // Set again from inside `received`: the drain that is running goes on by itself.
            guard isReceiving, !oldValue, !isDraining else { return }
            drainRing()
            if owesResume {
                owesResume = false
                port.resume()
            }
        }
    }

    // MARK: The network's side

    /// Frames that the driver took or sent on, and those in the ring.
    public var account: ElementAccount {
        ElementAccount(
            consumed: consumed.rxFrames &- handedOver, held: UInt64(ring.count), handedOver: handedOver,
            takenOver: takenOver)
    }

    /// Filters, then hands on or keeps; takes fewer when the ring is full.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        // A weak reference costs more than the rest of a frame's way through here.
        let driver = driver
        for position in 0..<burst.count {
            let frame = burst[position]
            guard accepts(frame) else {
                port.drop(frame, frame.byteCount < EthernetHeader.untaggedByteCount ? .runt : .filtered)
                continue
            }
            // The driver may stop receiving in the middle of a burst.
            if isReceiving {
                give(frame, to: driver)
            } else if ring.count < ringSize {
                ring.keep(frame)
            } else {
                owesResume = true
                return position
            }
        }
        return burst.count
    }

    /// The transmit ring has room again.
    public func peerHasRoom(on port: Port) { driver?.hasTransmitRoom(on: self) }

    /// Carrier came or went.
    public func linkChanged(on port: Port) { driver?.linkChanged(on: self) }

    // MARK: The driver's side

    /// Sends a frame.
    @discardableResult
    public func transmit(
        atMost capacity: Int, id: FrameID?, writing body: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        guard let mtu = enforcedMTU else { return port.send(atMost: capacity, id: id, writing: body) }
        return port.send(atMost: capacity, id: id, unless: { $0.fits(mtu: mtu) ? nil : .oversize }, writing: body)
    }

    /// Counts a frame that goes on.
    public func handOver() { handedOver &+= 1 }

    /// Sends a frame on.
    @discardableResult
    public func transmit(
        _ frame: Frame, atMost capacity: Int, writing body: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        takenOver &+= 1
        return port.send(frame, atMost: capacity, writing: body)
    }

    /// Ends a frame that was to go on.
    public func drop(_ frame: Frame, _ reason: DropReason) {
        takenOver &+= 1
        port.drop(frame, reason)
    }

    private func accepts(_ frame: Frame) -> Bool {
        let bytes = frame.bytes
        guard bytes.byteCount >= EthernetHeader.untaggedByteCount else { return false }
        return filter.accepts(MACAddress(parsing: bytes, at: 0), own: macAddress)
    }

    private func give(_ frame: Frame, to driver: (any NICDriver)?) {
        // Without a driver there is nobody that the frame could be for.
        let refusal = driver.map { $0.received(frame, on: self) } ?? .notForMe
        if let refusal {
            port.drop(frame, refusal)
        } else {
            consumed.rxFrames &+= 1
            consumed.rxBytes &+= UInt64(frame.byteCount)
        }
    }

    private func drainRing() {
        isDraining = true
        defer { isDraining = false }
        while isReceiving && !ring.isEmpty {
            // Out of the ring first: the driver may stop receiving, and start again, from inside.
            let frame = ring.takeFirst()
            give(frame, to: driver)
        }
    }
}
