import NetCore
import Results
import ScenarioFile
import WireFormats

// What was seen at interfaces.

extension Judge {
    func judge(_ expected: FramesExpectation, _ index: Int) -> Finding {
        let place = expected.places.map(name).joined(separator: ", ")
        let verb = expected.direction == .rx ? "arrived" : "left"
        guard let watch = lab.watches?.frames[index] else {
            let counter: KeyPath<PortCounters, UInt64> = expected.direction == .rx ? \.rxFrames : \.txFrames
            let ports = lab.topology.ports(of: expected.places)
            let frames = Int64(clamping: ports.reduce(0) { $0 + count($1, counter) })
            return Finding(
                kind: "frames", name: place, isMet: expected.count.holds(for: frames),
                observed: "\(frames) frames \(verb)"
            ) { [self] in linkDrops }
        }
        let ofAll = expected.match == nil ? "" : ", of \(watch.seen) that \(verb)"
        return Finding(
            kind: "frames", name: place, isMet: expected.count.holds(for: watch.count),
            observed: "\(watch.count) frames\(expected.match == nil ? " \(verb)" : " match")\(ofAll)"
        ) { [self] in
            expected.count.asksForMore(than: watch.count)
                ? nearest(watch.nearest) + linkDrops : watch.examples.map { "seen \(text($0))" }
        }
    }

    func judge(_ expected: NothingElseExpectation, _ index: Int) -> Finding {
        let watch = lab.watches?.strangers[index]
        let count = watch?.count ?? 0
        return Finding(
            kind: "nothing_else", name: name(of: expected.place), isMet: watch != nil && count == 0,
            observed: count == 0 ? "nothing else" : "\(count) other frames"
        ) { [self] in
            let examples = watch?.examples ?? []
            let rest = count - Int64(examples.count)
            return examples.map { "also \(text($0))" } + (rest > 0 ? ["and \(rest) more"] : [])
        }
    }

    func judge(_ expected: BytesExpectation, _ index: Int) -> Finding {
        let place = name(of: expected.place)
        guard let watch = lab.watches?.bytes[index], let found = watch.found else {
            let watch = lab.watches?.bytes[index]
            let count = watch?.count ?? 0
            let observed =
                count >= expected.number
                ? "the frame came, but its datagram cannot be seen here"
                : "\(count) frames \(expected.match == nil ? "arrived" : "match"), none of them number \(expected.number)"
            return Finding(kind: "bytes", name: place, isMet: false, observed: observed) { [self] in
                (watch.map { nearest($0.nearest) } ?? []) + linkDrops
            }
        }
        return Finding(
            kind: "bytes", name: place, isMet: found.isMet,
            observed: found.isMet ? "as expected" : Self.hex(found.bytes, isWhole: found.byteCount == found.bytes.count)
        ) { [self] in [text(found.frame)] + Self.differences(found, expected) }
    }

    // MARK: Words

    func name(of place: InterfacePlace) -> String {
        let node = lab.topology.nodes[place.node].plan
        return place.port.map { "\(node.name):\(node.interface(at: $0))" } ?? node.name
    }

    private func text(_ frame: SeenFrame) -> String {
        "at \(Self.duration(frame.time - lab.zero)): \(frame.summary)"
    }

    /// The frame that came nearest, and why it is not one of those that were asked for.
    private func nearest(_ nearest: NearestFrame) -> [String] {
        guard let frame = nearest.frame else { return ["no other frame was seen there"] }
        return ["nearest \(text(frame))"]
            + nearest.misses.map { "  \($0.field.name) is \($0.seen ?? "not there"), expected \($0.expected)" }
    }

    /// In groups of two bytes, as patterns are written.
    private static func hex(_ bytes: [UInt8], isWhole: Bool) -> String {
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if index > 0, index % 2 == 0 { text += " " }
            text += hex(byte)
        }
        return isWhole ? text : text + " ..."
    }

    private static func hex(_ byte: UInt8, mask: UInt8 = 0xff) -> String {
        let digits = [(byte >> 4, mask >> 4), (byte & 0xf, mask & 0xf)]
        return digits.map { $0.1 == 0 ? "?" : String($0.0, radix: 16) }.joined()
    }

    private static func differences(_ found: ByteWatch.Found, _ expected: BytesExpectation) -> [String] {
        let pattern = expected.pattern
        var lines: [String] = []
        if found.byteCount < pattern.bytes.count || expected.isWhole && found.byteCount != pattern.bytes.count {
            lines.append(
                "\(found.byteCount) bytes, expected \(pattern.bytes.count)\(expected.isWhole ? "" : " or more")")
        }
        let offsets = pattern.bytes.indices.filter { offset in
            offset < found.bytes.count
                && (found.bytes[offset] ^ pattern.bytes[offset]) & pattern.masks[offset] != 0
        }
        return lines
            + shortened(
                offsets.map { offset in
                    let wanted = hex(pattern.bytes[offset], mask: pattern.masks[offset])
                    return "byte \(offset) is \(hex(found.bytes[offset])), expected \(wanted)"
                })
    }
}

extension Comparison where Value == Int64 {
    /// Whether a number fails for being too small.
    fileprivate func asksForMore(than count: Int64) -> Bool {
        switch self {
        case .equal(let value): count < value
        case .greater, .atLeast: true
        case .within(let low, _): count < low
        case .notEqual, .less, .atMost: false
        }
    }
}
