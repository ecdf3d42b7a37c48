extension FlowResolver {
    /// When each flow begins; a chain of `after` that closes on itself is reported.
    func starts(_ entries: [FlowEntry]) -> [Scenario.Start] {
        let numbers = Dictionary(zip(entries.map(\.name.value), entries.indices)) { first, _ in first }
        let before = entries.map { entry -> Int? in
            guard let after = entry.after else { return nil }
            guard let number = numbers[after.value] else {
                sink.error(
                    "no flow is named `\(after.value)`", at: after.span,
                    suggestion: nearest(to: after.value, in: entries.map(\.name.value)))
                return nil
            }
            return number
        }
        reportCircle(entries, before)
        return entries.enumerated().map { number, entry in
            before[number].map { .afterFlow($0, plus: entry.plus ?? 0) } ?? .at(entry.at ?? 0)
        }
    }

    /// Every flow waits for one other at most, so following the chain finds a circle; each is reported once.
    private func reportCircle(_ entries: [FlowEntry], _ before: [Int?]) {
        enum State { case unseen, onTheWay, done }
        var states = Array(repeating: State.unseen, count: entries.count)
        for start in entries.indices where states[start] == .unseen {
            var path: [Int] = []
            var next: Int? = start
            while let number = next, states[number] == .unseen {
                states[number] = .onTheWay
                path.append(number)
                next = before[number]
            }
            if let number = next, states[number] == .onTheWay, let after = entries[number].after {
                let names = path.drop { $0 != number }.map { entries[$0].name.value } + [entries[number].name.value]
                sink.error("the flows wait for each other: \(names.joined(separator: " after "))", at: after.span)
            }
            for number in path { states[number] = .done }
        }
    }
}
