/// A part of a condition that a frame does not satisfy.
public struct FieldMiss: Hashable, Sendable {
    /// The field.
    public let field: FrameField
    /// What was asked: `== 52:54:00:12:34:57 (h2)`, `not == 6`, `present`, `absent`.
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

extension FieldMatch {
    /// What keeps a frame from satisfying the condition, in the order of the expression; empty if it does.
    ///
    /// Of an `any` whose parts all fail, the part with the fewest; of a `not`, what would have to be otherwise.
    ///
    /// - Parameter frame: As for ``matches(_:)``.
    /// - Returns: At least one miss if ``matches(_:)`` is false, and none if it is true.
    public func misses(_ frame: RawSpan) -> [FieldMiss] {
        misses(frame, FrameLayers(of: frame), isNegated: false)
    }

    private func misses(_ frame: RawSpan, _ layers: FrameLayers, isNegated: Bool) -> [FieldMiss] {
        switch self {
        // De Morgan: that not all hold is that one does not.
        case .all(let parts) where !isNegated, .any(let parts) where isNegated:
            return parts.flatMap { $0.misses(frame, layers, isNegated: isNegated) }
        case .all(let parts), .any(let parts):
            var fewest: [FieldMiss]?
            for part in parts {
                let misses = part.misses(frame, layers, isNegated: isNegated)
                if misses.isEmpty { return [] }
                if misses.count < fewest?.count ?? .max { fewest = misses }
            }
            return fewest ?? [FieldMiss(field: .frame, expected: "absent", seen: "present")]
        case .not(let part):
            return part.misses(frame, layers, isNegated: !isNegated)
        case .present(let field):
            guard holds(in: frame, layers) == isNegated else { return [] }
            let seen = Self.seen(field, frame, layers) ?? (isNegated ? "present" : nil)
            return [FieldMiss(field: field, expected: isNegated ? "absent" : "present", seen: seen)]
        case .compare(let field, let relation, let values, let text):
            guard holds(in: frame, layers) == isNegated else { return [] }
            let wanted = relation.rawValue + " " + Self.wanted(field, values, text)
            return [
                FieldMiss(
                    field: field, expected: isNegated ? "not \(wanted)" : wanted, seen: Self.seen(field, frame, layers))
            ]
        }
    }

    /// The values with the name they were written by; numbers as they were written.
    private static func wanted(_ field: FrameField, _ values: [FieldValue], _ text: String) -> String {
        switch field.kind {
        case .layer, .number, .flag: return text
        case .bytes: return values.map(Self.short).joined(separator: " or ")
        case .mac, .ipv4, .ipv6:
            let addresses = values.map(\.description).joined(separator: " or ")
            // An address may be written in several forms, of which only names say more than the address itself.
            let isAddress = MACAddress(text) != nil || IPAddress(text) != nil
            return isAddress ? addresses : "\(addresses) (\(text))"
        }
    }

    static func seen(_ field: FrameField, _ frame: RawSpan, _ layers: FrameLayers) -> String? {
        let values = field.values(in: frame, layers)
        guard !values.isEmpty else { return nil }
        return values.map { field.kind == .bytes ? short($0) : field.text(of: $0) }.joined(separator: ", ")
    }

    /// Bytes of a verdict that people still compare by eye.
    private static func short(_ value: FieldValue) -> String {
        guard case .bytes(let bytes) = value, bytes.count > 32 else { return value.description }
        return FieldValue.bytes(Array(bytes.prefix(32))).description + "... (\(bytes.count) bytes)"
    }
}
