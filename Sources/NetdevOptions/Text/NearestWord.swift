/// "Did you mean": the word of a table that is nearest to one that was misspelt.
package enum NearestWord {
    /// The candidate with the smallest edit distance, if it is near enough to be a guess and not a joke.
    ///
    /// Case is ignored. The limit is half the word's length, at least 1 and at most 3. Of candidates equally near the
    /// first wins, so the answer does not vary from run to run.
    ///
    /// - Parameters:
    ///   - word: What was written.
    ///   - candidates: What could have been meant, in the order of their table.
    /// - Returns: The nearest candidate, or nil if none is near.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let written = Array(word.lowercased().unicodeScalars)
        var limit = min(max(written.count / 2, 1), 3)
        var nearest: String?
        for candidate in candidates {
            let meant = Array(candidate.lowercased().unicodeScalars)
            // A distance is at least the difference in length; this also bounds the work for absurdly long words.
            guard abs(meant.count - written.count) <= limit else { continue }
            let distance = distance(from: written, to: meant)
            guard distance <= limit else { continue }
            nearest = candidate
            limit = distance - 1
            if distance == 0 { break }
        }
        return nearest
    }

    /// Edit distance with insertions, deletions, substitutions and swaps of neighbours, each at cost 1 (the "optimal
    /// string alignment" variant of Damerau and Levenshtein).
    static func distance(from source: [Unicode.Scalar], to target: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...target.count)
        for (row, left) in source.enumerated() {
            var current = [row + 1]
            for (column, right) in target.enumerated() {
                var best = min(last[column] + (left == right ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left == target[column - 1], source[row - 1] == right {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[target.count]
    }
}
