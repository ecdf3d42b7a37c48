package import Results

extension Verdict {
    /// Worst first.
    package static let byWeight: [Verdict] = [.error, .fail, .pass, .skip]

    /// What several verdicts come to together; nothing to judge is a skip.
    package static func worst(of verdicts: [Verdict]) -> Verdict {
        byWeight.first { verdicts.contains($0) } ?? .skip
    }
}
