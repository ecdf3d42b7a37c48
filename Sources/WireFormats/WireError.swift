/// Why bytes are not what a parser expects.
///
/// Parsers throw this and nothing else, and no bytes make them trap. A check that a receiver does after parsing
/// (a checksum, a hop limit, an address) is a function of its own with an answer of its own.
public enum WireError: Error, Hashable, Sendable {
    /// The bytes end early: `needed` of them would have been the least, `available` were there.
    case truncated(needed: Int, available: Int)
    /// A field holds a value that its specification excludes, or that this parser does not take.
    case invalid(field: String, value: UInt64)
}

extension WireError: CustomStringConvertible {
    /// One line for a person, such as `truncated: 14 bytes needed, 3 available`.
    public var description: String {
        switch self {
        case .truncated(let needed, let available):
            "truncated: \(needed) \(needed == 1 ? "byte" : "bytes") needed, \(available) available"
        case .invalid(let field, let value):
            "invalid \(field): \(value) (0x\(String(value, radix: 16)))"
        }
    }
}

extension WireError {
    /// The error for an integer field of any width.
    package static func invalid(_ field: String, _ value: some UnsignedInteger & FixedWidthInteger) -> WireError {
        .invalid(field: field, value: UInt64(truncatingIfNeeded: value))
    }
}
