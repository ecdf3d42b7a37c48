/// Where clients compose frames: bump allocation, free again when the dispatch ends.
///
/// Chunks are kept for the next dispatch, so that steady work allocates nothing.
@safe
struct Arena: ~Copyable {
    private static let chunkByteCount = 256 << 10
    /// What a dispatch has needed beyond this is given back at its end.
    private static let chunksKept = 16

    private var chunks: [Storage] = []
    private var current = 0
    private var used = 0

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    /// Room for `byteCount` bytes, uninitialised, until ``reset()``.
    ///
    /// - Precondition: `byteCount` is at most 128 KiB.
    @unsafe
    mutating func allocate(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        precondition(byteCount >= 0 && byteCount <= Self.chunkByteCount / 2)
        if chunks.isEmpty || used &+ byteCount > Self.chunkByteCount { nextChunk() }
        // SAFETY: the line above made sure that the current chunk has that much left.
        let start = unsafe chunks[current].start + used
        used = (used &+ byteCount &+ 15) & ~15
        return unsafe UnsafeMutableRawBufferPointer(start: start, count: byteCount)
    }

    /// Takes back what the latest allocation did not need.
    mutating func trim(from byteCount: Int, to needed: Int) {
        precondition(needed >= 0 && needed <= byteCount)
        used = used &- ((byteCount &+ 15) & ~15) &+ ((needed &+ 15) & ~15)
    }

    /// Everything is free again.
    mutating func reset() {
        current = 0
        used = 0
        while chunks.count > Self.chunksKept { chunks.removeLast().deallocate() }
    }

    private mutating func nextChunk() {
        if !chunks.isEmpty { current += 1 }
        if current == chunks.count { chunks.append(Storage(byteCount: Self.chunkByteCount)) }
        used = 0
    }
}
