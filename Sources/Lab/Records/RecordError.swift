/// A file that cannot be read as a record.
public struct RecordError: Error, CustomStringConvertible, Equatable {
    /// The file, where in it, and why.
    public let description: String

    init(_ path: String, at offset: UInt64? = nil, _ words: String) {
        description = offset.map { "\(path): byte \($0): \(words)" } ?? "\(path): \(words)"
    }
}
