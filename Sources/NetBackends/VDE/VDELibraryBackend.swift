import LinuxNet
public import NetCore
import NetdevOptions
import SystemPackage

/// A plug of a VDE network that libvdeplug has a module for, such as `ptp://`, `tap://` or `cmd://`.
///
/// The library has to see each frame, so each is a call; none of them waits. When the other end goes, as the module tells, the
/// port loses its link and the network is opened again after a while: what the module does then, it does at once, and all
/// others wait for it.
public final class VDELibraryBackend: Backend, TimerClient {
    /// Towards the node; up while the network is open.
    public let port: Port
    /// Which network, and that it is waited for.
    public var summary: String { library == nil && openedAt > 0 ? "\(network), waiting for it" : network }
    private let network: String

    private unowned let driver: RealTimeDriver
    private let options: VDEOptions
    private let locator: String?
    private let frameByteLimit: Int
    private let slots: FrameSlots
    private var library: VDELibrary?
    private var dataWatch: DescriptorWatch?
    private var controlWatch: DescriptorWatch?
    private var backoff = Backoff(milliseconds: VDEBackend.firstWait)
    private var openedAt: Int64 = 0
    private let attempt: LoopTimer
    private var sent = SentCounts(frames: 0, bytes: 0)
    private var calls = SystemCallCounts(send: 0, receive: 0)

    /// Frames that are read before others have their turn.
    private static let framesPerRead = 16
    /// So many reads of nothing in a row are no empty frames: a descriptor at its end reads so for ever.
    private static let emptyReadLimit = 64
    /// Nanoseconds until a frame that the library had no room for is tried again.
    private static let retryInterval: Int64 = 1_000_000

    /// Opens the network.
    ///
    /// - Throws: ``BackendError``; then nothing is left open.
    init(
        _ options: VDEOptions, locator: String?, name: String, driver: RealTimeDriver
    ) throws(BackendError) {
        self.options = options
        self.locator = locator
        self.driver = driver
        network = "sock=\(locator ?? "default")"
        frameByteLimit =
            options.frameLimit ?? (options.isSwitched ? VDEFraming.switchByteLimit : VDELibrary.frameByteLimit)
        // A byte more than may come shows what was cut.
        slots = FrameSlots(count: Self.framesPerRead, byteCount: max(frameByteLimit, VDELibrary.frameByteLimit) + 1)
        port = driver.loop.makePort(name: name, pausable: true)
        attempt = driver.loop.makeTimer()
        do throws(Errno) {
            try plugIn()
        } catch {
            unplug()
            throw BackendError(
                "could not open \(network): \(error); vde_plug(1) and `man libvdeplug_MODULE` say what a network is called"
            )
        }
        driver.loop.attach(self, to: port)
        driver.loop.attach(self, to: attempt)
    }

    /// Unplugs and closes the port.
    public func close() {
        unplug()
        attempt.cancel()
        driver.loop.remove(self)
    }

    /// Nothing that would be known.
    public var degraded: [String] { [] }

    /// What the library took; its calls may be several of the system's.
    public var counters: BackendCounters { BackendCounters(sent: sent, refusals: 0, systemCalls: calls) }

    /// Nothing that would be known.
    public func countLosses() {}

    // MARK: Plugging in

    private func plugIn() throws(Errno) {
        let library = try VDELibrary(
            opening: locator, description: "wirework \(driver.loop.name(of: port))", port: options.port,
            group: options.group, mode: options.mode)
        dataWatch = try DescriptorWatch(driver, library.dataDescriptor) { [unowned self] in dataReady($0) }
        if let descriptor = library.controlDescriptor, descriptor != library.dataDescriptor {
            controlWatch = try DescriptorWatch(driver, descriptor) { [unowned self] readiness in
                if self.library?.isAtEnd ?? false || readiness.contains(.error) { lost() }
            }
        }
        self.library = consume library
        openedAt = port.now
    }

    private func lost() {
        if library != nil { backoff.connectionStood(for: port.now - openedAt) }
        unplug()
        attempt.arm(at: attempt.now + backoff.wait())
    }

    private func unplug() {
        dataWatch?.cancel()
        controlWatch?.cancel()
        dataWatch = nil
        controlWatch = nil
        guard library != nil else { return }
        library = nil
        port.setUp(false)
        port.resume()
    }

    /// Time for another attempt, or to see whether there is room again.
    public func timerFired(_ timer: LoopTimer) {
        guard library == nil else { return port.resume() }
        do throws(Errno) {
            try plugIn()
            port.setUp(true)
        } catch {
            lost()
        }
    }

    // MARK: Frames

    /// Gives the library what it takes.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        for position in 0..<burst.count {
            let frame = burst[position]
            guard library != nil else {
                port.drop(frame, .linkDown)
                continue
            }
            guard frame.byteCount > 0, frame.byteCount <= frameByteLimit else {
                port.drop(frame, frame.byteCount > 0 ? .oversize : .runt)
                continue
            }
            calls.send &+= 1
            do throws(Errno) {
                // SAFETY: the frame's bytes stay until the dispatch ends.
                let bytes = unsafe UnsafeRawBufferPointer(start: frame.address, count: frame.byteCount)
                guard case .done = unsafe try library?.send(bytes) ?? .wouldBlock else {
                    dataWatch?.set(.write, true)
                    // The descriptor of some modules is an epoll set, which is never ready to be written to.
                    attempt.arm(at: attempt.now + Self.retryInterval)
                    return position
                }
                sent.frames &+= 1
                sent.bytes &+= UInt64(frame.byteCount)
            } catch {
                port.drop(frame, error == .messageTooLong ? .oversize : error.meansNoPeer ? .noPeer : .socketError)
            }
        }
        return burst.count
    }

    /// The peer has room again: the network is read on.
    public func peerHasRoom(on port: Port) { dataWatch?.set(.read, true) }

    private func dataReady(_ readiness: Readiness) {
        if readiness.contains(.writable), dataWatch?.wants(.write) ?? false {
            dataWatch?.set(.write, false)
            port.resume()
        }
        if readiness.contains(.readable) {
            read(isLast: readiness.contains(.hangup))
        } else if !readiness.isDisjoint(with: [.hangup, .error]) {
            lost()
        }
    }

    private func read(isLast: Bool) {
        var batch = driver.takeBatch()
        var emptyReads = 0
        var isAtEnd = false
        var index = 0
        var reads = 0
        // What is no frame counts as well: a peer that sends such things fast must not keep the loop.
        while index < Self.framesPerRead, reads < Self.emptyReadLimit, library?.isReadable ?? false {
            reads += 1
            calls.receive &+= 1
            let answer: IOResult
            do throws(Errno) {
                // SAFETY: the slot is this backend's, and is read before the next readiness writes to it.
                answer = unsafe try library?.receive(into: slots[index]) ?? .wouldBlock
            } catch {
                isAtEnd = error.meansNoPeer || error == .badFileDescriptor || isLast
                break
            }
            guard case .done(let count) = answer else {
                isAtEnd = isLast && index == 0
                break
            }
            // 1: the library has taken something that is no frame (libvdeplug(3)).
            if count <= 1 {
                emptyReads += count == 0 ? 1 : 0
                isAtEnd = emptyReads >= (isLast ? 1 : Self.emptyReadLimit) && !(library?.isDatagram ?? false)
                if isAtEnd { break }
                continue
            }
            emptyReads = 0
            driver.messagesRead &+= 1
            unsafe take(slots[index], count, into: &batch)
            index += 1
        }
        let result = batch.send(through: port)
        driver.giveBack(batch)
        if result == .paused { dataWatch?.set(.read, false) }
        if isAtEnd { lost() }
    }

    @unsafe
    private func take(_ slot: UnsafeMutableRawBufferPointer, _ count: Int, into batch: inout InboundBatch) {
        // SAFETY: the library has written so many bytes; they stay until this backend reads again.
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: slot[..<min(count, slot.count)])
        guard count < slot.count, count <= Frame.byteLimit else {
            return unsafe port.dropEntering(bytes.bytes, .truncated)
        }
        unsafe batch.append(bytes, time: port.now)
    }
}
