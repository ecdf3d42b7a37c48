import Results

/// Drop counts in words.
enum DropText {
    /// `3 cookie-mismatch, 1 queue-full`.
    static func list(_ drops: [DropCount]) -> String {
        drops.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
    }

    /// The list, or `none`.
    static func cell(_ drops: [DropCount]) -> String {
        drops.isEmpty ? "none" : list(drops)
    }

    /// The list, or that none ended.
    static func ended(_ drops: [DropCount]) -> String {
        drops.isEmpty ? "none ended" : list(drops)
    }

    /// What is in `all` and not in `parts`, reason by reason, none with zero.
    static func difference(_ all: [DropCount], _ parts: [DropCount]) -> [DropCount] {
        all.compactMap { drop in
            let known = parts.reduce(0) { $1.reason == drop.reason ? $0 + $1.count : $0 }
            return drop.count > known ? DropCount(drop.reason, drop.count - known) : nil
        }
    }
}
