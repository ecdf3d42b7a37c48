/// Fields of frames that are not compared.
public struct FieldMask: Hashable, Sendable {
    /// The fields.
    public let fields: [FrameField]

    /// A mask of fields that have bytes.
    public init(_ fields: [FrameField]) { self.fields = fields }

    /// What is left of a frame: the bits of the fields are zero, and strings of bytes (`udp.payload`) are taken out.
    ///
    /// Two frames are alike under the mask if this is the same.
    ///
    /// - Parameter frame: An Ethernet frame without FCS; any bytes.
    /// - Returns: Its bytes, without those that are not looked at.
    public func rest(of frame: RawSpan) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frame.byteCount)
        for offset in 0..<frame.byteCount { bytes.append(frame.byte(at: offset)) }
        guard !fields.isEmpty else { return bytes }
        let layers = FrameLayers(of: frame)
        var gone: [Range<Int>] = []
        for field in fields {
            let (shape, extent) = (field.shape, layers[field.shape.layer])
            guard shape.kind != .bytes else {
                if !extent.isEmpty { gone.append(Int(extent.start)..<Int(extent.end)) }
                continue
            }
            for place in 0..<shape.places(in: extent) where shape.bits(of: frame, in: extent, place: place) != nil {
                Self.clear(shape, at: Int(extent.start) + shape.relativeOffset(place), in: &bytes)
            }
        }
        // The same bytes may have two names.
        for range in gone.sorted(by: { $0.lowerBound > $1.lowerBound }) {
            bytes.removeSubrange(range.clamped(to: 0..<bytes.count))
        }
        return bytes
    }

    private static func clear(_ shape: FieldShape, at start: Int, in bytes: inout [UInt8]) {
        guard shape.kind == .number || shape.kind == .flag else {
            for offset in start..<start + shape.byteCount { bytes[offset] = 0 }
            return
        }
        let bits: UInt64 = (1 << UInt64(shape.bits) - 1) << UInt64(shape.shift)
        for index in 0..<shape.byteCount {
            let shift = UInt64(8 * (shape.byteCount - 1 - index))
            bytes[start + index] &= ~UInt8(truncatingIfNeeded: bits >> shift)
        }
    }
}

extension FrameField {
    /// Whether it stands in bytes of the frame, which a protocol and the length of the frame do not.
    public var hasBytes: Bool { kind != .layer && shape.layer != .frame }

    /// The fields in which two frames differ, each with what stands in the one, as expected, and in the other.
    ///
    /// Of fields that say the same twice (`ip.addr`, `data.data`) only the plain ones are told.
    ///
    /// - Parameters:
    ///   - expected: A frame.
    ///   - seen: Another one.
    ///   - mask: Fields that are not compared.
    /// - Returns: The differences, in the order of the dictionary; empty if no field tells the frames apart.
    public static func differences(_ expected: RawSpan, _ seen: RawSpan, except mask: FieldMask) -> [FieldMiss] {
        let layers = (expected: FrameLayers(of: expected), seen: FrameLayers(of: seen))
        var result: [FieldMiss] = []
        // They are the same bytes by two names.
        var hasPayload = mask.fields.contains { $0.kind == .bytes }
        for field in all where field.shape.secondOffset == nil && !mask.fields.contains(field) {
            let isPayload = field.kind == .bytes
            if isPayload, hasPayload { continue }
            let wanted = FieldMatch.seen(field, expected, layers.expected)
            let found = FieldMatch.seen(field, seen, layers.seen)
            guard field.values(in: expected, layers.expected) != field.values(in: seen, layers.seen) else { continue }
            if isPayload { hasPayload = true }
            result.append(FieldMiss(field: field, expected: wanted ?? "absent", seen: found))
        }
        return result
    }
}
