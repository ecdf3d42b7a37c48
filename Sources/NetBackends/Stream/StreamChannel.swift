import LinuxNet
import NetCore
import SystemPackage
import Tunnels

/// The path of frames between a port and one connection after another: many frames with one system call each way.
///
/// Received frames are views of the buffer that the kernel wrote to. Pressure goes both ways: where the kernel takes no more,
/// frames wait in the port's queue, and where the peer of the port takes no more, the stream is not read.
struct StreamChannel: ~Copyable {
    let port: Port
    private unowned let driver: RealTimeDriver
    /// Made for the first connection.
    private var buffer: StreamBuffer?
    private var sender = StreamSender()
    /// The connection's; nil while there is none.
    private var watch: Watch?
    private var descriptor: FileDescriptor?
    /// The peer of the port has no room: what is unread stays in the buffer.
    private var isPaused = false
    /// Why the kernel takes nothing more on this connection.
    private var refusal: Errno?
    private var sent = SentCounts(frames: 0, bytes: 0)
    private var receiveCalls: UInt64 = 0

    /// Every header is a length, whoever sends it.
    private static let template = HeaderTemplate(
        // SAFETY: bytes have no padding.
        unsafe [UInt8](repeating: 0, count: StreamFraming.prefixByteCount).span.bytes)

    init(driver: RealTimeDriver, port: Port) {
        self.driver = driver
        self.port = port
    }

    // MARK: Connections

    /// A connection is there, and is watched.
    mutating func begin(_ descriptor: FileDescriptor, _ watch: Watch) {
        self.descriptor = descriptor
        self.watch = watch
        isPaused = false
        refusal = nil
        let buffer = buffer ?? StreamBuffer()
        buffer.clear()
        self.buffer = buffer
        sender.forget()
        wants(.read, true)
        wants(.write, false)
    }

    /// The connection is over: whole frames that have been read still go in, what is half of one does not, neither here nor,
    /// on the next connection, there.
    ///
    /// - Returns: Whether the peer had begun a frame.
    mutating func end() -> Bool {
        guard let watch else { return false }
        driver.deregister(watch.registration)
        self.watch = nil
        descriptor = nil
        sender.forget()
        // They have left the kernel already, and there will be nobody to offer them again.
        if isPaused { _ = letIn(isContinuation: true) }
        guard let buffer, buffer.unreadByteCount > 0 else { return false }
        port.dropEntering(buffer.unread(), .truncated)
        buffer.clear()
        return true
    }

    var unreadByteCount: Int { buffer?.unreadByteCount ?? 0 }

    private mutating func wants(_ interest: Interest, _ isWanted: Bool) { driver.set(interest, isWanted, of: &watch) }

    /// Whether the stream is read, and its end will be seen.
    var isReading: Bool { watch?.interest.contains(.read) ?? false }

    // MARK: Receiving

    /// One system call's worth.
    ///
    /// - Returns: Why the connection is over, if it is.
    mutating func read() -> StreamEnding? {
        guard let descriptor, let buffer else { return nil }
        do throws(Errno) {
            receiveCalls &+= 1
            switch try buffer.receive(from: descriptor) {
            case .wouldBlock: return nil
            // The send that was refused knows better than the end that follows it.
            case .done(0): return refusal.map { .failed($0) } ?? (unreadByteCount > 0 ? .cut : .closed)
            case .done: return letIn()
            }
        } catch {
            return .failed(error)
        }
    }

    /// The peer of the port has room again.
    ///
    /// - Returns: Why the connection is over, if it is.
    mutating func readOn() -> StreamEnding? {
        guard isPaused else { return nil }
        isPaused = false
        if let ending = letIn() { return ending }
        if !isPaused { wants(.read, true) }
        return nil
    }

    /// Sends in what is whole, as far as there is room for it.
    ///
    /// - Parameter isContinuation: Bounds do not count.
    private mutating func letIn(isContinuation: Bool = false) -> StreamEnding? {
        guard let buffer else { return nil }
        var batch = driver.takeBatch()
        let bytes = buffer.unread()
        let now = port.now
        var offset = 0
        var hasRoom = true
        var ending: StreamEnding?
        reading: while true {
            switch StreamFraming.item(in: bytes, at: offset) {
            case .frame(let range):
                take(bytes.extracting(range), at: now, into: &batch)
                offset = range.upperBound
            case .empty:
                port.dropEntering(bytes.extracting(offset..<offset), .runt)
                offset += StreamFraming.prefixByteCount
            case .incomplete:
                break reading
            case .impossible(let length):
                ending = .impossible(announced: length)
                offset = bytes.byteCount
                break reading
            }
            guard batch.isFull else { continue }
            hasRoom = send(&batch, isContinuation) == .open
            if !hasRoom && !isContinuation { break }
        }
        if batch.count > 0 { hasRoom = send(&batch, isContinuation) == .open }
        if !hasRoom {
            isPaused = true
            wants(.read, false)
        }
        driver.giveBack(batch)
        buffer.consume(offset)
        return ending
    }

    private func send(_ batch: inout InboundBatch, _ isContinuation: Bool) -> SendResult {
        driver.messagesRead &+= batch.count
        return batch.send(through: port, isContinuation: isContinuation)
    }

    @inline(__always)
    private func take(_ frame: RawSpan, at time: Int64, into batch: inout InboundBatch) {
        guard frame.byteCount <= Frame.byteLimit else { return port.dropEntering(frame, .oversize) }
        // SAFETY: the bytes are the buffer's, which nobody writes to before the dispatch ends: it is received into when its
        // descriptor is ready, which is the beginning of a dispatch.
        unsafe frame.withUnsafeBytes { bytes in
            unsafe batch.append(bytes, time: time)
        }
    }

    // MARK: Sending

    /// The kernel has room again.
    mutating func writable() {
        guard let descriptor, watch?.interest.contains(.write) == true else { return }
        switch sender.finish(on: descriptor) {
        case .done:
            wants(.write, false)
            port.resume()
        case .failed(let error): refuse(error)
        default: break
        }
    }

    /// Sends what the kernel takes.
    ///
    /// - Parameters:
    ///   - burst: Frames, oldest first.
    ///   - first: Where to begin.
    /// - Returns: How many frames of the burst are settled: those before `first`, those sent, and empty ones.
    mutating func send(_ burst: Burst, from first: Int) -> Int {
        guard let descriptor, refusal == nil else { return first }
        var next = first
        while next < burst.count {
            var end = next
            while end < burst.count, burst[end].byteCount > 0 { end += 1 }
            stage(burst, next..<end)
            let outcome = sender.send(0..<end - next, of: driver.slots, on: descriptor)
            for position in next..<next + outcome.sent { sent.bytes &+= UInt64(burst[position].byteCount) }
            sent.frames &+= UInt64(outcome.sent)
            next += outcome.sent
            switch outcome.stop {
            case .done: break
            case .failed(let error):
                refuse(error)
                return next
            default:
                wants(.write, true)
                return next
            }
            if end < burst.count {
                // A length of zero is no frame to anybody.
                port.drop(burst[end], .runt)
                next += 1
            }
        }
        return next
    }

    private func stage(_ burst: Burst, _ range: Range<Int>) {
        let slots = driver.slots
        slots.prepare(range.count, with: Self.template)
        for position in range {
            let frame = burst[position]
            let slot = position - range.lowerBound
            var header = slots.header(at: slot)
            StreamFraming.write(frame.byteCount, to: &header)
            // SAFETY: the frame's bytes stay until the dispatch ends, and the slots are read before that.
            unsafe slots.stage(slot, payload: frame.address, byteCount: frame.byteCount)
        }
    }

    /// The kernel takes nothing more: what the peer had sent before is read, and then comes the end.
    private mutating func refuse(_ error: Errno) {
        refusal = error
        wants(.write, false)
    }

    /// Why the kernel takes nothing more on this connection; nil if it does.
    var sendingIsOver: Errno? { refusal }

    /// What went through so far.
    var counters: BackendCounters {
        BackendCounters(
            sent: sent, refusals: 0, systemCalls: SystemCallCounts(send: sender.systemCalls, receive: receiveCalls))
    }
}
