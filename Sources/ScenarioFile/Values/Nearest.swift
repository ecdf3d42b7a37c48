import NetdevOptions

/// The word that was probably meant, if one is near enough.
func nearest(to word: String, in words: [String]) -> String? {
    // A single letter is near to every other one.
    word.count < 2 ? nil : NearestWord.nearest(to: word, among: words)
}
