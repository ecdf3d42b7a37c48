/// What travels through a tunnel pair, ours or the limit's.
struct PairLoad {
    /// Frames that are sent together.
    let burst: Int
    /// The most frames on their way between the two ends.
    let window: Int

    /// A load that loses nothing.
    ///
    /// What is on its way stands in the receive buffer, and the kernel charges more than its bytes: at most a page for a
    /// small buffer's bookkeeping, and twice the bytes where it rounds up. `SO_RCVBUF` doubles what was granted to pay for
    /// that (socket(7)). A window that fits under these assumptions is never lost, whatever way the kernel packs it.
    ///
    /// - Parameters:
    ///   - burst: Frames that are sent together.
    ///   - datagramByteCount: Bytes of each frame and its header.
    ///   - bufferByteCount: What the receiving socket was granted.
    init(burst: Int, datagramByteCount: Int, bufferByteCount: Int) {
        let charge = Self.bookkeepingByteCount + 2 * datagramByteCount
        let fitting = 2 * bufferByteCount / charge
        self.burst = max(1, min(burst, fitting))
        window = max(self.burst, min(fitting, self.burst * Self.burstsOnTheirWay))
    }

    /// A few, so that a receive finds more than one message, what was written is still in the cache, and a port's queue has
    /// room for all that one receive brings.
    private static let burstsOnTheirWay = 3
    private static let bookkeepingByteCount = 1024
}
