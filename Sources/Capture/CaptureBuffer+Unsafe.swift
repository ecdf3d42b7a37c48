import SystemPackage

/// Blocks on their way into a descriptor: memory that is allocated once, written out when it is full.
@safe
struct CaptureBuffer: ~Copyable {
    /// More than the largest block: a frame of 64 KiB, or an interface with the longest names.
    static let byteCount = 256 << 10

    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    private let descriptor: FileDescriptor
    /// Nil: what is written is never waited for here.
    private let room: FrameCapture.Room?
    private(set) var used = 0
    /// Bytes that the kernel took.
    private(set) var bytesWritten: UInt64 = 0

    init(descriptor: FileDescriptor, room: FrameCapture.Room?) {
        self.descriptor = descriptor
        self.room = room
    }

    deinit { unsafe memory.deallocate() }

    var isEmpty: Bool { used == 0 }

    @inline(__always)
    func hasRoom(for byteCount: Int) -> Bool { byteCount <= Self.byteCount &- used }

    /// Appends what `write` writes.
    ///
    /// - Precondition: `write` writes no more than there is room.
    @inline(__always)
    mutating func append(_ write: (inout OutputRawSpan) -> Void) {
        // SAFETY: `used` bytes are initialised and at most the whole; the rest belongs to nobody else.
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[used...])
        var output = unsafe OutputRawSpan(buffer: rest, initializedCount: 0)
        write(&output)
        used &+= unsafe output.finalize(for: rest)
    }

    /// Writes out what it can.
    ///
    /// What a non-blocking descriptor does not take now stays.
    ///
    /// The corresponding C function is `write(2)`.
    ///
    /// - Parameter isLast: The program is about to end.
    /// - Throws: What write(2) says; `EAGAIN` if there will be no room.
    mutating func flush(isLast: Bool = false) throws(Errno) {
        var start = 0
        defer {
            // SAFETY: both ranges lie in the memory; copyMemory allows them to overlap.
            unsafe memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<used]))
            used -= start
        }
        while start < used {
            if let room, !room.wait(isLast) { throw .wouldBlock }
            let end = min(used, start + (room?.byteCount ?? used))
            do {
                let count = try unsafe descriptor.write(UnsafeRawBufferPointer(rebasing: memory[start..<end]))
                guard count > 0 else { throw Errno.ioError }
                start += count
                bytesWritten &+= UInt64(count)
            } catch let error as Errno {
                if error == .wouldBlock { return }
                throw error
            } catch {
                throw .ioError
            }
        }
    }

    /// Forgets what was not written.
    mutating func clear() { used = 0 }
}
