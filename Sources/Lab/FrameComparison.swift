import WireFormats

/// How two lists of frames differ: one by one, by what a mask leaves of them.
///
/// What has no counterpart anywhere in the other list is missing, or additional. Where one of each stands at the same
/// place, it is a frame that differs; what has its counterpart elsewhere is out of order.
struct FrameComparison {
    /// Places of the expected list, from 0.
    private(set) var missing: [Int] = []
    /// Places of the seen list, from 0.
    private(set) var additional: [Int] = []
    /// Places at which both have a frame that the other one does not have.
    private(set) var differing: [Int] = []
    /// The first place that differs in any way; nil: the lists are alike.
    private(set) var first: Int?

    init(_ expected: [[UInt8]], _ seen: [[UInt8]], _ mask: FieldMask) {
        // SAFETY: a byte has no padding, so all of the arrays' memory is initialized.
        let expected = expected.map { unsafe mask.rest(of: $0.span.bytes) }
        let seen = seen.map { unsafe mask.rest(of: $0.span.bytes) }
        first = zip(expected, seen).enumerated().first { $1.0 != $1.1 }?.offset
        if first == nil, expected.count != seen.count { first = min(expected.count, seen.count) }
        guard first != nil else { return }
        var free: [[UInt8]: Int] = [:]
        for frame in seen { free[frame, default: 0] += 1 }
        for (place, frame) in expected.enumerated() {
            if let count = free[frame], count > 0 { free[frame] = count - 1 } else { missing.append(place) }
        }
        // Of equal frames the last ones are additional.
        for (place, frame) in seen.enumerated().reversed() {
            guard let count = free[frame], count > 0 else { continue }
            free[frame] = count - 1
            additional.append(place)
        }
        additional.reverse()
        differing = Array(Set(missing).intersection(additional)).sorted()
        missing.removeAll { differing.contains($0) }
        additional.removeAll { differing.contains($0) }
    }
}
