/// Where in its text an option stands: line and column, both from 1.
///
/// A column is one Unicode scalar. An option string on the command line is line 1; one that stands in a file gets the
/// position of its first scalar from the reader of that file.
public struct OptionPosition: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int

    /// A position.
    ///
    /// - Parameters:
    ///   - line: The line, from 1.
    ///   - column: The column in Unicode scalars, from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The first scalar of a text.
    public static let start = OptionPosition(line: 1, column: 1)

    /// `line:column`, as compilers write it.
    public var description: String { "\(line):\(column)" }

    /// Text order.
    public static func < (left: OptionPosition, right: OptionPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }

    /// The position a number of scalars further on the same line.
    func advanced(by columns: Int) -> OptionPosition {
        OptionPosition(line: line, column: column &+ columns)
    }
}
