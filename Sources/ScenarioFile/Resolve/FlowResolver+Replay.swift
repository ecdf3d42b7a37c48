import WireFormats

extension FlowResolver {
    /// What a replay sends; nil after reporting why the file gives nothing to send.
    func replay(_ entry: FlowEntry) -> Scenario.Flow.Kind? {
        guard let pcap = entry.pcap else { return nil }
        let capture: CapturedFrames
        do throws(CaptureProblem) {
            capture = try folder.capture(pcap.value)
            if capture.frames.isEmpty { throw CaptureProblem("holds no frame") }
        } catch {
            sink.error("`\(pcap.value)` \(error.message)", at: pcap.span, notes: error.notes.map { .init($0) })
            return nil
        }
        let short = capture.frames.count { $0.count < EthernetHeader.untaggedByteCount }
        if short > 0 {
            sink.warning(
                "\(short) of the frames of `\(pcap.value)` are shorter than an Ethernet header of "
                    + "\(EthernetHeader.untaggedByteCount) bytes", at: pcap.span)
        }
        var plan = ReplayPlan(path: pcap.value, frames: capture.frames)
        guard entry.rate == nil, entry.interval == nil else { return .replay(plan) }
        guard let times = capture.times else {
            sink.error(
                "`\(pcap.value)` has frames without a time", at: pcap.span,
                notes: [.init("write `interval` or `rate`, at which they are sent")])
            return nil
        }
        let (timing, earlier) = ReplayPlan.Timing.of(times, speed: entry.speed?.value ?? Self.captured)
        if earlier > 0 {
            sink.warning(
                "\(earlier) of the frames of `\(pcap.value)` were captured before one that stands before them: they are "
                    + "sent at once, in the order of the file", at: pcap.span)
        }
        plan.timing = timing
        return .replay(plan)
    }

    /// As fast as it was captured.
    private static let captured: Int64 = 1_000_000

    /// How many frames a flow sends; nil after reporting that a capture has not so many.
    func count(of entry: FlowEntry, _ kind: Scenario.Flow.Kind, _ pace: Pace) -> Int64? {
        guard let frames = kind.writtenFrames else {
            return entry.duration.map { pace.frames(within: $0.value) } ?? entry.count?.value ?? 1
        }
        guard case .replay(let plan) = kind, let timing = plan.timing else {
            return entry.duration.map { pace.frames(within: $0.value) } ?? entry.count?.value ?? Int64(frames.count)
        }
        if let duration = entry.duration { return Int64(timing.frames(within: duration.value)) }
        guard let count = entry.count else { return Int64(frames.count) }
        guard count.value <= frames.count else {
            sink.error(
                "`\(plan.path)` has \(frames.count) frames", at: count.span,
                notes: [.init("with `interval` or `rate` they are sent again from the first")])
            return nil
        }
        return count.value
    }
}
