import Testing

@testable import NetdevOptions

@Suite("the nearest word")
struct NearestWordTests {
    @Test(
        "edit distance, a swap of neighbours at cost 1",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1),
            ("kitten", "sitting", 3), ("ca", "abc", 3),
        ])
    func distance(source: String, target: String, expected: Int) {
        #expect(
            NearestWord.distance(from: Array(source.unicodeScalars), to: Array(target.unicodeScalars)) == expected)
    }

    @Test(
        "near words are guessed, far ones are not",
        arguments: [
            ("cokie64", "cookie64"), ("UDP", "udp"), ("upd", "udp"), ("strict_peer", "strict-peer"),
            ("cookie", "cookie64"), ("dest", "dst"), ("dst", "dst"), ("", nil), ("xyz", nil),
            ("something-else", nil),
        ] as [(String, String?)])
    func nearest(word: String, expected: String?) {
        let words = ["src", "dst", "udp", "cookie64", "txcookie", "rxcookie", "strict-peer"]
        #expect(NearestWord.nearest(to: word, among: words) == expected)
    }

    @Test("of words equally near the first wins")
    func ties() {
        #expect(NearestWord.nearest(to: "xcookie", among: ["txcookie", "rxcookie"]) == "txcookie")
        #expect(NearestWord.nearest(to: "xcookie", among: ["rxcookie", "txcookie"]) == "rxcookie")
    }
}
