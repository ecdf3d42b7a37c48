import CLinuxNet
import Glibc

/// The memory that messages are received into: one for a loop, lent to each of its sockets in turn.
///
///     slab:  headroom │ bytes of a message: one datagram, or several of equal length that the kernel put together
///
/// A message is good until the next receive into the same slabs; who needs its bytes longer copies them. Headers, vectors,
/// addresses and control space are allocated once, and only the slots that the kernel used are refilled. The memory of a slab
/// is touched when a message first reaches it.
///
/// Confined to the thread of its loop. A message is a view that borrows the reference it came from, so who keeps the slabs in
/// a property takes them into a local constant first.
@safe
public final class ReceiveSlabs {
    /// Slabs that are asked for at once, unless said otherwise.
    public static let defaultSlotCount = 64
    /// Holds the largest datagram with room for what lies around it; QEMU's `NET_BUFSIZE`.
    public static let defaultSlabByteCount = 69_632
    /// Room before a message for what a client puts before its frames.
    public static let defaultHeadroomByteCount = 96

    /// The most messages one receive takes.
    public let slotCount: Int
    /// The distance from slab to slab.
    public let slabByteCount: Int
    /// The bytes of each slab that stand before a message.
    public let headroomByteCount: Int

    private static let controlStride = 64

    private let memory: UnsafeMutableRawPointer
    private let ownsMemory: Bool
    let messages: UnsafeMutablePointer<clinuxnet_mmsghdr>
    private let vectors: UnsafeMutablePointer<iovec>
    private let names: UnsafeMutablePointer<sockaddr_storage>
    private let controls: UnsafeMutableRawPointer
    /// The messages of the latest receive; behind a pointer, so that no access is checked for exclusivity at run time.
    private let filled: UnsafeMutablePointer<Int>

    /// Allocates slabs.
    ///
    /// - Precondition: There is at least one slab, and room in it after the headroom.
    public convenience init(
        slotCount: Int = defaultSlotCount,
        slabByteCount: Int = defaultSlabByteCount,
        headroomByteCount: Int = defaultHeadroomByteCount
    ) {
        precondition(slotCount > 0 && headroomByteCount >= 0 && slabByteCount > headroomByteCount, "no room")
        // SAFETY: freed in `deinit`. Page-aligned, and so large that the kernel provides a page when it is first touched.
        unsafe self.init(
            memory: .allocate(byteCount: slotCount * slabByteCount, alignment: 4096), ownsMemory: true,
            slotCount: slotCount, slabByteCount: slabByteCount, headroomByteCount: headroomByteCount)
    }

    /// Uses slabs that belong to somebody else, one behind the other.
    ///
    /// - Parameters:
    ///   - memory: `slotCount * slabByteCount` bytes that outlive this object.
    ///   - slotCount: The most messages one receive takes.
    ///   - slabByteCount: The distance from slab to slab.
    ///   - headroomByteCount: The bytes of each slab that stand before a message.
    /// - Precondition: There is at least one slab, and room in it after the headroom.
    @unsafe
    public convenience init(
        borrowing memory: UnsafeMutableRawPointer,
        slotCount: Int,
        slabByteCount: Int,
        headroomByteCount: Int
    ) {
        precondition(slotCount > 0 && headroomByteCount >= 0 && slabByteCount > headroomByteCount, "no room")
        unsafe self.init(
            memory: memory, ownsMemory: false,
            slotCount: slotCount, slabByteCount: slabByteCount, headroomByteCount: headroomByteCount)
    }

    private init(
        memory: UnsafeMutableRawPointer, ownsMemory: Bool,
        slotCount: Int, slabByteCount: Int, headroomByteCount: Int
    ) {
        self.slotCount = slotCount
        self.slabByteCount = slabByteCount
        self.headroomByteCount = headroomByteCount
        unsafe self.memory = memory
        self.ownsMemory = ownsMemory
        // SAFETY: freed in `deinit` alone; every pointer stored in a header is to memory of this object.
        unsafe messages = .allocate(capacity: slotCount)
        unsafe messages.initialize(repeating: clinuxnet_mmsghdr(), count: slotCount)
        unsafe vectors = .allocate(capacity: slotCount)
        unsafe names = .allocate(capacity: slotCount)
        unsafe names.initialize(repeating: sockaddr_storage(), count: slotCount)
        unsafe controls = .allocate(byteCount: slotCount * Self.controlStride, alignment: 16)
        unsafe filled = .allocate(capacity: 1)
        unsafe filled.initialize(to: slotCount)
        for slot in 0..<slotCount {
            unsafe (vectors + slot).initialize(
                to: iovec(
                    iov_base: memory + slot * slabByteCount + headroomByteCount,
                    iov_len: slabByteCount - headroomByteCount))
            unsafe messages[slot].msg_hdr.msg_name = UnsafeMutableRawPointer(names + slot)
            unsafe messages[slot].msg_hdr.msg_iov = vectors + slot
            unsafe messages[slot].msg_hdr.msg_iovlen = 1
            unsafe messages[slot].msg_hdr.msg_control = controls + slot * Self.controlStride
        }
    }

    deinit {
        // SAFETY: allocated in `init`; trivial types need no deinitialisation.
        if ownsMemory { unsafe memory.deallocate() }
        unsafe messages.deallocate()
        unsafe vectors.deallocate()
        unsafe names.deallocate()
        unsafe controls.deallocate()
        unsafe filled.deallocate()
    }

    /// Makes ready again what the latest receive used: the kernel has written its own lengths there.
    func refill() {
        // SAFETY: `filled` is never more than `slotCount`.
        for slot in 0..<(unsafe filled.pointee) {
            unsafe messages[slot].msg_hdr.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
            unsafe messages[slot].msg_hdr.msg_controllen = Self.controlStride
            unsafe messages[slot].msg_hdr.msg_flags = 0
        }
        unsafe filled.pointee = 0
    }

    /// Remembers how many messages a receive has brought.
    func fill(_ count: Int) {
        // SAFETY: `filled` lives as long as this object.
        unsafe filled.pointee = min(count, slotCount)
    }

    /// One message of the latest receive.
    ///
    /// - Precondition: The latest receive brought more than `index` messages.
    @_lifetime(borrow self)
    public func message(at index: Int) -> ReceivedMessage {
        // SAFETY: the kernel has filled this slot, and its slab lives as long as this object.
        unsafe precondition(index >= 0 && index < filled.pointee, "no such message in the latest receive")
        let message = unsafe ReceivedMessage(
            messages + index, start: memory + index * slabByteCount + headroomByteCount,
            capacity: slabByteCount - headroomByteCount)
        return unsafe _overrideLifetime(message, borrowing: self)
    }
}
