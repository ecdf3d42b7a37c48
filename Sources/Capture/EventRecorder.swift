public import NetCore
public import SystemPackage
import WireFormats

/// Writes every event of a loop into a ``RunRecord``: each frame that a port's owner took, and each that ended.
///
/// Nothing is allocated for an event: items gather in 256 KiB of memory, which goes out when it is full and at the end. The first
/// error of writing ends the record and nothing else: the loop goes on.
public final class EventRecorder: LoopObserver {
    /// What came of a record.
    public struct Summary: Sendable, Equatable {
        /// Events that happened.
        public var events: UInt64 = 0
        /// Why not all of them are in the file.
        public var error: Errno?
    }

    private unowned let loop: Loop
    private let descriptor: FileDescriptor
    private let closesDescriptor: Bool
    private let names: Names
    private var buffer: CaptureBuffer
    /// Numbers of ports, flows and reasons that have their names in the file.
    private var named = NamedNumbers()
    private var lastTime: Int64 = 0
    private var isFinished = false
    private var next: (any LoopObserver)?
    /// Events, and the first error.
    public private(set) var summary = Summary()

    /// What numbers are called.
    public struct Names {
        let messagePorts: Set<Int>
        let flow: (UInt32) -> String

        /// Names.
        ///
        /// - Parameters:
        ///   - messagePorts: Numbers of ports that carry frames behind headers of a tunnel.
        ///   - flow: The name of a flow, by the number in its frames.
        public init(messagePorts: Set<Int>, flow: @escaping (UInt32) -> String) {
            self.messagePorts = messagePorts
            self.flow = flow
        }
    }

    /// A record that has not begun.
    ///
    /// - Parameters:
    ///   - loop: Whose events are recorded; it lives until ``finish(fingerprint:)``.
    ///   - descriptor: Open for writing, blocking; a pipe will do.
    ///   - closesDescriptor: Whether the recorder closes it at the end.
    ///   - names: What numbers are called.
    public init(loop: Loop, to descriptor: FileDescriptor, closesDescriptor: Bool, names: Names) {
        self.loop = loop
        self.descriptor = descriptor
        self.closesDescriptor = closesDescriptor
        self.names = names
        buffer = CaptureBuffer(descriptor: descriptor, room: nil)
    }

    deinit {
        if closesDescriptor && !isFinished { try? descriptor.close() }
    }

    /// Begins: writes what is known of the run, and listens to the loop along with whoever did before.
    ///
    /// - Parameter head: Keys and values.
    public func start(_ head: [(key: String, value: String)]) {
        buffer.append { output in
            for byte in RunRecord.magic { output.append(bigEndian: byte) }
        }
        for (key, value) in head {
            append(RunRecord.textItemByteCount) { RunRecord.writeHead(key, value, into: &$0) }
        }
        lastTime = loop.now
        next = loop.observer
        loop.observer = self
    }

    /// Writes the end, and what is left.
    ///
    /// - Parameter fingerprint: Both halves; nil: the run was cut short, and so is its record.
    public func finish(fingerprint: (UInt64, UInt64)?) {
        guard !isFinished else { return }
        isFinished = true
        if let fingerprint {
            let events = summary.events
            append(RunRecord.endByteCount) {
                RunRecord.writeEnd(events: events, fingerprint: fingerprint, into: &$0)
            }
        }
        flush()
        if closesDescriptor {
            do {
                try descriptor.close()
            } catch {
                if summary.error == nil { summary.error = error as? Errno ?? .ioError }
            }
        }
        if loop.observer === self { loop.observer = next }
    }

    // MARK: The loop

    /// Records what was taken.
    public func received(_ burst: Burst, first count: Int, on port: Port) {
        for position in 0..<count { record(burst[position], nil, on: port) }
        next?.received(burst, first: count, on: port)
    }

    /// Records what ended.
    public func dropped(_ frame: Frame, reason: DropReason, at place: DropPlace, on port: Port) {
        record(frame, reason, on: port)
        next?.dropped(frame, reason: reason, at: place, on: port)
    }

    private func record(_ frame: Frame, _ reason: DropReason?, on port: Port) {
        guard !isFinished else { return }
        summary.events &+= 1
        guard summary.error == nil else { return }
        let id = frame.id
        name(port, reason, id?.flow)
        let now = loop.now
        let event = RunRecord.Event(
            elapsed: UInt64(clamping: now.subtractingReportingOverflow(lastTime).partialValue),
            port: UInt64(clamping: port.number), reason: reason.map { UInt64($0.rawValue) },
            flow: UInt64(id?.flow ?? 0), sequence: id?.number ?? 0)
        lastTime = now
        append(RunRecord.eventByteCount(bytes: frame.byteCount)) {
            RunRecord.write(event, bytes: frame.bytes, into: &$0)
        }
    }

    /// Writes the names of numbers that come for the first time.
    private func name(_ port: Port, _ reason: DropReason?, _ flow: UInt32?) {
        if named.ports.insert(port.number) {
            let table: RunRecord.Table = names.messagePorts.contains(port.number) ? .messagePort : .port
            write(table, UInt64(clamping: port.number), loop.name(of: port))
        }
        if let reason, named.reasons.insert(Int(reason.rawValue)) {
            write(.reason, UInt64(reason.rawValue), reason.name)
        }
        if let flow, flow != 0, named.lastFlow != flow {
            named.lastFlow = flow
            if named.flows.insert(flow).inserted { write(.flow, UInt64(flow), names.flow(flow)) }
        }
    }

    private func write(_ table: RunRecord.Table, _ number: UInt64, _ name: String) {
        append(RunRecord.textItemByteCount) { RunRecord.writeName(table, number, name, into: &$0) }
    }

    @inline(__always)
    private func append(_ byteCount: Int, _ write: (inout OutputRawSpan) -> Void) {
        guard summary.error == nil else { return }
        if !buffer.hasRoom(for: byteCount) { flush() }
        // Where the descriptor takes nothing, nobody will come back to it.
        guard buffer.hasRoom(for: byteCount) else { return fail(.wouldBlock) }
        buffer.append(write)
    }

    private func flush() {
        guard summary.error == nil else { return }
        do {
            try buffer.flush(isLast: isFinished)
            if isFinished && !buffer.isEmpty { fail(.wouldBlock) }
        } catch {
            fail(error)
        }
    }

    private func fail(_ error: Errno) {
        summary.error = error
        buffer.clear()
    }
}

/// Which numbers have been named already.
private struct NamedNumbers {
    var ports = Bits()
    var reasons = Bits()
    var flows: Set<UInt32> = []
    /// Most frames are of the same flow as the one before.
    var lastFlow: UInt32?

    struct Bits {
        private var isSet: [Bool] = []

        /// - Returns: Whether it is new.
        @inline(__always)
        mutating func insert(_ number: Int) -> Bool {
            if number < isSet.count, isSet[number] { return false }
            while isSet.count <= number { isSet.append(false) }
            isSet[number] = true
            return true
        }
    }
}
