import Bench
import Reports

/// Figures of a benchmark, for people and for programs.
struct BenchReport {
    let results: [BenchResult]

    /// Ratios first: they are what can be compared.
    func table(color: Bool) -> String {
        var table = Table([
            .right("ratio"), .right("rate"), .right("allocations"), .left("case"), .left("ratio to"),
        ])
        for result in results {
            table.add([
                Self.decimal(result.ratio), "\(Self.decimal(result.rate)) M\(result.unit)/s",
                result.allocationsPerUnit.map(Self.allocations) ?? "-", result.name, result.yardstick,
            ])
        }
        return table.rendered(color: color)
            + "Only the ratios are stable; rates are those of this machine at this moment.\n"
    }

    /// The same as JSON.
    var json: String {
        let cases = results.map { result -> JSONValue in
            .object([
                "name": .string(result.name), "unit": .string(result.unit), "ratio": .decimal(result.ratio),
                "rate_millions": .decimal(result.rate), "yardstick": .string(result.yardstick),
                "allocations_per_unit": result.allocationsPerUnit.map(JSONValue.decimal) ?? .null,
            ])
        }
        let report: JSONValue = .object(["wirework": .string(Wirework.version), "cases": .array(cases)])
        return report.rendered() + "\n"
    }

    /// A zero is exactly none; fewer than one in a thousand is not rounded to it.
    private static func allocations(_ value: Double) -> String {
        value == 0 ? "0" : value < 0.001 ? "<0.001" : decimal(value)
    }

    /// Three places for what is below one, one for the rest; figures of a bench are never near the bounds of Int.
    private static func decimal(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "-" }
        let places = value.magnitude < 10 ? 1000 : 10
        let scaled = Int((value * Double(places)).rounded())
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(places))
        let digits = String(UInt(places) + fraction).dropFirst()
        return "\(scaled < 0 ? "-" : "")\(whole).\(digits)"
    }
}
