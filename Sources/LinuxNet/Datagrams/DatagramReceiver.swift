import CLinuxNet
public import SystemPackage

/// What a receiver has done since it was made.
public struct ReceiveStatistics: Equatable, Sendable {
    /// Calls of `recvmmsg(2)`, those without an answer included.
    public internal(set) var systemCalls: UInt64 = 0
    /// Messages received.
    public internal(set) var messages: UInt64 = 0
    /// Messages that the kernel threw away because the receive buffer was full, or the checksum wrong (`SO_RXQ_OVFL`).
    ///
    /// Datagrams that were lost together, as one message, count once, so with ``UDPSocket/coalescesReceived`` this says that
    /// datagrams were lost, and how many at least. The kernel tells with the next message that arrives;
    /// ``UDPSocket/kernelDropCount()`` asks.
    public internal(set) var overflow: UInt64 = 0
    /// Receives that brought the error of an earlier datagram instead, and were tried again.
    public internal(set) var reportedErrors: UInt64 = 0

    /// Nothing done yet.
    public init() {}
}

/// Receives the messages of one socket into slabs that its loop lends, a batch with each system call.
public struct DatagramReceiver<Kernel: DatagramKernel>: ~Copyable {
    /// What has been done.
    public internal(set) var statistics = ReceiveStatistics()

    /// The seam; a test reads its script back.
    package var kernel: Kernel
    private var latestOverflow: UInt32 = 0

    /// Makes a receiver.
    ///
    /// - Parameter kernel: ``LinuxKernel``, or one that a test plays.
    public init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// Receives what the socket has, at most a batch.
    ///
    /// - Parameters:
    ///   - slabs: Where the messages go; what an earlier receive left there is gone.
    ///   - descriptor: A non-blocking socket, always the same.
    /// - Returns: The number of messages to read with ``ReceiveSlabs/message(at:)``.
    /// - Throws: An error of the socket itself. One that an earlier datagram met on its way is counted, and is not thrown.
    @specialized(where Kernel == LinuxKernel)
    public mutating func receive(
        into slabs: ReceiveSlabs, from descriptor: FileDescriptor
    ) throws(Errno) -> IOResult {
        slabs.refill()
        var answer: IOResult
        do {
            answer = try receiveMessages(into: slabs, from: descriptor)
        } catch {
            guard error.mayBeOfEarlierDatagram else { throw error }
            statistics.reportedErrors += 1
            answer = try receiveAgain(into: slabs, from: descriptor)
        }
        guard case .done(let count) = answer, count > 0 else { return .wouldBlock }
        slabs.fill(count)
        statistics.messages &+= UInt64(count)
        // The number only grows, so the last message has the latest.
        if let overflow = slabs.message(at: count - 1).overflow { note(overflow: overflow) }
        return answer
    }

    /// Asks for what was lost behind the last message, which no message tells of; for the end of a run.
    ///
    /// - Parameter descriptor: The socket that it receives from.
    public mutating func askForOverflow(of descriptor: FileDescriptor) {
        if let overflow = try? SocketOptions.dropCount(of: descriptor) { note(overflow: overflow) }
    }

    private mutating func note(overflow: UInt32) {
        statistics.overflow &+= UInt64(overflow &- latestOverflow)
        latestOverflow = overflow
    }

    /// Two reports in a row: the socket is still readable, and the next turn goes on.
    private mutating func receiveAgain(
        into slabs: ReceiveSlabs, from descriptor: FileDescriptor
    ) throws(Errno) -> IOResult {
        do {
            return try receiveMessages(into: slabs, from: descriptor)
        } catch {
            guard error.mayBeOfEarlierDatagram else { throw error }
            statistics.reportedErrors += 1
            return .wouldBlock
        }
    }

    private mutating func receiveMessages(
        into slabs: ReceiveSlabs, from descriptor: FileDescriptor
    ) throws(Errno) -> IOResult {
        statistics.systemCalls &+= 1
        // SAFETY: the headers point to memory of the slabs, which outlive the call.
        return try nonBlocking {
            unsafe kernel.recvmmsg(
                descriptor.rawValue, slabs.messages, UInt32(slabs.slotCount), clinuxnet_MSG_DONTWAIT)
        }
    }
}
