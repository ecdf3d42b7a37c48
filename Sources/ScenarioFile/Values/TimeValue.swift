/// Times: `ns us ms s min`, case-sensitive, a unit needed except for 0; nanoseconds within.
enum TimeValue {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000),
    ]

    /// No time in a file is longer than this, so that sums of a few never overflow.
    static let longest: Int64 = 366 * 86_400 * 1_000_000_000

    /// Reads a time as nanoseconds.
    static func parse(_ text: String) throws(ValueError) -> Int64 { try parse(text, usualUnit: "s") }

    /// Reads a time as nanoseconds; where it has no unit, the usual one is what was probably meant.
    static func parse(_ text: String, usualUnit: String) throws(ValueError) -> Int64 {
        let measure = try Measure(text)
        if measure.unit.isEmpty, measure.isZero { return 0 }
        guard !measure.unit.isEmpty else {
            throw ValueError(
                "a time needs its unit", suggestion: "\(measure.number)\(usualUnit)",
                notes: ["the units are ns us ms s min"])
        }
        guard let unit = units.first(where: { $0.name == measure.unit }) else {
            throw unknownUnit(measure)
        }
        guard let nanoseconds = measure.scaled(by: unit.nanoseconds) else {
            throw ValueError("\(text) is no whole number of nanoseconds, or too long")
        }
        guard nanoseconds <= longest else { throw ValueError("\(text) is longer than 366 days") }
        return nanoseconds
    }

    /// The shortest text that reads back to the same time.
    static func text(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "0s" }
        // Minutes read worse than seconds (90s, not 1.5min): they are read, never written.
        let unit = units.dropLast().last { nanoseconds % $0.nanoseconds == 0 } ?? units[0]
        return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
    }

    private static func unknownUnit(_ measure: Measure) -> ValueError {
        let start = measure.number.unicodeScalars.count
        let part = start..<start + measure.unit.unicodeScalars.count
        let lowercase = measure.unit.filter { $0 != " " }.lowercased()
        let known = units.map(\.name)
        let meant =
            switch lowercase {
            case "m", "mins", "minute", "minutes": "min"
            case "sec", "secs", "second", "seconds": "s"
            case "µs", "μs", "usec": "us"
            case "msec": "ms"
            default: known.first { $0 == lowercase } ?? nearest(to: lowercase, in: known)
            }
        return ValueError(
            "unknown unit `\(measure.unit)` of time", part: part, suggestion: meant.map { measure.number + $0 },
            notes: ["the units are ns us ms s min, case-sensitive"])
    }
}
