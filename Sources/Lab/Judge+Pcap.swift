import NetCore
import Results
import ScenarioFile
import WireFormats

// What arrived at an interface, against a capture.

extension Judge {
    func judge(_ expected: PcapExpectation, _ index: Int) -> Finding {
        let watch = lab.watches?.captures[index]
        let arrivals = watch?.arrivals ?? []
        func finding(_ isMet: Bool, _ observed: String, _ explanation: @escaping () -> [String] = { [] }) -> Finding {
            Finding(
                kind: "pcap", name: name(of: expected.place), isMet: isMet, observed: observed,
                explanation: explanation)
        }
        if let missed = watch?.missed, missed > 0 {
            return finding(false, "more than 64 MiB of frames: \(missed) were not kept")
        }
        guard !lab.options.isBlessing else { return bless(expected, arrivals, finding) }
        guard let frames = expected.frames else {
            return finding(false, "\(arrivals.count) frames arrived, and there is no `\(expected.path)`") {
                ["run it with `--bless`, which writes what arrived to `\(expected.path)`"]
            }
        }
        let comparison = FrameComparison(frames, arrivals.map(\.bytes), expected.mask)
        guard let first = comparison.first else { return finding(true, "\(arrivals.count) frames, all as captured") }
        return finding(
            false,
            "\(arrivals.count) frames, the capture has \(frames.count); number \(first + 1) is the first that differs"
        ) { [self] in
            differences(comparison, frames, arrivals, expected.mask) + linkDrops
        }
    }

    /// What `--bless` writes: only after a run that went to its end.
    private func bless(
        _ expected: PcapExpectation, _ arrivals: [PcapWatch.Arrival],
        _ finding: (Bool, String, @escaping () -> [String]) -> Finding
    ) -> Finding {
        guard ended == .done || ended == .duration else {
            return finding(false, "`\(expected.path)` was not written: the run did not go to its end") { [] }
        }
        return finding(true, "\(arrivals.count) frames, for `\(expected.path)`") { [] }
    }

    /// The captures to be written, one for each line of `pcap`.
    var goldens: [GoldenFile] {
        guard lab.options.isBlessing, ended == .done || ended == .duration else { return [] }
        return lab.scenario.expectations.enumerated().compactMap { index, expectation in
            guard case .pcap(let expected) = expectation.kind, let watch = lab.watches?.captures[index],
                watch.missed == 0
            else { return nil }
            let ports = lab.topology.ports(of: expected.place)
            let bytes = GoldenCapture.bytes(
                watch.arrivals, interfaces: ports.map { lab.loop.name(of: $0) }, zero: lab.zero)
            return GoldenFile(path: expected.file, bytes: bytes, frameCount: watch.arrivals.count)
        }
    }

    // MARK: Words

    private func differences(
        _ comparison: FrameComparison, _ frames: [[UInt8]], _ arrivals: [PcapWatch.Arrival], _ mask: FieldMask
    ) -> [String] {
        var lines: [String] = []
        if let place = comparison.differing.first {
            lines.append("number \(place + 1) \(text(arrivals[place]))")
            lines += fields(frames[place], arrivals[place].bytes, mask)
            if comparison.differing.count > 1 { lines.append("and \(comparison.differing.count - 1) more differ") }
        }
        lines += Self.shortened(comparison.missing.map { "missing: number \($0 + 1), \(Self.summary(frames[$0]))" })
        lines += Self.shortened(comparison.additional.map { "additional: number \($0 + 1) \(text(arrivals[$0]))" })
        if lines.isEmpty, let first = comparison.first {
            lines.append("another order: number \(first + 1) \(text(arrivals[first]))")
        }
        return lines
    }

    private func fields(_ expected: [UInt8], _ seen: [UInt8], _ mask: FieldMask) -> [String] {
        // SAFETY: a byte has no padding, so all of the arrays' memory is initialized.
        let misses = unsafe FrameField.differences(expected.span.bytes, seen.span.bytes, except: mask)
        guard misses.isEmpty else {
            return Self.shortened(
                misses.map { "  \($0.field.name) is \($0.seen ?? "absent"), expected \($0.expected)" })
        }
        let offset = zip(expected, seen).enumerated().first { $1.0 != $1.1 }?.offset
        return [
            offset.map { "  the first other byte is number \($0)" }
                ?? "  \(seen.count) bytes, expected \(expected.count)"
        ]
    }

    private func text(_ arrival: PcapWatch.Arrival) -> String {
        "at \(Self.duration(arrival.time - lab.zero)): \(Self.summary(arrival.bytes))"
    }

    private static func summary(_ bytes: [UInt8]) -> String {
        // SAFETY: as above.
        unsafe FrameSummary(of: bytes.span.bytes).description
    }
}
