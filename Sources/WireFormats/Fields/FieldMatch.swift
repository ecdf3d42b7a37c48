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
    /// One of them holds; none given: never.
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
    /// Nothing is allocated: the layers are found once, and only fields that are asked for are read.
    ///
    /// - Parameter frame: An Ethernet frame without FCS; any bytes, also too few.
    /// - Returns: Whether it does. A comparison with a field that the frame does not have is false.
    public func matches(_ frame: RawSpan) -> Bool {
        holds(in: frame, FrameLayers(of: frame))
    }

    func holds(in frame: RawSpan, _ layers: borrowing FrameLayers) -> Bool {
        switch self {
        case .all(let parts):
            for part in parts where !part.holds(in: frame, layers) { return false }
            return true
        case .any(let parts):
            for part in parts where part.holds(in: frame, layers) { return true }
            return false
        case .not(let part):
            return !part.holds(in: frame, layers)
        case .present(let field):
            return field.isPresent(in: frame, layers)
        case .compare(let field, let relation, let values, _):
            let shape = field.shape
            return shape.kind == .bytes
                ? Self.compare(bytesOf: layers[shape.layer], of: frame, relation, values)
                : Self.compare(shape, in: layers[shape.layer], of: frame, relation, values)
        }
    }

    private static func compare(
        _ shape: FieldShape, in extent: FrameLayers.Extent, of frame: RawSpan, _ relation: Relation,
        _ values: [FieldValue]
    ) -> Bool {
        var isPresent = false
        for place in 0..<shape.places(in: extent) {
            guard let seen = shape.bits(of: frame, in: extent, place: place) else { continue }
            isPresent = true
            for value in values {
                guard let wanted = value.bits(in: shape.kind), relation.positive(seen, wanted) else { continue }
                return relation != .notEqual
            }
        }
        return isPresent && relation == .notEqual
    }

    /// Bytes are equal or not; they have no order.
    private static func compare(
        bytesOf extent: FrameLayers.Extent, of frame: RawSpan, _ relation: Relation, _ values: [FieldValue]
    ) -> Bool {
        guard !extent.isEmpty, relation == .equal || relation == .notEqual else { return false }
        for value in values {
            guard case .bytes(let bytes) = value, bytes.count == extent.byteCount else { continue }
            var isEqual = true
            for offset in bytes.indices where bytes[offset] != frame.byte(at: Int(extent.start) + offset) {
                isEqual = false
                break
            }
            if isEqual { return relation == .equal }
        }
        return relation == .notEqual
    }
}

extension FieldMatch.Relation {
    /// Whether a value stands in the relation; of `!=`, whether it is the one that must not be there.
    @inline(__always)
    fileprivate func positive(_ seen: UInt128, _ wanted: UInt128) -> Bool {
        switch self {
        case .equal, .notEqual: seen == wanted
        case .less: seen < wanted
        case .atMost: seen <= wanted
        case .greater: seen > wanted
        case .atLeast: seen >= wanted
        }
    }
}
