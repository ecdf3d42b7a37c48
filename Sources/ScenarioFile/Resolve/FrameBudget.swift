/// What the frames of a file may take; the runs of a file share it, since all of them are kept.
///
/// Each pair of a pattern has frames of its own: a few lines would fill the memory.
final class FrameBudget {
    /// The bytes that may still be composed.
    private var free = FrameBudget.mostBytes

    private static let mostBytes = 64 << 20
    static let rule = "all frames of a file, with those of each pair and each run, take at most 64 MiB"

    /// Takes what an entry needs; false if there is not so much.
    ///
    /// - Parameters:
    ///   - frames: The frames as written.
    ///   - copies: How many flows send them.
    func spend(_ frames: [FrameEntry], copies: Int) -> Bool {
        spend(frames.reduce(0) { $0 + $1.estimatedByteCount }, copies: copies)
    }

    /// Takes a number of bytes so many times; false if there are not so many.
    func spend(_ byteCount: Int, copies: Int = 1) -> Bool {
        let (all, isTooLarge) = byteCount.multipliedReportingOverflow(by: copies)
        guard !isTooLarge, all <= free else { return false }
        free -= all
        return true
    }
}

extension FrameEntry {
    /// A tagged Ethernet header and the largest headers that are written by field, IPv6 and TCP.
    private static let headers = 80
    private static let tag = 4

    /// About what the frame takes when it is composed.
    fileprivate var estimatedByteCount: Int {
        switch content {
        case .bytes(let bytes): Self.headers + bytes.count
        case .layers(let layers): Self.headers + layers.tags.count * Self.tag + layers.payload.count
        }
    }
}
