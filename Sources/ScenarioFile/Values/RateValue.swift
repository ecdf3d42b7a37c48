/// Rates: frames in `pps kpps Mpps`, bits in `bps kbit Mbit Gbit`; case-sensitive.
enum RateValue: Sendable, Equatable {
    /// So many frames in a time.
    case frames(Pace)
    /// So many thousandths of a bit a second, of frames without FCS.
    case bits(thousandths: Int64)

    /// How fast frames of one size are sent; a rate of frames asks for no size.
    func pace(frameSize: Int) -> Pace {
        switch self {
        case .frames(let pace): pace
        case .bits(let thousandths):
            Pace(frames: thousandths, per: Int64(frameSize) * 8 * Self.parts * 1_000_000_000)
        }
    }
}

extension RateValue {
    static let frameUnits: [(name: String, perSecond: Int64)] = [
        ("pps", 1), ("kpps", 1_000), ("Mpps", 1_000_000),
    ]
    static let bitUnits: [(name: String, perSecond: Int64)] = [
        ("bps", 1), ("kbit", 1_000), ("Mbit", 1_000_000), ("Gbit", 1_000_000_000),
    ]
    /// Rates finer than this (a frame in 17 minutes) are written as an interval.
    private static let parts: Int64 = 1_000
    private static let fastestFrames: Int64 = 1_000_000_000
    /// Of the smallest frames that are fewer than `fastestFrames`.
    private static let fastestBits: Int64 = 400_000_000_000
    private static let units = "the units are pps kpps Mpps bps kbit Mbit Gbit"

    static func parse(_ text: String) throws(ValueError) -> RateValue { try parse(text, usualUnit: "pps") }

    /// Reads a rate; where it has no unit, the usual one is what was probably meant.
    static func parse(_ text: String, usualUnit: String) throws(ValueError) -> RateValue {
        let measure = try Measure(text)
        if measure.isZero { throw ValueError("a rate of 0 never sends") }
        guard !measure.unit.isEmpty else {
            throw ValueError("a rate needs its unit", suggestion: measure.number + usualUnit, notes: [units])
        }
        if let unit = frameUnits.first(where: { $0.name == measure.unit }) {
            guard let parts = measure.scaled(by: unit.perSecond * parts), parts <= fastestFrames * Self.parts else {
                throw ValueError("\(text) is finer than 0.001pps or faster than 1000Mpps")
            }
            return .frames(Pace(frames: parts, per: 1_000_000_000 * Self.parts))
        }
        guard let unit = bitUnits.first(where: { $0.name == measure.unit }) else { throw unknownUnit(measure) }
        guard let parts = measure.scaled(by: unit.perSecond * parts), parts <= fastestBits * Self.parts else {
            throw ValueError("\(text) is finer than 0.001bps or faster than 400Gbit")
        }
        return .bits(thousandths: parts)
    }

    /// The shortest text that reads back to the pace of a flow.
    ///
    /// An interval where it is a whole number of nanoseconds, else the rate that it was made from: thousandths of a frame
    /// a second, or of a bit a second if that is what comes out even.
    ///
    /// - Parameters:
    ///   - pace: The pace.
    ///   - frameSize: The size of all frames of the flow; nil if they are of several.
    /// - Returns: The key and its value.
    static func entry(of pace: Pace, frameSize: Int?) -> (key: String, value: String) {
        if pace.frames == 1 { return ("interval", TimeValue.text(pace.nanoseconds)) }
        let (scaled, rest) = (Int128(pace.frames) * 1_000_000_000_000)
            .quotientAndRemainder(dividingBy: Int128(pace.nanoseconds))
        guard rest != 0, let frameSize else { return ("rate", "\(decimal(scaled))pps") }
        let bits = Int128(pace.frames) * 1_000_000_000_000 * 8 * Int128(frameSize) / Int128(pace.nanoseconds)
        return ("rate", "\(decimal(bits))bps")
    }

    /// Thousandths in the largest unit of which they are a whole number, else in the smallest.
    static func text(_ thousandths: Int64, units: [(name: String, perSecond: Int64)]) -> String {
        let unit = units.last { thousandths % ($0.perSecond * parts) == 0 } ?? units[0]
        return decimal(Int128(thousandths) / Int128(unit.perSecond)) + unit.name
    }

    private static func decimal(_ thousandths: Int128) -> String {
        var fraction = String(thousandths % 1000)
        guard fraction != "0" else { return String(thousandths / 1000) }
        fraction = String(repeating: "0", count: 3 - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(thousandths / 1000).\(fraction)"
    }

    private static func unknownUnit(_ measure: Measure) -> ValueError {
        let start = measure.number.unicodeScalars.count
        let names = (frameUnits + bitUnits).map(\.name)
        let unit = measure.unit.filter { $0 != " " }.lowercased()
        // Others write Mbps, and the last letter is easily lost; a wrong guess would be worse than none.
        let meant =
            names.first { $0.lowercased() == unit }
            ?? names.first { $0.lowercased() == unit.replacing("bps", with: "bit") }
            ?? (unit.count > 1 ? names.first { $0.lowercased().hasPrefix(unit) } : nil)
        return ValueError(
            "unknown unit `\(measure.unit)` of rate", part: start..<start + measure.unit.unicodeScalars.count,
            suggestion: meant.map { measure.number + $0 }, notes: ["\(units), case-sensitive"])
    }
}
