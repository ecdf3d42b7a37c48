import Results

/// A run with its repetitions; of most runs there is one.
struct RepeatedRun {
    private(set) var results: [RunResult]

    /// Puts repetitions together, which stand behind each other.
    static func runs(of results: [RunResult]) -> [RepeatedRun] {
        results.reduce(into: []) { runs, result in
            if result.repetition ?? 1 > 1, let last = runs.indices.last {
                runs[last].results.append(result)
            } else {
                runs.append(RepeatedRun(results: [result]))
            }
        }
    }

    var isRepeated: Bool { results[0].repetition != nil }

    /// What the run is called, whichever repetition.
    var name: String { results[0].id.isEmpty ? results[0].scenario : results[0].id }

    var verdict: Verdict { Verdict.worst(of: results.map(\.verdict)) }

    /// The first repetition that came to the worst verdict.
    var worst: RunResult { results.first { $0.verdict == verdict } ?? results[0] }

    private var passes: Int { results.count { $0.verdict == .pass } }

    /// `9 of 10`.
    var passed: String { verdict == .skip ? "-" : "\(passes) of \(results.count)" }

    /// How likely the run passes, as far as its repetitions tell; in virtual time they are all the same run.
    var chance: String {
        let fingerprints = Set(results.compactMap(\.fingerprint)).count
        if verdict == .skip { return "-" }
        if fingerprints > 0 { return "\(fingerprints) fingerprint\(fingerprints == 1 ? "" : "s")" }
        return ShareInterval(passes, of: results.count).text
    }
}

/// What a share of a sample says of the whole: Wilson's score interval, which holds the true share in 95 of 100 cases (Wilson,
/// "Probable inference, the law of succession, and statistical inference", JASA 22, 1927).
///
/// It is never empty, also where all or none of a few repetitions have passed.
struct ShareInterval {
    /// In thousandths, widened to whole ones.
    let lower: Int
    let upper: Int

    /// The quantile of the normal distribution that leaves 2.5 % above.
    private static let quantile = 1.959_963_985

    /// - Parameters:
    ///   - part: So many of the sample.
    ///   - count: The sample; of an empty one nothing is known.
    init(_ part: Int, of count: Int) {
        guard count > 0 else {
            (lower, upper) = (0, 1000)
            return
        }
        let (size, share) = (Double(count), Double(min(max(0, part), count)) / Double(count))
        let square = Self.quantile * Self.quantile
        let middle = share + square / (2 * size)
        let spread = Self.quantile * (share * (1 - share) / size + square / (4 * size * size)).squareRoot()
        let whole = 1 + square / size
        // At either end one bound is the end itself, but for rounding.
        lower = part <= 0 ? 0 : Int(((middle - spread) / whole * 1000).rounded(.down))
        upper = part >= count ? 1000 : Int(((middle + spread) / whole * 1000).rounded(.up))
    }

    /// `59.5..98.3 %`.
    var text: String { "\(Self.percent(lower))..\(Self.percent(upper)) %" }

    private static func percent(_ thousandths: Int) -> String {
        let (whole, tenth) = thousandths.quotientAndRemainder(dividingBy: 10)
        return tenth == 0 ? "\(whole)" : "\(whole).\(tenth)"
    }
}
