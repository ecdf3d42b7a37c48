import NetdevOptions

/// How many netdevs a command line has, and how many of them hubports leave to be wired.
struct NetdevCount {
    /// All of them.
    let all: Int
    /// Those that no hubport names; nil where the netdevs could not be read, and there are hubports among them.
    let ends: Int?

    /// - Parameters:
    ///   - texts: The arguments.
    ///   - netdevs: What was read of them; nil if there is a mistake in any.
    init(_ texts: [String], read netdevs: [NetdevConfiguration]?) {
        all = texts.count
        if let netdevs {
            ends = HubportPlugs(netdevs).ends.count
        } else {
            ends = texts.contains { $0.contains("hubport") } ? nil : texts.count
        }
    }
}
