/// Rates of frames: `pps kpps Mpps`, case-sensitive.
enum RateValue {
    private static let units: [(name: String, framesPerSecond: Int64)] = [
        ("pps", 1), ("kpps", 1_000), ("Mpps", 1_000_000),
    ]
    private static let bitUnits = ["bps", "kbit", "Mbit", "Gbit"]
    /// Rates finer than this (a frame in 17 minutes) are written as an interval.
    private static let partsOfFrame: Int64 = 1_000
    private static let fastest: Int64 = 1_000_000_000

    static func parse(_ text: String) throws(ValueError) -> Pace {
        let measure = try Measure(text)
        if measure.isZero { throw ValueError("a rate of 0 never sends") }
        guard !measure.unit.isEmpty else {
            throw ValueError(
                "a rate needs its unit", suggestion: "\(measure.number)pps", notes: ["the units are pps kpps Mpps"])
        }
        guard let unit = units.first(where: { $0.name == measure.unit }) else { throw unknownUnit(measure) }
        guard let parts = measure.scaled(by: unit.framesPerSecond * partsOfFrame), parts <= fastest * partsOfFrame
        else {
            throw ValueError("\(text) is finer than 0.001pps or faster than 1000Mpps")
        }
        return Pace(frames: parts, per: 1_000_000_000 * partsOfFrame)
    }

    private static func unknownUnit(_ measure: Measure) -> ValueError {
        let start = measure.number.unicodeScalars.count
        let part = start..<start + measure.unit.unicodeScalars.count
        if bitUnits.contains(measure.unit) {
            return ValueError(
                "rates in bits are not supported yet", part: part, notes: ["the units are pps kpps Mpps"])
        }
        let names = units.map(\.name)
        let unit = measure.unit.filter { $0 != " " }.lowercased()
        let meant = names.first { $0.lowercased() == unit }
        return ValueError(
            "unknown unit `\(measure.unit)` of rate", part: part, suggestion: meant.map { measure.number + $0 },
            notes: ["the units are pps kpps Mpps, case-sensitive"])
    }
}
