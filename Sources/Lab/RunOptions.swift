public import SystemPackage

/// What a run needs to know beyond its file.
public struct RunOptions {
    /// Where frames are to be captured; nil: nowhere.
    public var capture: CaptureTarget?
    /// Where every event of a virtual run is to be recorded; nil: nowhere.
    public var record: CaptureTarget?
    /// What this process has become for the sake of the files.
    public var host = HostPreparation()
    /// `--bless`: what arrives where `pcap` looks is not compared, it is in the result to be written.
    public var isBlessing = false

    /// No capture, no record, and a process as it was started.
    public init() {}
}

/// A file that a run writes a capture, or a record, into.
public struct CaptureTarget {
    /// What it is called in the result.
    public let path: String
    let open: () throws -> (descriptor: FileDescriptor, closes: Bool)

    /// A file.
    ///
    /// - Parameters:
    ///   - path: What it is called in the result.
    ///   - open: Asked once, when the topology stands: a mistake before that should not cost an older capture. Whether
    ///     the run is to close it is the second part of the answer.
    public init(path: String, open: @escaping () throws -> (descriptor: FileDescriptor, closes: Bool)) {
        self.path = path
        self.open = open
    }
}
