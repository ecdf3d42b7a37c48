/// A set of small numbers, a bit each.
struct Bits {
    private var words: [UInt64] = []

    func contains(_ number: Int) -> Bool {
        let word = number / 64
        return word < words.count && words[word] & 1 << UInt64(number % 64) != 0
    }

    mutating func insert(_ number: Int) {
        let word = number / 64
        while words.count <= word { words.append(0) }
        words[word] |= 1 << UInt64(number % 64)
    }
}
