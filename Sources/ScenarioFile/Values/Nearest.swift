import NetdevOptions

/// The word that was probably meant, if one is near enough.
func nearest(to word: String, in words: [String]) -> String? {
    NearestWord.nearest(to: word, among: words)
}
