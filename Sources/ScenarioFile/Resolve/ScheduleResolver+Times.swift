extension ScheduleResolver {
    /// No flow and no entry begins or ends later than this, so that sums of times never overflow.
    static let latest: Int64 = 100 * 365 * 86_400 * 1_000_000_000

    /// Reports what a chain of `after` puts too late; what waits for that is not said as well.
    ///
    /// - Parameters:
    ///   - items: The flows and entries.
    ///   - before: The index of what each of them waits for.
    ///   - lengths: How long each of them lasts, at most a few times ``TimeValue/longest``.
    func checkTimes(_ items: [Item], _ before: [Int?], lengths: [Int64]) {
        /// When each begins; nil: not known, or too late.
        var begins: [Int64?] = Array(repeating: nil, count: items.count)
        var isSeen = Array(repeating: false, count: items.count)
        for start in items.indices {
            var path: [Int] = []
            var next: Int? = start
            while let number = next, !isSeen[number] {
                isSeen[number] = true
                path.append(number)
                next = before[number]
            }
            for number in path.reversed() {
                guard let begin = begin(items[number], before[number], items, begins, lengths) else { continue }
                begins[number] = isInTime(items[number], begin, length: lengths[number]) ? begin : nil
            }
        }
    }

    private func begin(
        _ item: Item, _ before: Int?, _ items: [Item], _ begins: [Int64?], _ lengths: [Int64]
    ) -> Int64? {
        guard item.start.after != nil else { return item.start.at ?? 0 }
        guard let before, let other = begins[before] else { return nil }
        // A flow is waited for until it ends, an entry until it acts.
        return other + (items[before].what == "flow" ? lengths[before] : 0) + (item.start.plus ?? 0)
    }

    private func isInTime(_ item: Item, _ begin: Int64, length: Int64) -> Bool {
        guard begin > Self.latest || begin + length > Self.latest else { return true }
        let name = item.name.map { "`\($0)`" } ?? "the entry"
        sink.error(
            "\(name) \(begin > Self.latest ? "begins" : "ends") later than 100 years after time zero",
            at: item.start.after?.span ?? item.span)
        return false
    }
}
