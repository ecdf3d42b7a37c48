/// Memory for the frames of one read.
///
/// It is refilled with the next one, in another dispatch.
@safe
final class FrameSlots {
    private let memory: UnsafeMutableRawBufferPointer
    private let byteCount: Int

    /// Slots of a size.
    init(count: Int, byteCount: Int) {
        self.byteCount = byteCount
        unsafe memory = .allocate(byteCount: count * byteCount, alignment: 16)
    }

    deinit { unsafe memory.deallocate() }

    /// A slot; valid for as long as this object lives.
    @unsafe
    subscript(index: Int) -> UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(rebasing: memory[index * byteCount..<(index + 1) * byteCount])
    }
}
