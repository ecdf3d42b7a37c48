import LinuxNet
public import NetCore
import SystemPackage
import WireFormats

/// A netdev on a tap interface of the kernel: what the host sends to the interface comes in, what is sent arrives at the host
/// as if from a wire.
///
/// The port is up while the interface is: it goes down with `ip link set down`, and for good when the interface is deleted.
/// Frames from the kernel that are shorter than Ethernet's least are padded, as QEMU pads them: the kernel leaves that to
/// hardware. Of several queues all are read; frames between two stations leave by the same one, so their order holds.
public final class TapBackend: Backend, InterfaceClient {
    /// Towards the node.
    public let port: Port
    /// How it was opened, as in QEMU's `info network`.
    public var summary: String { isDeleted ? "\(origin), deleted" : origin }
    private let origin: String
    /// The interface's name.
    public let interfaceName: String

    private unowned let driver: RealTimeDriver
    private var ends: [TapEnd]
    /// nil where the interface is in another namespace, and once it was deleted.
    private var interface: InterfaceWatch?
    private let downscript: NetworkScript?
    private var sent = SentCounts(frames: 0, bytes: 0)
    private var calls = SystemCallCounts(send: 0, receive: 0)

    /// What an Ethernet frame has at least, without its FCS (IEEE 802.3 4A.4.2: minFrameSize).
    private static let ethernetByteCount = 60
    /// Shorter frames from the kernel are padded to so many bytes.
    private let leastByteCount: Int

    /// A netdev on an interface that is open.
    ///
    /// - Parameters:
    ///   - driver: Watches the descriptors.
    ///   - name: For people, and the name of the port.
    ///   - device: Belongs to the netdev from now on.
    ///   - summary: How it was opened.
    ///   - downscript: Run before it is closed.
    ///   - pads: Whether short frames are padded.
    /// - Throws: What epoll said; then it is closed.
    init(
        driver: RealTimeDriver, name: String, device: TapDevice, summary: String, downscript: NetworkScript? = nil,
        pads: Bool = true
    ) throws(BackendError) {
        leastByteCount = pads ? Self.ethernetByteCount : 0
        self.driver = driver
        origin = summary
        self.downscript = downscript
        interfaceName = device.name
        port = driver.loop.makePort(name: name, pausable: true)
        ends = device.queues.map(TapEnd.init)
        if let monitor = device.monitor() { interface = InterfaceWatch(monitor, driver: driver) }
        // First what may fail: once it is attached, the loop keeps the backend.
        do throws(BackendError) {
            try interface?.watch(for: self)
            for end in ends { try end.watch(for: self, driver) }
        } catch {
            unwatch()
            throw error
        }
        driver.loop.attach(self, to: port)
        interfaceChanged()
    }

    /// Runs the script, closes the descriptors, and unplugs the port; an interface that was made here is gone then.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        try? downscript?.run(for: interfaceName)
        unwatch()
        driver.loop.remove(self)
        // Not left to `deinit`: the loop keeps its clients for as long as it lives.
        ends = []
    }

    private var isClosed = false
    private var isDeleted = false

    private func unwatch() {
        interface?.unwatch()
        interface = nil
        for end in ends { end.unwatch(driver) }
    }

    /// Nothing: the kernel gives a tap all or nothing.
    public var degraded: [String] { [] }

    /// What went through the descriptors so far.
    public var counters: BackendCounters { BackendCounters(sent: sent, refusals: 0, systemCalls: calls) }

    /// What the kernel drops for want of room at a tap it counts at the interface, and cannot be told apart there.
    public func countLosses() {}

    // MARK: Link

    func interfaceChanged() {
        switch interface?.state {
        case .up?: port.setUp(true)
        case .down?: port.setUp(false)
        case nil: break
        case .gone?:
            // Moved to another namespace, it works on, and its state can no longer be seen.
            if ends.contains(where: \.queue.isAttached) {
                interface?.unwatch()
                interface = nil
                port.setUp(true)
            } else {
                lose()
            }
        }
    }

    /// The interface was deleted, and does not come back to these descriptors, which would be ready with an error for ever.
    private func lose() {
        port.setUp(false)
        unwatch()
        isDeleted = true
        // What waited for room ends now: nothing else will call for it.
        port.resume()
    }

    // MARK: Sending

    /// Writes what the kernel takes, a frame with each call.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        for index in 0..<burst.count {
            let frame = burst[index]
            guard frame.byteCount >= EthernetHeader.untaggedByteCount else {
                port.drop(frame, .runt)
                continue
            }
            guard write(frame, to: ends[position(for: frame)]) else { return index }
        }
        return burst.count
    }

    /// - Returns: Whether the frame was taken: written, or ended here.
    private func write(_ frame: Frame, to end: TapEnd) -> Bool {
        calls.send &+= 1
        do throws(Errno) {
            // SAFETY: the frame's bytes stay until the dispatch ends.
            guard case .done = try unsafe end.queue.write(frame.address, byteCount: frame.byteCount) else {
                end.set(.write, true, driver)
                return false
            }
            sent.frames &+= 1
            sent.bytes &+= UInt64(frame.byteCount)
        } catch {
            refuse(frame, error)
        }
        return true
    }

    private func refuse(_ frame: Frame, _ error: Errno) {
        switch error {
        case .ioError:
            // The kernel is about to tell that the interface is down. Where nobody could tell that it is up again, it stays up.
            if interface != nil { port.setUp(false) }
            port.drop(frame, .linkDown)
        case .badFileDescriptorState:
            port.drop(frame, .linkDown)
            lose()
        case .messageTooLong: port.drop(frame, .oversize)
        default: port.drop(frame, .socketError)
        }
    }

    /// The queue for a frame, by its two addresses: FNV-1a over them.
    private func position(for frame: Frame) -> Int {
        guard ends.count > 1 else { return 0 }
        var hash: UInt32 = 0x811C_9DC5
        for offset in 0..<2 * MACAddress.byteCount {
            hash = (hash ^ UInt32(frame.bytes.byte(at: offset))) &* 0x0100_0193
        }
        return Int(hash) % ends.count
    }

    // MARK: Receiving

    /// The peer has room again: the descriptors are read on.
    public func peerHasRoom(on port: Port) {
        for end in ends { end.set(.read, true, driver) }
    }

    fileprivate func ready(_ readiness: Readiness, _ end: TapEnd) {
        if readiness.contains(.error), !end.queue.isAttached { return lose() }
        if readiness.contains(.writable) {
            end.set(.write, false, driver)
            port.resume()
        }
        if readiness.contains(.readable), end.wantsRead { read(end) }
    }

    /// As many frames as there are slabs: the descriptor stays ready if there are more.
    private func read(_ end: TapEnd) {
        let slabs = driver.slabs
        let count: Int
        do throws(Errno) {
            count = try end.queue.receive(into: slabs)
        } catch {
            return interfaceChanged()
        }
        // One call more than frames, which said that there are no more.
        calls.receive &+= UInt64(min(count + 1, slabs.slotCount))
        driver.messagesRead &+= count
        var batch = driver.takeBatch()
        let now = port.now
        for index in 0..<count {
            let message = slabs.message(at: index)
            append(message, skipping: end.queue.headerByteCount, at: now, to: &batch)
        }
        let result = batch.send(through: port)
        driver.giveBack(batch)
        if result == .paused { for end in ends { end.set(.read, false, driver) } }
    }

    private func append(
        _ message: ReceivedMessage, skipping headerByteCount: Int, at time: Int64, to batch: inout InboundBatch
    ) {
        let byteCount = message.byteCount - headerByteCount
        guard byteCount > 0, byteCount <= Frame.byteLimit else {
            return port.dropEntering(message.datagram(at: 0), byteCount > 0 ? .oversize : .runt)
        }
        // SAFETY: a slab is longer than any frame with its header, and nobody else writes to it before the dispatch ends.
        let start = unsafe message.start + headerByteCount
        if byteCount < leastByteCount {
            unsafe (start + byteCount).initializeMemory(
                as: UInt8.self, repeating: 0, count: leastByteCount - byteCount)
        }
        unsafe batch.append(
            UnsafeRawBufferPointer(start: start, count: max(byteCount, leastByteCount)), time: time)
    }
}

/// A queue of an interface, watched.
private final class TapEnd: ReadinessClient {
    let queue: TapQueue
    private weak var backend: TapBackend?
    private var watch: Watch?

    init(_ queue: TapQueue) {
        self.queue = queue
    }

    var wantsRead: Bool { watch?.interest.contains(.read) ?? false }

    func watch(for backend: TapBackend, _ driver: RealTimeDriver) throws(BackendError) {
        do throws(Errno) {
            watch = Watch(registration: try driver.register(self, queue.descriptor, .read), interest: .read)
            self.backend = backend
        } catch {
            throw BackendError("could not watch the tap \(backend.interfaceName): \(error)")
        }
    }

    func unwatch(_ driver: RealTimeDriver) {
        if let watch { driver.deregister(watch.registration) }
        watch = nil
    }

    func set(_ part: Interest, _ isWanted: Bool, _ driver: RealTimeDriver) {
        driver.set(part, isWanted, of: &watch)
    }

    func ready(_ readiness: Readiness) { backend?.ready(readiness, self) }
}

extension Errno {
    /// `EBADFD`: the descriptor of a tap whose interface was deleted.
    fileprivate static let badFileDescriptorState = Errno(rawValue: 77)
}
