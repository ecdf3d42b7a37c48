/// A condition on the fields of a frame: what a `match` expression comes to.
public indirect enum FieldMatch: Hashable, Sendable {
    /// How a field is held against a value.
    public enum Relation: String, Hashable, Sendable {
        /// One of the field's values is one of the values.
        case equal = "=="
        /// No value of the field is one of the values.
        case notEqual = "!="
        /// A number below.
        case less = "<"
        /// A number at most.
        case atMost = "<="
        /// A number above.
        case greater = ">"
        /// A number at least.
        case atLeast = ">="
    }

    /// All hold; none given: always.
    case all([FieldMatch])
    /// One of them holds.
    case any([FieldMatch])
    /// It does not hold.
    case not(FieldMatch)
    /// The frame has the field, and it stands in the relation; several values: one of them will do.
    ///
    /// `text` is the value as a person wrote it (`h2`), for verdicts.
    case compare(FrameField, Relation, [FieldValue], text: String)
    /// The frame has the field.
    case present(FrameField)

    /// Whether a frame satisfies the condition.
    ///
    /// - Parameter frame: An Ethernet frame without FCS; any bytes, also too few.
    /// - Returns: Whether it does. A comparison with a field that the frame does not have is false.
    public func matches(_ frame: RawSpan) -> Bool {
        misses(frame).isEmpty
    }

    /// What keeps a frame from satisfying the condition, in the order of the expression; empty if it does.
    ///
    /// Of an `any` whose parts all fail, the part with the fewest.
    ///
    /// - Parameter frame: As for ``matches(_:)``.
    public func misses(_ frame: RawSpan) -> [FieldMiss] { [] }
}

/// A part of a condition that a frame does not satisfy.
public struct FieldMiss: Hashable, Sendable {
    /// The field.
    public let field: FrameField
    /// What was asked: `== 52:54:00:12:34:57 (h2)`.
    public let expected: String
    /// What stands there; nil if the frame has no such field.
    public let seen: String?

    /// A miss.
    public init(field: FrameField, expected: String, seen: String?) {
        self.field = field
        self.expected = expected
        self.seen = seen
    }
}
