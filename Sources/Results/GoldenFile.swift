/// A file that a run was told to write, for later runs to be held against.
public struct GoldenFile: Sendable, Equatable, Codable {
    /// From where the scenario was opened.
    public var path: String
    /// All of it; empty once it was written.
    public var bytes: [UInt8]
    /// The frames in it.
    public var frameCount: Int
    /// Why it could not be written, in words.
    public var failure: String?

    /// A file.
    public init(path: String, bytes: [UInt8], frameCount: Int) {
        self.path = path
        self.bytes = bytes
        self.frameCount = frameCount
    }
}
