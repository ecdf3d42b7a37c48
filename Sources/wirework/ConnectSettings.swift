import PatchPanel

/// How netdevs are wired together, for how long, and what is kept of it.
struct ConnectSettings: Sendable {
    /// What stands between the netdevs; nil: they are peers.
    let via: PatchPanel.Via?
    /// How long it goes on, in nanoseconds; nil: until a signal.
    let duration: Int64?
    /// Where the capture goes, `-` for standard output.
    let capture: String?
    /// Where the counters go as JSON, `-` for standard output.
    let stats: String?

    /// Whether standard output is taken by one of the two.
    var usesStandardOutput: Bool { capture == "-" || stats == "-" }
}
