import Bench
import Reports

/// Figures of a benchmark, for people and for programs.
struct BenchReport {
    let results: [BenchResult]

    /// A row for each case, and below it one for each yardstick.
    ///
    /// Ratios first: they are what can be compared.
    func table(color: Bool) -> String {
        var table = Table([
            .right("ratio"), .right("CPU ratio"), .right("rate"), .right("CPU"), .right("calls"),
            .right("allocations"), .left("case, and what it is measured with"),
        ])
        for result in results {
            table.add(["", ""] + Self.cells(result.figures, unit: result.unit) + [result.figures.name])
            for comparison in result.comparisons {
                table.add(
                    [Self.decimal(comparison.rateRatio), Self.decimal(comparison.cpuRatio)]
                        + Self.cells(comparison.yardstick, unit: result.unit)
                        + ["  beside: \(comparison.yardstick.name)"])
            }
        }
        return table.rendered(color: color)
            + """
            Ratios are the case's figure over the yardstick's; CPU, calls and allocations are for each frame or event.
            Only the ratios are stable; rates are those of this machine at this moment.

            """
    }

    /// The same as JSON.
    var json: String {
        let cases = results.map { result -> JSONValue in
            let comparisons = result.comparisons.map { comparison -> JSONValue in
                .object(
                    Self.members(comparison.yardstick).merging([
                        "ratio": .decimal(comparison.rateRatio), "cpu_ratio": .decimal(comparison.cpuRatio),
                    ]) { figure, _ in figure })
            }
            return .object(
                Self.members(result.figures).merging([
                    "unit": .string(result.unit), "yardsticks": .array(comparisons),
                ]) { figure, _ in figure })
        }
        let report: JSONValue = .object(["wirework": .string(Wirework.version), "cases": .array(cases)])
        return report.rendered() + "\n"
    }

    private static func members(_ figures: BenchFigures) -> [String: JSONValue] {
        [
            "name": .string(figures.name), "rate_millions": .decimal(figures.rate),
            "cpu_ns_per_unit": .decimal(figures.cpuNanosecondsPerUnit),
            "system_calls_per_unit": figures.systemCallsPerUnit.map(JSONValue.decimal) ?? .null,
            "allocations_per_unit": figures.allocationsPerUnit.map(JSONValue.decimal) ?? .null,
        ]
    }

    private static func cells(_ figures: BenchFigures, unit: String) -> [String] {
        [
            "\(decimal(figures.rate)) M\(unit)/s", "\(decimal(figures.cpuNanosecondsPerUnit)) ns",
            figures.systemCallsPerUnit.map(small) ?? "-", figures.allocationsPerUnit.map(small) ?? "-",
        ]
    }

    /// A zero is exactly none; fewer than one in a thousand is not rounded to it.
    private static func small(_ value: Double) -> String {
        value == 0 ? "0" : value < 0.001 ? "<0.001" : decimal(value)
    }

    /// Three places for what is below ten, one for the rest; figures of a bench are never near the bounds of Int.
    private static func decimal(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "-" }
        let places = value.magnitude < 10 ? 1000 : 10
        let scaled = Int((value * Double(places)).rounded())
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(places))
        let digits = String(UInt(places) + fraction).dropFirst()
        return "\(scaled < 0 ? "-" : "")\(whole).\(digits)"
    }
}
