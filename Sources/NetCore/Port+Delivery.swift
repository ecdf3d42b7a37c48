// What the loop does with a port: deliver, tell, settle.

extension Port {
    /// One burst from the queue to the client; then the port stands at the end of the run list again, if it has more.
    func deliver() {
        let state = unsafe state
        if unsafe state.pointee.queue.isEmpty { return }
        if unsafe state.pointee.isBlocked {
            // It was scheduled to be told something, and so `append` did not see to it.
            unsafe state.pointee.loop.pointee.settleLater(self)
            return
        }
        guard let client = unsafe state.pointee.client else {
            unsafe state.pointee.isBlocked = true
            unsafe state.pointee.loop.pointee.settleLater(self)
            return
        }
        let (start, available) = unsafe state.pointee.queue.front
        let offered = min(available, Burst.maximumCount)
        let burst = unsafe Burst(unsafe: start, count: offered)
        unsafe state.pointee.isDelivering = true
        let taken = client.receive(burst, on: self)
        unsafe state.pointee.isDelivering = false
        precondition(taken >= 0 && taken <= offered, "a client takes what it was handed, no more")
        if unsafe state.pointee.loop.pointee.observer != nil { observe(burst, first: taken) }
        unsafe account(for: start, count: taken)

        let loop = unsafe state.pointee.loop
        if let end = unsafe state.pointee.purgeEnd {
            unsafe state.pointee.purgeEnd = nil
            purge(to: end)
        }
        if taken < offered {
            if unsafe state.pointee.resumeAsked {
                unsafe loop.pointee.schedule(self)
            } else {
                unsafe state.pointee.isBlocked = true
                unsafe loop.pointee.settleLater(self)
            }
        } else if unsafe !state.pointee.queue.isEmpty {
            unsafe loop.pointee.schedule(self)
        }
        unsafe state.pointee.resumeAsked = false
        if unsafe state.pointee.peerPaused { offerRoom() }
    }

    /// Takes the first `count` entries out of the queue and out of the books.
    @inline(__always)
    @unsafe
    private func account(for start: UnsafePointer<FrameRecord>, count: Int) {
        let state = unsafe state
        var bytes = 0
        for index in 0..<count {
            let record = unsafe start[index]
            bytes &+= Int(record.length)
            if record.flags.contains(.kept) { unsafe state.pointee.loop.pointee.releases.append(record) }
        }
        unsafe state.pointee.queue.removeFirst(count)
        unsafe state.pointee.queuedBytes &-= bytes
        unsafe state.pointee.counters.rxFrames &+= UInt64(count)
        unsafe state.pointee.counters.rxBytes &+= UInt64(bytes)
        unsafe state.pointee.loop.pointee.framesDelivered &+= UInt64(count)
    }

    @inline(never)
    private func observe(_ burst: Burst, first count: Int) {
        if count > 0 { unsafe state.pointee.loop.pointee.observer?.received(burst, first: count, on: self) }
    }

    /// Lets a paused peer go on, once half of the bound is free or it has no way here any more.
    func offerRoom() {
        let state = unsafe state
        let half =
            unsafe state.pointee.queue.count <= state.pointee.frameBound / 2
            && state.pointee.queuedBytes <= state.pointee.byteBound / 2
        let peer = unsafe state.pointee.peer
        guard unsafe half || peer?.pointee.route == nil else { return }
        unsafe state.pointee.peerPaused = false
        guard let peer = unsafe peer else { return }
        unsafe peer.pointee.owesRoom = true
        unsafe state.pointee.loop.pointee.schedule(Port(state: peer))
    }

    /// Tells the client what happened to its link and its peer's queue since it was last told.
    func tell() {
        let state = unsafe state
        if unsafe state.pointee.owesLink {
            unsafe state.pointee.owesLink = false
            unsafe state.pointee.client?.linkChanged(on: self)
        }
        if unsafe state.pointee.owesRoom {
            unsafe state.pointee.owesRoom = false
            unsafe state.pointee.client?.peerHasRoom(on: self)
        }
    }

    /// Keeps what still stands in the queue and was only borrowed: the dispatch that made it ends.
    func settle() {
        let state = unsafe state
        unsafe state.pointee.isUnsettled = false
        let count = unsafe state.pointee.queue.count
        let first = unsafe max(0, state.pointee.settled &- state.pointee.queue.head)
        for index in first..<max(first, count) {
            let record = unsafe state.pointee.queue[index]
            if record.flags.contains(.kept) { continue }
            unsafe state.pointee.queue[index] = state.pointee.loop.pointee.pool.keep(record)
        }
        unsafe state.pointee.settled = state.pointee.queue.tail
    }

    /// Ends everything in the queue as `closed`.
    func purge() {
        let end = unsafe state.pointee.queue.tail
        if unsafe state.pointee.isDelivering {
            unsafe state.pointee.purgeEnd = end
        } else {
            purge(to: end)
        }
    }

    /// Ends what stands in the queue before a position of its ring.
    private func purge(to end: Int) {
        let state = unsafe state
        let count = unsafe max(0, end &- state.pointee.queue.head)
        for index in 0..<count {
            let record = unsafe state.pointee.queue[index]
            drop(record, .closed, at: .queued)
            unsafe state.pointee.queuedBytes &-= Int(record.length)
            if record.flags.contains(.kept) { unsafe state.pointee.loop.pointee.releases.append(record) }
        }
        unsafe state.pointee.counters.purged &+= UInt64(count)
        unsafe state.pointee.queue.removeFirst(count)
    }
}
