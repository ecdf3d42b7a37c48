/// Counted blocks for frames that outlive their dispatch.
///
/// A block is a 32-byte header, then the bytes. The header holds the count, the class, and, while the block is free,
/// the link to the next free one. Counts are plain integers: a pool is confined to its loop.
///
/// - Invariant: every count of every block is owned by exactly one `.kept` record, in a port's queue, in a
///   ``FrameQueue``, or in the loop's list of what is to be released.
@safe
struct BlockPool: ~Copyable {
    static let headerByteCount = 32

    /// Whole sizes of the three classes; two fit most labs' frames, the third any frame.
    private static let classByteCounts: [3 of Int] = [256, 2048, 72 << 10]
    /// Blocks that are allocated at once, so that small ones do not each carry the allocator's header.
    private static let blocksPerSlab: [3 of Int] = [256, 64, 4]

    private var free: [3 of Storage?] = .init(repeating: nil)
    private var slabs: [Storage] = []
    /// Blocks whose count is above zero.
    private(set) var liveCount = 0

    deinit {
        for slab in slabs { slab.deallocate() }
    }

    /// A record that owns a count of a block with the bytes of `record`: one copy, or none if they lie in a block.
    @inline(__always)
    mutating func keep(_ record: FrameRecord) -> FrameRecord {
        var kept = record
        kept.flags = [.inBlock, .kept]
        if record.flags.contains(.inBlock) {
            // SAFETY: `blockOffset` leads back to the header of a block that somebody holds until the dispatch ends.
            let block = unsafe record.base - Int(record.blockOffset)
            unsafe block.storeBytes(of: block.load(as: Int.self) &+ 1, as: Int.self)
            return kept
        }
        let block = unsafe take(byteCount: Int(record.length))
        unsafe kept.base = block + Self.headerByteCount
        kept.blockOffset = UInt16(Self.headerByteCount)
        // SAFETY: the class was chosen so that the bytes fit, and a fresh block overlaps nothing.
        unsafe kept.base.copyMemory(from: record.base, byteCount: Int(record.length))
        return kept
    }

    /// Gives back the count that a `.kept` record owns.
    @inline(__always)
    mutating func release(_ record: FrameRecord) {
        // SAFETY: as in `keep`; the caller owned the count, so the block is alive.
        let block = unsafe record.base - Int(record.blockOffset)
        let count = unsafe block.load(as: Int.self) &- 1
        unsafe block.storeBytes(of: count, as: Int.self)
        guard count == 0 else { return }
        liveCount &-= 1
        let sizeClass = unsafe block.load(fromByteOffset: 8, as: Int.self)
        unsafe block.storeBytes(of: free[sizeClass], toByteOffset: 16, as: Storage?.self)
        free[sizeClass] = unsafe Storage(block)
    }

    /// A block with a count of one.
    @inline(__always)
    @unsafe
    private mutating func take(byteCount: Int) -> UnsafeMutableRawPointer {
        let needed = byteCount &+ Self.headerByteCount
        let sizeClass = needed <= 256 ? 0 : needed <= 2048 ? 1 : 2
        if free[sizeClass] == nil { grow(sizeClass) }
        guard let block = unsafe free[sizeClass]?.start else { fatalError("a pool that has grown has a free block") }
        free[sizeClass] = unsafe block.load(fromByteOffset: 16, as: Storage?.self)
        unsafe block.storeBytes(of: 1, as: Int.self)
        liveCount &+= 1
        return unsafe block
    }

    @inline(never)
    private mutating func grow(_ sizeClass: Int) {
        let byteCount = Self.classByteCounts[sizeClass]
        let count = Self.blocksPerSlab[sizeClass]
        let slab = Storage(byteCount: byteCount * count)
        slabs.append(slab)
        for index in stride(from: count - 1, through: 0, by: -1) {
            // SAFETY: each block lies inside the slab; the header fields are 8-aligned as blocks are 64-aligned.
            let block = unsafe slab.start + index * byteCount
            unsafe block.storeBytes(of: sizeClass, toByteOffset: 8, as: Int.self)
            unsafe block.storeBytes(of: free[sizeClass], toByteOffset: 16, as: Storage?.self)
            free[sizeClass] = unsafe Storage(block)
        }
    }
}
