/// Why there is no figure.
public struct BenchError: Error, CustomStringConvertible {
    /// A sentence that names what was tried and what became of it.
    public let description: String

    /// A reason.
    public init(_ description: String) {
        self.description = description
    }
}
