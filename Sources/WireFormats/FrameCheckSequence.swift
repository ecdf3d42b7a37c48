/// The four bytes behind a frame on a real wire (IEEE 802.3 3.2.9): the complement of the CRC, lowest byte first.
public enum FrameCheckSequence {
    /// The number of bytes on the wire.
    public static let byteCount = 4

    /// What the CRC of a frame and its intact check sequence always is, before the complement.
    private static let residue: UInt32 = 0xdebb_20e3

    /// The check sequence of a frame, as the number whose lowest byte is sent first.
    public static func of(_ frame: RawSpan) -> UInt32 { ~CRC32.leastSignificantFirst(frame) }

    /// Whether a frame that ends in its check sequence is intact.
    public static func isValid(_ frameAndCheckSequence: RawSpan) -> Bool {
        frameAndCheckSequence.byteCount >= byteCount
            && CRC32.leastSignificantFirst(frameAndCheckSequence) == residue
    }

    /// Appends the check sequence of the frame that begins at `start` and ends here.
    ///
    /// - Precondition: there is room for four bytes.
    public static func write(into output: inout OutputRawSpan, forFrameAt start: Int = 0) {
        let sequence = of(output.bytes.extracting(droppingFirst: start))
        output.append(bigEndian: sequence.byteSwapped)
    }
}
