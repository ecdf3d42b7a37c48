// Making frames: composed by a client, or brought in from outside.

extension Port {
    /// Composes a frame in the loop's memory and sends it.
    ///
    /// - Parameters:
    ///   - capacity: The most bytes that `body` writes; at most ``Frame/byteLimit``.
    ///   - id: The frame's identity, if it belongs to a flow.
    ///   - body: Writes the frame, from the destination address to the end of the payload.
    @discardableResult
    public func send<Failure: Error>(
        atMost capacity: Int, id: FrameID? = nil, writing body: (inout OutputRawSpan) throws(Failure) -> Void
    ) throws(Failure) -> SendResult {
        guard let record = try composed(atMost: capacity, id: id, writing: body) else { return .open }
        guard let peer = unsafe state.pointee.route else { return refuse(record) }
        return unsafe append(record, to: peer, hop: 0)
    }

    /// Composes a frame, and sends it or ends it here.
    ///
    /// - Parameters:
    ///   - capacity: As for ``send(atMost:id:writing:)``.
    ///   - id: The frame's identity, if it belongs to a flow.
    ///   - refusal: Why the frame is not sent; nil: it is.
    ///   - body: Writes the frame.
    @discardableResult
    public func send(
        atMost capacity: Int, id: FrameID? = nil, unless refusal: (Frame) -> DropReason?,
        writing body: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        guard let record = composed(atMost: capacity, id: id, writing: body) else { return .open }
        // SAFETY: the record's bytes are the arena's until the dispatch ends.
        if let reason = refusal(unsafe Frame(unsafe: record)) {
            drop(record, reason, at: .leaving)
            return .open
        }
        guard let peer = unsafe state.pointee.route else { return refuse(record) }
        return unsafe append(record, to: peer, hop: 0)
    }

    /// A new frame in the loop's memory, counted as made.
    @inline(__always)
    private func composed<Failure: Error>(
        atMost capacity: Int, id: FrameID?, writing body: (inout OutputRawSpan) throws(Failure) -> Void
    ) throws(Failure) -> FrameRecord? {
        precondition(capacity <= Frame.byteLimit)
        let loop = unsafe state.pointee.loop
        let buffer = unsafe loop.pointee.arena.allocate(byteCount: capacity)
        let length = try unsafe Self.write(into: buffer, body)
        guard let start = buffer.baseAddress else { return nil }
        unsafe state.pointee.counters.madeFrames &+= 1
        return unsafe FrameRecord(base: start, length: length, id: id?.rawValue ?? 0, time: loop.pointee.now)
    }

    /// Sends a copy of a frame with a header before it: encapsulation.
    ///
    /// The copy keeps identity, time and hops, so it is the same frame on its way, not a new one.
    ///
    /// - Parameters:
    ///   - frame: What becomes the payload.
    ///   - headerByteCount: The most bytes that `header` writes.
    ///   - header: Writes the header.
    @discardableResult
    public func send<Failure: Error>(
        _ frame: Frame, behind headerByteCount: Int, writing header: (inout OutputRawSpan) throws(Failure) -> Void
    ) throws(Failure) -> SendResult {
        let record = try copy(frame, behind: headerByteCount, writing: header)
        guard let peer = unsafe state.pointee.route else { return refuse(record) }
        return unsafe append(record, to: peer, hop: 1)
    }

    /// Sends a frame on as other bytes: what a router makes of it.
    ///
    /// It keeps identity and time, so it is the same frame on its way, not a new one. The forwarders that it passes count
    /// from here: what bounds its way through routers is the packet's time to live.
    ///
    /// - Parameters:
    ///   - frame: What goes on.
    ///   - capacity: The most bytes that `body` writes; at most ``Frame/byteLimit``.
    ///   - body: Writes the frame, from the destination address to the end of the payload.
    @discardableResult
    public func send(
        _ frame: Frame, atMost capacity: Int, writing body: (inout OutputRawSpan) -> Void
    ) -> SendResult {
        precondition(capacity <= Frame.byteLimit)
        var record = rewritten(frame, atMost: capacity, writing: body)
        record.hops = 0
        guard let peer = unsafe state.pointee.route else { return refuse(record) }
        return unsafe append(record, to: peer, hop: 0)
    }

    /// A copy of a frame with a header before it, good until the dispatch ends; it may be sent any number of times.
    func copy<Failure: Error>(
        _ frame: Frame, behind headerByteCount: Int, writing header: (inout OutputRawSpan) throws(Failure) -> Void
    ) throws(Failure) -> FrameRecord {
        let loop = unsafe state.pointee.loop
        let buffer = unsafe loop.pointee.arena.allocate(byteCount: headerByteCount + frame.byteCount)
        let written = try unsafe Self.write(into: buffer.prefix(headerByteCount), header)
        var record = frame.record.borrowed
        // An arena's memory is never at the address nil.
        guard let start = buffer.baseAddress else { return record }
        // SAFETY: the buffer has room for the whole header and the frame, and is fresh, so nothing overlaps.
        unsafe (start + written).copyMemory(from: frame.record.base, byteCount: frame.byteCount)
        unsafe record.base = start
        record.length = UInt32(written + frame.byteCount)
        record.flags = []
        record.blockOffset = 0
        return record
    }

    private static func write<Failure: Error>(
        into buffer: Slice<UnsafeMutableRawBufferPointer>, _ body: (inout OutputRawSpan) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        try unsafe write(into: UnsafeMutableRawBufferPointer(rebasing: buffer), body)
    }

    @unsafe
    private static func write<Failure: Error>(
        into buffer: UnsafeMutableRawBufferPointer, _ body: (inout OutputRawSpan) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        // SAFETY: the buffer is the arena's and nobody else's until the dispatch ends.
        var output = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
        try body(&output)
        return unsafe output.finalize(for: buffer)
    }
}

extension Port {
    /// The same frame with other bytes: it keeps identity, time and hops.
    ///
    /// The view is good until the dispatch ends, and may be sent any number of times.
    ///
    /// - Parameters:
    ///   - frame: What is rewritten.
    ///   - capacity: The most bytes that `body` writes; at most 128 KiB.
    ///   - body: Writes the bytes that take the place of the frame's; it composes no other frame.
    func rewritten(
        _ frame: Frame, atMost capacity: Int, writing body: (inout OutputRawSpan) -> Void
    ) -> FrameRecord {
        let loop = unsafe state.pointee.loop
        let buffer = unsafe loop.pointee.arena.allocate(byteCount: capacity)
        let length = unsafe Self.write(into: buffer, body)
        // Room for the longest is asked for, and mostly not used.
        unsafe loop.pointee.arena.trim(from: capacity, to: length)
        var record = frame.record.borrowed
        // An arena's memory is never at the address nil.
        guard let start = buffer.baseAddress else { return record }
        unsafe record.base = start
        record.length = UInt32(length)
        record.flags = []
        record.blockOffset = 0
        return record
    }
}
