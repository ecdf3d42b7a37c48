/// Nanoseconds in the unit that fits, for people.
struct TimeText {
    private let nanoseconds: Int64

    init(_ nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    private static let units: [(size: UInt64, name: String)] = [
        (1_000_000_000, "s"), (1_000_000, "ms"), (1000, "us"),
    ]

    /// At least three digits that count; what is below the last is cut off.
    ///
    /// `0 ns`, `61.2 us`, `1.05 ms`, `123 s`.
    var text: String {
        let sign = nanoseconds < 0 ? "-" : ""
        let magnitude = nanoseconds.magnitude
        for (size, name) in Self.units where magnitude >= size {
            let hundredths = magnitude / (size / 100)
            let (whole, fraction) = hundredths.quotientAndRemainder(dividingBy: 100)
            let digits = (fraction < 10 ? "0" : "") + String(fraction)
            let shown = String(digits.prefix(whole < 10 ? 2 : whole < 100 ? 1 : 0))
            return "\(sign)\(whole)\(shown.isEmpty ? "" : ".")\(shown) \(name)"
        }
        return "\(sign)\(magnitude) ns"
    }
}
