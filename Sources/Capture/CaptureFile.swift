import NetCore
import SystemPackage
import WireFormats

/// What stands behind a ``FrameCapture``, apart from the class so that a burst costs one exclusivity check: which ports
/// are watched, and the file.
struct CaptureFile: ~Copyable {
    /// An interface of the file.
    private struct Interface {
        let block: PcapNGInterface
        /// Around what is captured, if that is a tunnel's messages; the owner sends and receives.
        let envelopes: DatagramEnvelopes?
        var received: UInt64 = 0
        var dropped: UInt64 = 0
    }

    private let snapLength: Int
    /// What the owner of a port sends, and what it takes.
    private let (sent, taken): (PcapNGPacket.Direction, PcapNGPacket.Direction)
    private var buffer: CaptureBuffer
    private var interfaces: [Interface] = []
    /// From ``Port/number`` to the interface; -1: not watched.
    private var numbers: [Int32] = []
    /// The same for ports where frames end on their way to an interface.
    private var inlets: [Int32] = []
    private var ended = EndedArrivals()
    /// `dropped: queue-full`, by reason.
    private let comments = DropReason.allCases.map { Array("dropped: \($0.name)".utf8) }
    /// Packets in the buffer.
    private var pending: UInt64 = 0
    private var startTime: UInt64 = 0
    private(set) var isOpen = false
    private(set) var summary = CaptureSummary()

    init(
        descriptor: FileDescriptor, room: FrameCapture.Room?, snapLength: Int, perspective: FrameCapture.Perspective
    ) {
        buffer = CaptureBuffer(descriptor: descriptor, room: room)
        self.snapLength = snapLength
        (sent, taken) = perspective == .network ? (.inbound, .outbound) : (.outbound, .inbound)
    }

    var hasUnwritten: Bool { !buffer.isEmpty }

    // MARK: Interfaces

    mutating func add(
        _ port: Port, name: String, description: String?, envelopes: DatagramEnvelopes?, inlet: Port?
    ) {
        guard interface(of: port) < 0 else { return }
        Self.set(Int32(interfaces.count), of: port, in: &numbers)
        if let inlet { Self.set(Int32(interfaces.count), of: inlet, in: &inlets) }
        let block = PcapNGInterface(
            name: name, description: description, linkType: envelopes == nil ? PcapNG.ethernet : PcapNG.ip,
            snapLength: UInt32(snapLength))
        interfaces.append(Interface(block: block, envelopes: envelopes))
        if isOpen { append(block) }
    }

    private static func set(_ interface: Int32, of port: Port, in numbers: inout [Int32]) {
        while numbers.count <= port.number { numbers.append(-1) }
        numbers[port.number] = interface
    }

    @inline(__always)
    private func interface(of port: Port) -> Int32 {
        port.number < numbers.count ? numbers[port.number] : -1
    }

    // MARK: Frames

    /// A frame that a port took has come over the whole link: its own interface sends it, the peer's received it.
    mutating func received(_ burst: Burst, first count: Int, on port: Port, time: UInt64) {
        let own = interface(of: port)
        let far = port.peer.map { interface(of: $0) } ?? -1
        guard own >= 0 || far >= 0 else { return }
        let noneEnded = ended.isEmpty(for: port)
        if !noneEnded { ended.match(burst, first: count) }
        for position in 0..<count {
            let frame = burst[position]
            let reason = noneEnded ? nil : ended.reason(for: frame)
            if far >= 0 { append(frame, far, sent, own < 0 ? reason : nil, time: time) }
            if own >= 0 { append(frame, own, taken, reason, time: time) }
        }
        ended.removeAll()
    }

    /// A frame that ended stands in the file once: at the port where it ended, if that is watched, else at the peer.
    mutating func dropped(_ frame: Frame, _ reason: DropReason, at place: DropPlace, on port: Port, time: UInt64) {
        if port.number < inlets.count, inlets[port.number] >= 0, place != .leaving {
            return append(frame, inlets[port.number], sent, reason, time: time)
        }
        let own = interface(of: port)
        let far = port.peer.map { interface(of: $0) } ?? -1
        let seen = own >= 0 ? own : far
        guard seen >= 0 else { return }
        switch place {
        case .leaving: append(frame, seen, own >= 0 ? sent : taken, reason, time: time)
        case .queued, .inside: append(frame, seen, own >= 0 ? taken : sent, reason, time: time)
        case .arriving: ended.append(frame, reason, on: port)
        case .outside: if own >= 0 { interfaces[Int(own)].dropped &+= 1 }
        }
    }

    @inline(__always)
    private mutating func append(
        _ frame: Frame, _ interface: Int32, _ direction: PcapNGPacket.Direction, _ reason: DropReason?, time: UInt64
    ) {
        interfaces[Int(interface)].received &+= 1
        if let reason {
            interfaces[Int(interface)].dropped &+= 1
            let comment = comments[Int(reason.rawValue)]
            // SAFETY: bytes have no padding.
            append(frame, interface, direction, comment: unsafe comment.span.bytes, time: time)
        } else {
            append(frame, interface, direction, comment: RawSpan(), time: time)
        }
    }

    @inline(__always)
    private mutating func append(
        _ frame: Frame, _ interface: Int32, _ direction: PcapNGPacket.Direction, comment: RawSpan, time: UInt64
    ) {
        if let envelopes = interfaces[Int(interface)].envelopes {
            let envelope = direction == sent ? envelopes.sent : envelopes.received
            return append(frame, in: envelope, interface, direction, comment: comment, time: time)
        }
        let captured = min(frame.byteCount, snapLength)
        guard makeRoom(for: PcapNGPacket.byteCount(captured: captured, comment: comment.byteCount)) else {
            summary.missed &+= 1
            return
        }
        buffer.append { output in
            PcapNGPacket.write(
                into: &output, interface: UInt32(bitPattern: interface), time: time, direction: direction,
                originalByteCount: frame.byteCount, bytes: frame.bytes.extracting(first: captured), comment: comment)
        }
        pending &+= 1
    }

    /// A message of a tunnel, with the headers that a kernel would write.
    @inline(never)
    private mutating func append(
        _ message: Frame, in envelope: DatagramEnvelope, _ interface: Int32, _ direction: PcapNGPacket.Direction,
        comment: RawSpan, time: UInt64
    ) {
        let byteCount = envelope.headerByteCount + message.byteCount
        guard envelope.holds(message.byteCount),
            makeRoom(for: PcapNGPacket.byteCount(captured: byteCount, comment: comment.byteCount))
        else {
            summary.missed &+= 1
            return
        }
        buffer.append { output in
            PcapNGPacket.write(
                into: &output, interface: UInt32(bitPattern: interface), time: time, direction: direction,
                byteCount: byteCount, comment: comment
            ) { envelope.write(message.bytes, into: &$0) }
        }
        pending &+= 1
    }

    // MARK: The file

    mutating func open(_ section: PcapNGSection, time: UInt64) {
        guard !isOpen, summary.error == nil else { return }
        isOpen = true
        startTime = time
        if makeRoom(for: section.byteCount) { buffer.append { section.write(into: &$0) } }
        for interface in interfaces { append(interface.block) }
        flush()
    }

    /// Writes out what there is; the first error ends the file.
    mutating func flush(isLast: Bool = false) {
        guard isOpen else { return }
        do {
            try buffer.flush(isLast: isLast)
            summary.bytes = buffer.bytesWritten
            guard buffer.isEmpty else { return }
            summary.frames &+= pending
            pending = 0
        } catch {
            summary.bytes = buffer.bytesWritten
            fail(error)
        }
    }

    /// Writes the statistics and what is left.
    mutating func close(time: UInt64) {
        guard isOpen else { return }
        for (number, interface) in interfaces.enumerated() {
            let statistics = PcapNGStatistics(
                interface: number, time: time, startTime: startTime, endTime: time, received: interface.received,
                dropped: interface.dropped)
            if makeRoom(for: statistics.byteCount) { buffer.append { statistics.write(into: &$0) } }
        }
        flush(isLast: true)
        // A non-blocking descriptor that is still full: nobody will come back to it.
        if isOpen && !buffer.isEmpty { fail(.wouldBlock) }
        isOpen = false
    }

    /// Notes an error of closing the descriptor: the kernel may say only then that there is no space.
    mutating func note(_ error: Errno) {
        if summary.error == nil { summary.error = error }
    }

    private mutating func append(_ block: PcapNGInterface) {
        if makeRoom(for: block.byteCount) { buffer.append { block.write(into: &$0) } }
    }

    @inline(__always)
    private mutating func makeRoom(for byteCount: Int) -> Bool {
        if isOpen && buffer.hasRoom(for: byteCount) { return true }
        return flushForRoom(byteCount)
    }

    @inline(never)
    private mutating func flushForRoom(_ byteCount: Int) -> Bool {
        flush()
        return isOpen && buffer.hasRoom(for: byteCount)
    }

    private mutating func fail(_ error: Errno) {
        isOpen = false
        summary.error = error
        summary.missed &+= pending
        pending = 0
        buffer.clear()
    }
}
