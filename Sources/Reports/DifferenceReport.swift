public import Results

/// What `diff` says of two recorded runs.
public enum DifferenceReport {
    /// For people: what both share, the two events in which they part, and what differs in them.
    ///
    /// - Parameters:
    ///   - difference: What was found.
    ///   - color: As in ``TextReport/render(_:color:)``.
    /// - Returns: Lines, each with a line break at its end.
    public static func text(_ difference: RunDifference, color: Bool = false) -> String {
        let sections = [heads(difference), verdict(difference), shared(difference), parting(difference)]
        return sections.filter { !$0.isEmpty }.map { section in
            section.map { $0.rendered(color: color) + "\n" }.joined()
        }.joined(separator: "\n")
    }

    /// What the runs are, where they are not the same run.
    private static func heads(_ difference: RunDifference) -> [StyledLine] {
        let (first, second) = (difference.first, difference.second)
        let keys =
            first.head.map(\.name)
            + second.head.map(\.name).filter { name in
                !first.head.contains { $0.name == name }
            }
        func value(_ key: String, _ record: RunDifference.Record) -> String {
            record.head.first { $0.name == key }?.text ?? "-"
        }
        let different = keys.filter { value($0, first) != value($0, second) }
        guard !different.isEmpty else { return [] }
        var table = Table([.left("not the same run"), .left(first.path), .left(second.path)])
        for key in different { table.add([key, value(key, first), value(key, second)]) }
        return table.lines
    }

    private static func verdict(_ difference: RunDifference) -> [StyledLine] {
        let count = "\(difference.shared) event\(difference.shared == 1 ? "" : "s")"
        guard difference.parting != nil else {
            let (one, other) = (difference.first.fingerprint ?? "-", difference.second.fingerprint ?? "-")
            let alike: StyledLine = [StyledText("alike", .good), .plain(": \(count), fingerprint \(one)")]
            // Ports count in the order of the file, and places are compared by name.
            return one == other
                ? [alike]
                : [alike, [.plain("the other fingerprint is \(other): ports are numbered otherwise")]]
        }
        return [
            [
                StyledText("event \(difference.shared + 1)", .bad),
                .plain(" is the first that differs, after \(count) alike"),
            ]
        ]
    }

    private static func shared(_ difference: RunDifference) -> [StyledLine] {
        guard difference.parting != nil, !difference.lastShared.isEmpty else { return [] }
        var table = events("alike")
        for event in difference.lastShared { table.add([""] + cells(event)) }
        return table.lines
    }

    private static func parting(_ difference: RunDifference) -> [StyledLine] {
        guard let parting = difference.parting else { return [] }
        var both = events("differs")
        for (record, event) in [(difference.first, parting.first), (difference.second, parting.second)] {
            both.add([record.path] + (event.map(cells) ?? ["-", "-", "the run has ended", "-", ""]))
        }
        guard !parting.fields.isEmpty else { return both.lines }
        var fields = Table([.left("what differs"), .left(difference.first.path), .left(difference.second.path)])
        for field in parting.fields { fields.add([field.name, field.first ?? "-", field.second ?? "-"]) }
        return both.lines + [[]] + fields.lines
    }

    private static func events(_ heading: String) -> Table {
        Table([.left(heading), .right("time"), .left("place"), .left("event"), .left("flow"), .left("frame")])
    }

    private static func cells(_ event: RunDifference.Event) -> [String] {
        [seconds(event.nanoseconds), event.place, event.what, event.flow ?? "-", event.frame]
    }

    /// To the nanosecond: `1.050000000 s`.
    private static func seconds(_ nanoseconds: Int64) -> String {
        let (seconds, rest) = max(0, nanoseconds).quotientAndRemainder(dividingBy: 1_000_000_000)
        let digits = String(rest)
        return "\(seconds).\(String(repeating: "0", count: 9 - digits.count))\(digits) s"
    }
}
