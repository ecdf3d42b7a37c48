/// Random numbers that are the same in every run: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014).
package struct RandomStream: Sendable {
    private var state: UInt64

    /// The stream of a name: another name, or another seed, gives another one, so that whoever is added to a file
    /// changes nobody else's draws.
    ///
    /// - Parameters:
    ///   - seed: The run's.
    ///   - name: What draws: the name of a flow.
    package init(seed: UInt64, name: String) {
        var hash = SipHash128(key0: seed, key1: Self.key)
        for byte in name.utf8 { hash.add(byte) }
        state = hash.finish().0
    }

    private static let key: UInt64 = 0x7374_7265_616d

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// An even draw from `0..<bound`, without the bias of a remainder (Lemire, "Fast random integer generation in an
    /// interval", 2019).
    ///
    /// - Precondition: `bound` is not zero.
    package mutating func next(below bound: UInt64) -> UInt64 {
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }
}
