extension Port {
    /// Ends a frame that was never composed, because there was no way to send it: a host whose next hop does not
    /// answer knows which frame it owed, but not its bytes.
    ///
    /// It counts as made here and dropped here, so that a flow's sum holds.
    public func dropUnsent(id: FrameID?, _ reason: DropReason) {
        unsafe state.pointee.counters.madeFrames &+= 1
        // SAFETY: a record of no bytes is never read through; the loop's state is an address that is not null.
        let nowhere = unsafe UnsafeMutableRawPointer(state)
        drop(unsafe FrameRecord(base: nowhere, length: 0, id: id?.rawValue ?? 0, time: now), reason, at: .outside)
    }
}
