import Testing

@testable import NetCore

@Suite("SipHash-2-4-128")
struct SipHash128Tests {
    /// From the reference code's table of vectors: key 00 to 0f, message 00, 01 and so on.
    static let vectors: [(count: Int, digest: String)] = [
        (0, "a3817f04ba25a8e66df67214c7550293"),
        (1, "da87c1d86b99af44347659119b22fc45"),
        (2, "8177228da4a45dc7fca38bdef60affe4"),
        (3, "9c70b60c5267a94e5f33b6b02985ed51"),
        (7, "a1f1ebbed8dbc153c0b84aa61ff08239"),
        (8, "3b62a9ba6258f5610f83e264f31497b4"),
        (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
        (16, "6ee2a4ca67b054bbfd3315bf85230577"),
        (63, "5150d1772f50834a503e069a973fbd7c"),
    ]

    private func digest(_ hash: SipHash128) -> String {
        let (first, second) = hash.finish()
        var text = ""
        for half in [first, second] {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                let byte = UInt8(truncatingIfNeeded: half >> shift)
                text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }
        return text
    }

    @Test("published vectors, however the bytes are fed", arguments: vectors)
    func matches(count: Int, expected: String) {
        let message = (0..<count).map { UInt8($0) }
        for split in 0...count {
            var hash = SipHash128(key0: 0x0706_0504_0302_0100, key1: 0x0f0e_0d0c_0b0a_0908)
            for byte in message[..<split] { hash.add(byte) }
            let rest = Array(message[split...])
            hash.add(rest.span.bytes)
            #expect(digest(hash) == expected, "split at \(split)")
        }
    }
}
