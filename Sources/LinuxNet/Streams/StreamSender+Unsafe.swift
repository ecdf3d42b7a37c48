import CLinuxNet
import Glibc
public import SystemPackage

/// Sends items (a header and a payload each) on a byte stream, many with one system call, and none in half.
///
/// The kernel may take a part of an item. The rest of that one is copied and goes out before anything else, so that the
/// stream keeps its place whatever becomes of the item's own memory.
public struct StreamSender: ~Copyable {
    /// Calls of `sendmsg(2)` and `send(2)`.
    public private(set) var systemCalls: UInt64 = 0
    /// What the kernel has not taken of the latest item.
    private var rest: [UInt8] = []
    private var restStart = 0

    /// Nothing sent yet.
    public init() {}

    /// Whether an item has gone out in part.
    public var isMidItem: Bool { restStart < rest.count }

    /// Forgets the rest of an item, for a stream that begins anew.
    public mutating func forget() {
        rest.removeAll(keepingCapacity: true)
        restStart = 0
    }

    /// Sends what is left of an item.
    ///
    /// - Returns: ``SendOutcome/Stop/done`` if nothing is left.
    public mutating func finish(on descriptor: FileDescriptor) -> SendOutcome.Stop {
        while isMidItem {
            systemCalls += 1
            do throws(Errno) {
                guard case .done(let count) = try sendRest(on: descriptor) else { return .wouldBlock }
                restStart += count
            } catch {
                return .failed(error)
            }
        }
        forget()
        return .done
    }

    private func sendRest(on descriptor: FileDescriptor) throws(Errno) -> IOResult {
        // SAFETY: the kernel reads the bytes during the call.
        try unsafe rest.span.extracting(droppingFirst: restStart).withUnsafeBytes { (bytes) throws(Errno) in
            try nonBlocking {
                unsafe Glibc.send(descriptor.rawValue, bytes.baseAddress, bytes.count, SendSlots.streamFlags)
            }
        }
    }

    /// Sends items that have been staged.
    ///
    /// - Parameters:
    ///   - items: Slots that are prepared and staged, none without any byte.
    ///   - slots: The slots.
    ///   - descriptor: A stream.
    /// - Returns: How many were taken, the last perhaps in part, and why no more.
    public mutating func send(_ items: Range<Int>, of slots: SendSlots, on descriptor: FileDescriptor) -> SendOutcome {
        var next = items.lowerBound
        while true {
            let stop = finish(on: descriptor)
            guard stop == .done, next < items.upperBound else {
                return SendOutcome(sent: next - items.lowerBound, stop: stop)
            }
            systemCalls += 1
            do throws(Errno) {
                guard case .done(var byteCount) = try slots.sendTogether(next..<items.upperBound, on: descriptor) else {
                    return SendOutcome(sent: next - items.lowerBound, stop: .wouldBlock)
                }
                while next < items.upperBound, byteCount >= slots.byteCount(of: next) {
                    byteCount -= slots.byteCount(of: next)
                    next += 1
                }
                guard byteCount > 0 else { continue }
                slots.append(next, from: byteCount, to: &rest)
                next += 1
            } catch {
                return SendOutcome(sent: next - items.lowerBound, stop: .failed(error))
            }
        }
    }
}

extension SendSlots {
    /// A peer that has gone is an error, not a signal (`SIGPIPE`).
    static let streamFlags = clinuxnet_MSG_DONTWAIT | clinuxnet_MSG_NOSIGNAL

    /// Sends items one behind the other.
    ///
    /// The corresponding C function is `sendmsg(2)`; the vectors of all slots are fewer than it takes (`UIO_MAXIOV`, 1024).
    ///
    /// - Returns: How many bytes the kernel took.
    fileprivate func sendTogether(_ items: Range<Int>, on descriptor: FileDescriptor) throws(Errno) -> IOResult {
        // SAFETY: all of them are prepared and staged; the kernel reads vectors and payloads during the call.
        unsafe precondition(items.lowerBound >= 0 && items.upperBound <= state.pointee.prepared)
        var message = unsafe msghdr()
        unsafe message.msg_iov = vectors + items.lowerBound * Self.vectorsPerDatagram
        unsafe message.msg_iovlen = items.count * Self.vectorsPerDatagram
        return try nonBlocking { unsafe sendmsg(descriptor.rawValue, &message, Self.streamFlags) }
    }

    /// Copies what follows the first bytes of an item.
    fileprivate func append(_ item: Int, from offset: Int, to rest: inout [UInt8]) {
        var skipped = offset
        for part in 0..<Self.vectorsPerDatagram {
            // SAFETY: the slot is staged, and its payload stays until the send has returned, which this is a part of.
            let vector = unsafe vectors[item * Self.vectorsPerDatagram + part]
            let bytes = unsafe UnsafeRawBufferPointer(start: vector.iov_base, count: vector.iov_len)
            unsafe rest.append(contentsOf: bytes.dropFirst(skipped))
            skipped = max(0, skipped - bytes.count)
        }
    }
}
