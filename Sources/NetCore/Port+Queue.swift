// How frames get into a queue, and how what cannot get in ends.

extension Port {
    /// The one place where a queue grows.
    ///
    /// - Parameters:
    ///   - record: `.kept` if it brings its own count of a block, else borrowed.
    ///   - hop: 1 for a frame that is passed on, 0 for one that begins here.
    ///   - admitted: The sender's burst has been let in already; the bounds do not count for the rest of it.
    @inline(__always)
    @unsafe
    func append(
        _ record: FrameRecord, to peer: UnsafeMutablePointer<PortState>, hop: UInt8, admitted: Bool = false
    ) -> SendResult {
        let (hops, tooMany) = record.hops.addingReportingOverflow(hop)
        if tooMany { return refuse(record, .loop) }
        if unsafe !admitted && !hasRoom(peer) {
            // Whoever is answered `.paused` is told of room, also if the queue was full before this sender came.
            if unsafe state.pointee.pausable { unsafe peer.pointee.peerPaused = true }
            return refuse(record, .queueFull)
        }

        if unsafe peer.pointee.queue.isFull { unsafe growQueue(of: peer) }
        var entry = record
        entry.hops = hops
        unsafe peer.pointee.queue.appendAssumingRoom(entry)
        let length = Int(record.length)
        unsafe peer.pointee.queuedBytes &+= length
        unsafe state.pointee.counters.txFrames &+= 1
        unsafe state.pointee.counters.txBytes &+= UInt64(length)

        if unsafe !peer.pointee.isScheduled { unsafe wake(peer) }
        if unsafe state.pointee.pausable && !hasRoom(peer) {
            unsafe peer.pointee.peerPaused = true
            return .paused
        }
        return .open
    }

    /// Appends a burst of which no frame is refused: what is the same for all is looked at once.
    ///
    /// - Parameters:
    ///   - records: What is passed on; none of them is `.kept` in the queue.
    ///   - admitted: The bounds do not count.
    /// - Returns: nil if one of them has to be looked at by itself; then none was appended.
    @inline(__always)
    @unsafe
    func appendWhole(
        _ records: UnsafePointer<FrameRecord>, _ count: Int, to peer: UnsafeMutablePointer<PortState>, admitted: Bool
    ) -> SendResult? {
        var bytes = 0
        var mostHops: UInt8 = 0
        for index in 0..<count {
            bytes &+= unsafe Int(records[index].length)
            mostHops = unsafe max(mostHops, records[index].hops)
        }
        let fits =
            unsafe peer.pointee.queue.count &+ count <= peer.pointee.frameBound
            && peer.pointee.queuedBytes &+ bytes <= peer.pointee.byteBound
        guard mostHops < .max, admitted || fits, count > 0 else { return nil }

        while unsafe !peer.pointee.queue.hasRoom(for: count) { unsafe growQueue(of: peer) }
        // In one piece, so that it is delivered as one burst.
        if unsafe peer.pointee.queue.isEmpty { unsafe peer.pointee.queue.align(for: count) }
        for index in 0..<count {
            var entry = unsafe records[index].borrowed
            entry.hops &+= 1
            unsafe peer.pointee.queue.appendAssumingRoom(entry)
        }
        unsafe peer.pointee.queuedBytes &+= bytes
        unsafe state.pointee.counters.txFrames &+= UInt64(count)
        unsafe state.pointee.counters.txBytes &+= UInt64(bytes)

        if unsafe !peer.pointee.isScheduled { unsafe wake(peer) }
        if unsafe state.pointee.pausable && !hasRoom(peer) {
            unsafe peer.pointee.peerPaused = true
            return .paused
        }
        return .open
    }

    @inline(__always)
    @unsafe
    func hasRoom(_ peer: UnsafeMutablePointer<PortState>) -> Bool {
        unsafe peer.pointee.queue.count < peer.pointee.frameBound
            && peer.pointee.queuedBytes < peer.pointee.byteBound
    }

    @inline(__always)
    @unsafe
    private func wake(_ peer: UnsafeMutablePointer<PortState>) {
        let port = unsafe Port(state: peer)
        if unsafe peer.pointee.isBlocked {
            unsafe peer.pointee.loop.pointee.settleLater(port)
        } else {
            unsafe peer.pointee.loop.pointee.schedule(port)
        }
    }

    @inline(never)
    @unsafe
    private func growQueue(of peer: UnsafeMutablePointer<PortState>) {
        let old = unsafe peer.pointee.queue.grow()
        if unsafe peer.pointee.isDelivering {
            // The burst that is being received points into it.
            unsafe peer.pointee.loop.pointee.retired.append(old)
        } else {
            old.deallocate()
        }
    }

    /// A frame that found no carrier.
    @inline(never)
    func refuse(_ record: FrameRecord) -> SendResult {
        let reason: DropReason = unsafe state.pointee.isClosed ? .closed : hasPeer ? .linkDown : .noPeer
        return refuse(record, reason)
    }

    @inline(never)
    func refuse(_ record: FrameRecord, _ reason: DropReason) -> SendResult {
        drop(record, reason, at: .leaving)
        unsafe state.pointee.counters.refused.record(reason)
        if record.flags.contains(.kept) { unsafe state.pointee.loop.pointee.releases.append(record) }
        // A pausable sender that pushes on past its bound is told again; it must not spin on `.open`.
        return unsafe reason == .queueFull && state.pointee.pausable ? .paused : .open
    }

    func drop(_ record: FrameRecord, _ reason: DropReason, at place: DropPlace) {
        unsafe state.pointee.counters.drops.record(reason)
        if let observer = unsafe state.pointee.loop.pointee.observer {
            // SAFETY: the view ends with the call, and the record's bytes live until the dispatch does.
            observer.dropped(unsafe Frame(unsafe: record), reason: reason, at: place, on: self)
        }
    }
}
