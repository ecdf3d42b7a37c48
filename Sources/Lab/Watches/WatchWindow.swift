import ScenarioFile

/// The part of a run in which frames count, in the loop's time.
struct WatchWindow {
    private let from: Int64
    /// Not in it any more.
    private let until: Int64

    init(_ window: Expectation.Window, zero: Int64) {
        var until = Int64.max
        if let within = window.within { until = zero.saturatingAdd(within).saturatingAdd(1) }
        if let during = window.during { until = min(until, zero.saturatingAdd(during.until)) }
        from = window.during.map { zero.saturatingAdd($0.from) } ?? .min
        self.until = until
    }

    func contains(_ time: Int64) -> Bool { from <= time && time < until }
}
