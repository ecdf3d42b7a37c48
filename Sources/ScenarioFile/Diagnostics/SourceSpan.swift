/// A place in a scenario file: where a word begins and how long it is.
public struct SourceSpan: Sendable, Hashable {
    /// The line, from 1; zero stands for no place in the file (a command line argument, a default).
    public let line: Int
    /// The column, from 1, counted in Unicode scalars as YAML counts them.
    public let column: Int
    /// The number of Unicode scalars, at least 1.
    public let length: Int

    /// Creates a span.
    ///
    /// - Parameters:
    ///   - line: the line, from 1.
    ///   - column: the column, from 1.
    ///   - length: the number of Unicode scalars; less than 1 counts as 1.
    public init(line: Int, column: Int, length: Int = 1) {
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    /// No place in the file.
    public static let none = SourceSpan(line: 0, column: 0)

    /// The part of this span that begins at `offset` scalars, not leaving the span.
    func part(at offset: Int, length: Int) -> SourceSpan {
        guard offset < self.length else { return self }
        return SourceSpan(line: line, column: column + offset, length: min(length, self.length - offset))
    }
}
