import CLinuxNet
import Glibc
public import SystemPackage

/// The memory that a byte stream is received into, in large pieces, and read from in place.
///
///     read already │ unread: whole items, and perhaps the beginning of one │ room for the next piece
///
/// What was read stays where it is until the next ``receive(from:)``, so views of it are good until then. The memory is
/// touched when bytes first reach it: a stream with little traffic costs a few pages.
///
/// Confined to the thread of its loop. The unread bytes are a view that borrows the reference it came from, so who keeps a
/// buffer in a property takes it into a local constant first.
@safe
public final class StreamBuffer {
    /// All of it: more than three of the longest items of a stream of frames.
    public static let byteCount = 256 << 10
    /// With less room behind what is unread, that is moved to the front.
    private static let leastRoom = 64 << 10

    private let memory: UnsafeMutableRawPointer
    private var start = 0
    private var end = 0

    /// Allocates the memory.
    public init() {
        // SAFETY: freed in `deinit`. So large that the kernel provides a page when it is first touched.
        unsafe memory = .allocate(byteCount: Self.byteCount, alignment: 4096)
    }

    deinit { unsafe memory.deallocate() }

    /// The bytes that have been received and not consumed.
    public var unreadByteCount: Int { end - start }

    /// Those bytes.
    @_lifetime(borrow self)
    public func unread() -> RawSpan {
        // SAFETY: `start...end` lies in the memory, and the kernel has written what lies there.
        let span = unsafe RawSpan(_unsafeStart: memory + start, byteCount: end - start)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Gives up the first of the unread bytes.
    ///
    /// - Precondition: There are so many.
    public func consume(_ count: Int) {
        precondition(count >= 0 && count <= unreadByteCount, "fewer bytes are unread")
        start += count
    }

    /// Gives up all of them.
    public func clear() { start = end }

    /// Receives what there is room for, with one system call.
    ///
    /// The corresponding C function is `recv(2)`.
    ///
    /// - Returns: How many bytes; 0 is the end of the stream.
    /// - Throws: The error of the connection, such as `ECONNRESET`.
    /// - Precondition: There is room: an owner that leaves more unread than an item does not receive.
    public func receive(from descriptor: FileDescriptor) throws(Errno) -> IOResult {
        makeRoom()
        let room = Self.byteCount - end
        precondition(room > 0, "nothing was consumed")
        // SAFETY: the kernel writes at most `room` bytes, which lie in the memory.
        let result = try nonBlocking {
            unsafe recv(descriptor.rawValue, memory + end, room, clinuxnet_MSG_DONTWAIT)
        }
        if case .done(let count) = result { end += count }
        return result
    }

    private func makeRoom() {
        if start == end {
            (start, end) = (0, 0)
        } else if Self.byteCount - end < Self.leastRoom {
            // SAFETY: both places lie in the memory; the move may overlap.
            unsafe memory.copyMemory(from: memory + start, byteCount: end - start)
            (start, end) = (0, end - start)
        }
    }
}
