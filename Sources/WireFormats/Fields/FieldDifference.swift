/// A field in which two frames differ.
public struct FieldDifference: Hashable, Sendable {
    /// The field.
    public let field: FrameField
    /// What stands in the first; nil if it has no such field.
    public let first: String?
    /// What stands in the second.
    public let second: String?

    /// The fields in which two frames differ, in the order of the dictionary.
    ///
    /// Of a header that only one of them has there is one line and not one for each of its fields; of fields for both ends
    /// (`ip.addr`) each end counts. Bytes are named from the first that differs.
    ///
    /// - Parameters:
    ///   - first: An Ethernet frame without FCS; any bytes.
    ///   - second: Another one.
    public static func between(_ first: RawSpan, _ second: RawSpan) -> [FieldDifference] {
        let (one, other) = (FrameLayers(of: first), FrameLayers(of: second))
        return FrameField.all.compactMap { field in
            let shape = field.shape
            // What both ends say is said by each; what stands behind every header is `data.data`.
            guard shape.secondOffset == nil, shape.kind != .bytes || shape.layer == .data else { return nil }
            if shape.kind == .layer {
                let (has, otherHas) = (field.isPresent(in: first, one), field.isPresent(in: second, other))
                guard has != otherHas else { return nil }
                return FieldDifference(field: field, first: has ? "present" : nil, second: otherHas ? "present" : nil)
            }
            let (values, others) = (field.values(in: first, one), field.values(in: second, other))
            guard values != others, !values.isEmpty, !others.isEmpty else { return nil }
            let texts = text(field, values, others)
            return FieldDifference(field: field, first: texts.0, second: texts.1)
        }
    }

    private static func text(_ field: FrameField, _ values: [FieldValue], _ others: [FieldValue]) -> (String, String) {
        if case .bytes(let bytes)? = values.first, case .bytes(let more)? = others.first { return text(bytes, more) }
        func list(_ values: [FieldValue]) -> String { values.map(field.text).joined(separator: ", ") }
        return (list(values), list(others))
    }

    /// `byte 3 of 40: 00:11:22`.
    private static func text(_ bytes: [UInt8], _ others: [UInt8]) -> (String, String) {
        let start = zip(bytes, others).enumerated().first { $1.0 != $1.1 }?.offset ?? min(bytes.count, others.count)
        func part(_ bytes: [UInt8]) -> String {
            guard start < bytes.count else { return "\(bytes.count) bytes" }
            let shown = bytes[start...].prefix(shownBytes)
            let more = start + shown.count < bytes.count ? "..." : ""
            return "byte \(start) of \(bytes.count): \(FieldValue.bytes(Array(shown)))\(more)"
        }
        return (part(bytes), part(others))
    }

    private static let shownBytes = 8
}
