import CLinuxNet
import Glibc
public import SystemPackage

/// One queue of a tap interface: a frame with each read and each write, and none of them waits.
///
/// A reference, since one interface has a number of them; nothing in it changes.
@safe
public final class TapQueue {
    /// The bytes of virtio_net_hdr before each frame at the descriptor; 0: none.
    ///
    /// No offload is asked for, so they say nothing.
    public let headerByteCount: Int
    private let owned: OwnedDescriptor
    /// Written before each frame: no flags, no offload.
    private let header: UnsafeMutableRawPointer

    init(owning owned: consuming OwnedDescriptor, headerByteCount: Int) {
        self.headerByteCount = headerByteCount
        self.owned = owned
        // SAFETY: freed in `deinit` alone.
        unsafe header = .allocate(byteCount: max(headerByteCount, 1), alignment: 8)
        unsafe header.initializeMemory(as: UInt8.self, repeating: 0, count: max(headerByteCount, 1))
    }

    deinit { unsafe header.deallocate() }

    /// The descriptor, lent for polling: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Whether there is still an interface behind it, in whatever namespace.
    public var isAttached: Bool {
        var facts = clinuxnet_tap()
        // SAFETY: the call writes one structure.
        return unsafe clinuxnet_tap_identify(descriptor.rawValue, &facts) == 0
    }

    /// Writes a frame.
    ///
    /// - Returns: Done, or that the kernel holds as much as it may (`TUNSETSNDBUF`): wait for readiness to write.
    /// - Throws: `EIO` while the interface is down, `EBADFD` when it is gone.
    @unsafe
    public func write(_ frame: UnsafeRawPointer, byteCount: Int) throws(Errno) -> IOResult {
        let number = descriptor.rawValue
        guard headerByteCount > 0 else {
            return try nonBlocking { unsafe Glibc.write(number, frame, byteCount) }
        }
        var vectors: [2 of iovec] = unsafe [
            iovec(iov_base: header, iov_len: headerByteCount),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: frame), iov_len: byteCount),
        ]
        // SAFETY: the kernel reads two vectors, and what they point to, within the call.
        return try unsafe withUnsafeBytes(of: &vectors) { (bytes) throws(Errno) in
            let vectors = unsafe bytes.baseAddress?.assumingMemoryBound(to: iovec.self)
            return try nonBlocking { unsafe writev(number, vectors, 2) }
        }
    }

    /// Reads what frames there are, at most one for each slab; of a frame, what stands behind ``headerByteCount`` bytes.
    ///
    /// - Parameter slabs: Where the frames go; what an earlier receive left there is gone.
    /// - Returns: How many there are to read with ``ReceiveSlabs/message(at:)``.
    /// - Throws: `EBADFD` when the interface is gone, and nothing was read.
    public func receive(into slabs: ReceiveSlabs) throws(Errno) -> Int {
        slabs.refill()
        var count = 0
        var failure: Errno?
        while count < slabs.slotCount {
            do throws(Errno) {
                guard case .done(let byteCount) = try read(into: slabs, at: count) else { break }
                slabs.fill(count, byteCount: byteCount)
                count += 1
            } catch {
                failure = error
                break
            }
        }
        slabs.fill(count)
        if count == 0, let failure { throw failure }
        return count
    }

    private func read(into slabs: ReceiveSlabs, at slot: Int) throws(Errno) -> IOResult {
        // SAFETY: a slot's vector points to its slab, and says how long that is.
        let slab = unsafe slabs.messages[slot].msg_hdr.msg_iov.pointee
        return try nonBlocking { unsafe Glibc.read(descriptor.rawValue, slab.iov_base, slab.iov_len) }
    }
}

extension ReceiveSlabs {
    /// Makes a slot look as `recvmmsg(2)` would leave it, for a message that came without an address or anything beside it.
    fileprivate func fill(_ slot: Int, byteCount: Int) {
        // SAFETY: the caller has read into this slot.
        unsafe messages[slot].msg_len = UInt32(clamping: byteCount)
        unsafe messages[slot].msg_hdr.msg_controllen = 0
        unsafe messages[slot].msg_hdr.msg_namelen = 0
    }
}
