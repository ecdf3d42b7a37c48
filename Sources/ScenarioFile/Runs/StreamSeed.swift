/// Where the random streams of a run begin: the seed of the file and the id of the run, so that runs of one file draw
/// differently, and a run draws the same whichever others run beside it.
enum StreamSeed {
    /// FNV-1a with 64 bits (Fowler, Noll and Vo; draft-eastlake-fnv) over the seed, low byte first, and the id, and the
    /// finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) behind it, since FNV leaves its high bits poorly mixed.
    static func derive(_ seed: UInt64, _ id: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: seed >> ($0 * 8)) } + Array(id.utf8)
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash = (hash ^ hash >> 30) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ hash >> 27) &* 0x94d0_49bb_1331_11eb
        return hash ^ hash >> 31
    }
}
