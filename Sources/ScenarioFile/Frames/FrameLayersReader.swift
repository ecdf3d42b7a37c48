import WireFormats

/// Reads `frame:` and `hex:` of flows of frames.
struct FrameLayersReader {
    let reader: EntryReader

    init(reader: EntryReader) {
        self.reader = reader
    }

    /// The frames of `frame:`: a map of layers, or a list of them sent in turn; a map may be `{ hex: "..." }` instead.
    ///
    /// - Parameter node: The value of `frame`.
    /// - Returns: What could be read, at least one frame unless something was reported.
    func frames(_ node: SyntaxNode) -> [FrameEntry] { [] }

    /// The frames of `hex:`: a text of hex digits, or a list of them sent in turn.
    ///
    /// - Parameter node: The value of `hex`.
    /// - Returns: What could be read, at least one frame unless something was reported.
    func hexFrames(_ node: SyntaxNode) -> [FrameEntry] { [] }
}
