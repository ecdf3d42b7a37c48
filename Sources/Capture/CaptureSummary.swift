public import SystemPackage

/// What became of a capture.
public struct CaptureSummary: Sendable, Equatable {
    /// Packets in the file: frames that went through a port in either direction, and frames that ended there.
    public internal(set) var frames: UInt64 = 0
    /// Bytes of the file.
    public internal(set) var bytes: UInt64 = 0
    /// Frames that should stand in the file and do not, because it could not be written.
    ///
    /// A file whose last block was cut in the middle may hold a few of them.
    public internal(set) var missed: UInt64 = 0
    /// Why writing ended: `noSpace`, `brokenPipe`; nil: it did not.
    public internal(set) var error: Errno?

    /// Nothing captured yet.
    public init() {}
}
