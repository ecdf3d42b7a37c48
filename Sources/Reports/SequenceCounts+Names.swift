import Results

extension SequenceCounts {
    /// All counts, under the names that reports have for them.
    var named: [(name: String, count: UInt64)] {
        [
            ("reordered", reordered), ("missing", missing), ("late", late), ("duplicates", duplicates), ("old", old),
            ("resynchronizations", resynchronizations),
        ]
    }

    /// `3 missing, 1 late`; nil where all is well.
    var text: String? {
        let counts = named.filter { $0.count > 0 }
        return counts.isEmpty ? nil : counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    }
}
