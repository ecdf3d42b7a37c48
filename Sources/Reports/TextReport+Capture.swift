import Results

extension TextReport {
    /// Where frames were captured, and what Wireshark has to be told of the tunnels among them.
    static func capture(_ capture: CaptureResult?) -> [StyledLine] {
        guard let capture else { return [] }
        var line: StyledLine = [
            StyledText("capture", .heading),
            .plain("  \(capture.path): \(capture.packets) packets, time zero at \(stamp(capture.zero))"),
        ]
        if let failure = capture.failure {
            line.append(StyledText("; \(capture.missing) are missing: \(failure)", .bad))
        }
        let decodings = capture.decodings.map { decoding -> StyledLine in
            let names = decoding.interfaces.prefix(shownInterfaces).joined(separator: ", ")
            let more = decoding.interfaces.count - shownInterfaces
            let text = decoding.options.map { "tshark \($0.joined(separator: " "))" }
            return [
                .plain("  \(names)\(more > 0 ? " and \(more) more" : ""): "),
                .plain(text ?? "an offset, which Wireshark's dissector does not know"),
            ]
        }
        return [line] + decodings
    }

    /// Where events were recorded.
    static func record(_ record: RecordResult?) -> [StyledLine] {
        guard let record else { return [] }
        let line: StyledLine = [
            StyledText("record", .heading), .plain("  \(record.path): \(record.events) events"),
        ]
        return [record.failure.map { line + [StyledText("; not all are there: \($0)", .bad)] } ?? line]
    }

    /// The captures that were written for later runs to be held against.
    static func goldens(_ goldens: [GoldenFile]) -> [StyledLine] {
        goldens.map { golden in
            if let failure = golden.failure { return [StyledText("not written", .bad), .plain("  \(failure)")] }
            return [StyledText("written", .heading), .plain("  \(golden.path): \(golden.frameCount) frames")]
        }
    }

    private static let shownInterfaces = 4

    /// Seconds and nine digits, as Wireshark shows them.
    private static func stamp(_ nanoseconds: Int64) -> String {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let digits = String(rest.magnitude)
        return "\(seconds).\(String(repeating: "0", count: 9 - digits.count))\(digits)"
    }
}
