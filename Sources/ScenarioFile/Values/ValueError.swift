/// Why a text is not the value that its place wants.
struct ValueError: Error {
    var message: String
    /// Where in the text the trouble is, in Unicode scalars; nil for the whole of it.
    var part: Range<Int>?
    var suggestion: String?
    var notes: [String]

    init(_ message: String, part: Range<Int>? = nil, suggestion: String? = nil, notes: [String] = []) {
        self.message = message
        self.part = part
        self.suggestion = suggestion
        self.notes = notes
    }
}
