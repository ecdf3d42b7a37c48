/// Words for impairments that other tools have, with what stands for them here.
///
/// Those of tc and netem, containerlab, netlab, Mininet, GNS3, CORE, OMNeT++ and wirefilter.
enum OtherTools {
    /// Where impairments are written.
    static let impairments: [String: String] = reasons([
        (["bw", "bandwidth", "datarate", "speed"], "is `rate` here: `rate: 10Mbit`"),
        (["limit", "max_queue_size", "buffer", "queue_size", "qlen"], "is `queue` here, in frames: `queue: 100`"),
        (["latency"], "is `delay` here: `delay: 20ms`"),
        (["packet_loss", "loss_rate", "ber", "per"], "is `loss` here, a chance for each frame: `loss: 1%`"),
        (["corruption", "noise"], "is `corrupt` here: `corrupt: 1%`"),
        (["dup", "duplication"], "is `duplicate` here: `duplicate: 1%`"),
        (["reordering", "gap"], "is `reorder` here: `reorder: 1%`"),
        (["frequency_drop"], "is a pattern here: `loss: { pattern: \"1110\" }` loses every fourth frame"),
        (
            ["gilbert", "pattern"],
            "belongs to `loss`: `loss: { gilbert: { p: 1%, r: 25% } }`, `loss: { pattern: \"1101\" }`"
        ),
        (["gemodel", "burst", "correlation"], "is a kind of loss here: `loss: { gilbert: { p: 1%, r: 25% } }`"),
        (["distribution"], "belongs to `jitter`: `jitter: { amount: 2ms, distribution: normal }`"),
    ])
    .merging(reasons(timelineWords)) { here, _ in here }

    /// Beside the endpoints of a link.
    static let link: [String: String] = reasons(
        [
            (
                ImpairmentKey.names,
                "belongs to a direction: `forward`, `reverse` or `both`, as in `both: { delay: 20ms }`"
            ),
            (
                ["tc", "netem", "impairments"],
                "is `both`, `forward` or `reverse` here: `both: { delay: 20ms, loss: 1% }`"
            ),
        ] + timelineWords
    )
    .merging(impairments.mapValues { "\($0), under `forward`, `reverse` or `both`" }) { here, _ in here }

    /// In an entry of the timeline.
    static let timeline: [String: String] = ImpairmentKey.names.reduce(into: [:]) { reasons, key in
        reasons[key] = "belongs to `set`: `set: { \(key): ... }`"
    }

    private static let timelineWords: [(words: [String], reason: String)] = [
        (["down", "up"], "belongs to the timeline: `{ at: 1s, link: h1-h2, down: true }`")
    ]

    private static func reasons(_ groups: [(words: [String], reason: String)]) -> [String: String] {
        var result: [String: String] = [:]
        for (words, reason) in groups {
            for word in words { result[word] = reason }
        }
        return result
    }
}
