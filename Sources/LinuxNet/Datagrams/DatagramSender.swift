import CLinuxNet
public import SystemPackage

/// Sends batches of datagrams to one destination, in order, with one system call a batch as long as nothing goes wrong.
///
///     SendSlots ─▶ plan: runs and single datagrams ─▶ sendmmsg ─▶ sent: on with the rest
///                   ▲                                        ├─▶ perhaps an earlier datagram's error: once more
///                   └── this run, and longer segments, no more ◀── run refused
///
/// A run of equal lengths is one message with `UDP_SEGMENT`. The kernel refuses a run whose segments are over the MTU, where
/// it would fragment a plain datagram; so each destination has a sender, which remembers the smallest segment refused.
public struct DatagramSender<Kernel: DatagramKernel>: ~Copyable {
    /// Where the datagrams go; `nil` for the peer of a connected socket.
    public let destination: SocketAddress?
    /// What has been done.
    public private(set) var statistics = SendStatistics()
    /// The smallest datagram whose runs were refused, in bytes with its header; runs of this size and more go one by one.
    public private(set) var refusedSegmentByteCount: Int?

    /// The seam; a test reads its script back.
    package var kernel: Kernel
    /// Whether the socket is UDP, which alone has `UDP_SEGMENT`.
    private let mayRun: Bool

    /// Makes a sender.
    ///
    /// - Parameters:
    ///   - destination: Where the datagrams go; `nil` when the socket is connected.
    ///   - kernel: ``LinuxKernel``, or one that a test plays.
    ///   - mayRun: Whether datagrams may travel in runs; false for a socket that is not UDP.
    public init(to destination: SocketAddress?, kernel: Kernel, mayRun: Bool = true) {
        self.destination = destination
        self.kernel = kernel
        self.mayRun = mayRun
    }

    /// Sends datagrams that have been staged.
    ///
    /// - Parameters:
    ///   - datagrams: Slots that are prepared and staged.
    ///   - slots: The slots.
    ///   - descriptor: A non-blocking socket of the destination's family.
    /// - Returns: How many of them went out, and why no more.
    @specialized(where Kernel == LinuxKernel)
    public mutating func send(
        _ datagrams: Range<Int>, of slots: SendSlots, on descriptor: FileDescriptor
    ) -> SendOutcome {
        var next = datagrams.lowerBound
        var message = 0
        var messageCount = 0
        var triedAgain = false
        while next < datagrams.upperBound {
            if message == messageCount {
                message = 0
                messageCount = slots.plan(next..<datagrams.upperBound, to: destination, limits: runLimits)
            }
            let answer: IOResult
            do {
                answer = try sendMessages(message..<messageCount, of: slots, on: descriptor)
            } catch {
                if error.mayBeOfEarlierDatagram, !triedAgain {
                    triedAgain = true
                    statistics.resends += 1
                    continue
                }
                if error.refusesRun, slots.datagramCount(ofMessage: message) > 1 {
                    statistics.refusedRuns += 1
                    refusedSegmentByteCount = slots.byteCount(of: next)
                    messageCount = message
                    triedAgain = false
                    continue
                }
                return SendOutcome(sent: next - datagrams.lowerBound, stop: Self.stop(for: error))
            }
            guard case .done(let count) = answer, count > 0 else {
                return SendOutcome(sent: next - datagrams.lowerBound, stop: .wouldBlock)
            }
            for sent in message..<message + count {
                let datagramCount = slots.datagramCount(ofMessage: sent)
                next += datagramCount
                if datagramCount > 1 {
                    statistics.runs &+= 1
                    statistics.runDatagrams &+= UInt64(datagramCount)
                }
                statistics.datagrams &+= UInt64(datagramCount)
            }
            message += count
            triedAgain = false
        }
        return SendOutcome(sent: datagrams.count, stop: .done)
    }

    /// What this sender does less well than it could, as sentences for the report.
    public var degraded: [String] {
        let peer = destination?.description ?? "the peer"
        var facts: [String] = []
        if mayRun, kernel.segmentLimit < 2 {
            facts.append("to \(peer): this kernel has no UDP_SEGMENT, datagrams are sent one by one")
        }
        if let refusedSegmentByteCount {
            facts.append("to \(peer): datagrams of \(refusedSegmentByteCount) bytes and more cannot be sent in runs")
        }
        return facts
    }

    private var runLimits: SendSlots.RunLimits {
        SendSlots.RunLimits(
            segments: mayRun ? kernel.segmentLimit : 1, refusedByteCount: refusedSegmentByteCount ?? .max)
    }

    private mutating func sendMessages(
        _ messages: Range<Int>, of slots: SendSlots, on descriptor: FileDescriptor
    ) throws(Errno) -> IOResult {
        statistics.systemCalls &+= 1
        // SAFETY: `plan` has filled these messages, and what they point to outlives the call.
        return try nonBlocking {
            unsafe kernel.sendmmsg(
                descriptor.rawValue, slots.messages + messages.lowerBound, UInt32(messages.count),
                clinuxnet_MSG_DONTWAIT)
        }
    }

    private static func stop(for error: Errno) -> SendOutcome.Stop {
        switch error {
        case .noBufferSpace: .noBuffers
        case .messageTooLong: .oversize
        default: .failed(error)
        }
    }
}
