import WireFormats

/// Makes the bytes of frames, filling in what was not written.
struct FrameComposer {
    /// The end that sends.
    let from: FrameEnd
    /// The end that the flow is for; nil where `to` is no host of the file.
    let to: FrameEnd?
    let book: AddressBook
    let sink: DiagnosticSink

    /// The bytes of a frame, without FCS.
    ///
    /// - Parameter entry: The frame as written.
    /// - Returns: At most ``EthernetHeader/frameByteLimit`` bytes; nil after reporting what is wrong, at its place.
    func bytes(of entry: FrameEntry) -> [UInt8]? { nil }
}
