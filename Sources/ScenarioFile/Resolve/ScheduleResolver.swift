/// Finds what flows and entries of the timeline wait for, and what falls away with something that `when` took out.
///
/// Flows and entries stand in one row, flows first: each waits for one other at most.
struct ScheduleResolver {
    /// A flow or an entry of the timeline, as far as its beginning goes.
    struct Item {
        /// `flow`, `timeline entry`.
        let what: String
        let name: String?
        let span: SourceSpan
        let start: StartEntry
        let when: SyntaxEntry?
        /// The nodes and links that it names.
        let names: [String]
    }

    let sink: DiagnosticSink
    let conditions: Conditions
    let skips: Skips

    /// Which items stay; what names something that is taken out is taken out too, and said to `skips`.
    func kept(_ items: [Item]) -> [Bool] {
        var kept = Array(repeating: true, count: items.count)
        /// Who waits for a name as it is written, and for one of the flows of a name.
        var waiting: [String: [Int]] = [:]
        var waitingForOne: [String: [Int]] = [:]
        for (number, item) in items.enumerated() {
            guard let after = item.start.after?.value else { continue }
            let (base, inner) = FlowName.split(after)
            waiting[after, default: []].append(number)
            if inner != nil { waitingForOne[base, default: []].append(number) }
        }
        func take(_ number: Int, _ reason: String) {
            guard kept[number] else { return }
            kept[number] = false
            let item = items[number]
            skips.skip(item.what, item.name ?? "in line \(item.span.line)", because: reason)
        }
        for (number, item) in items.enumerated() {
            if let reason = conditions.skipReason(item.when) {
                take(number, reason)
            } else if let reason = item.names.lazy.compactMap({ skips.reason(of: $0) }).first {
                take(number, reason)
            }
        }
        // From each that is taken out to those that wait for it, and on.
        var next = items.indices.filter { !kept[$0] }
        while let gone = next.popLast() {
            guard let name = items[gone].name, let reason = skips.reason(of: name) else { continue }
            for number in (waiting[name] ?? []) + (waitingForOne[name] ?? []) where kept[number] {
                take(number, reason)
                next.append(number)
            }
        }
        return kept
    }

    /// The index of what each item waits for, among the items; nil for what waits for nothing, and where that is not
    /// there, which is reported, as is a circle of waiting.
    func predecessors(_ items: [Item]) -> [Int?] {
        var numbers: [String: Int] = [:]
        for (number, item) in items.enumerated() {
            guard let name = item.name else { continue }
            numbers[name] = numbers[name] ?? number
        }
        let result = items.map { item -> Int? in
            guard let after = item.start.after else { return nil }
            let (base, inner) = FlowName.split(after.value)
            if let number = numbers[after.value] { return number }
            if inner != nil, let number = numbers[base], items[number].what == "flow" { return number }
            if inner == nil, numbers["\(base)[1]"] != nil {
                reportGroup(base, at: after.span)
                return nil
            }
            sink.error(
                "no flow and no entry of the timeline is named `\(after.value)`", at: after.span,
                suggestion: nearest(to: after.value, in: items.compactMap(\.name)))
            return nil
        }
        reportCircles(items, result)
        return result
    }

    /// Says that several flows have no one end.
    func reportGroup(_ name: String, at span: SourceSpan) {
        sink.error("`\(name)` is several flows, which end at several times", at: span, suggestion: "\(name)[1]")
    }

    /// Following the chain from anywhere finds a circle; each is reported once.
    private func reportCircles(_ items: [Item], _ before: [Int?]) {
        enum State { case unseen, onTheWay, done }
        var states = Array(repeating: State.unseen, count: items.count)
        for start in items.indices where states[start] == .unseen {
            var path: [Int] = []
            var next: Int? = start
            while let number = next, states[number] == .unseen {
                states[number] = .onTheWay
                path.append(number)
                next = before[number]
            }
            if let number = next, states[number] == .onTheWay, let after = items[number].start.after {
                let circle = path.drop { $0 != number } + [number]
                let names = circle.map { items[$0].name ?? "an entry without a name" }
                let what = circle.allSatisfy { items[$0].what == "flow" } ? "the flows wait" : "these wait"
                sink.error("\(what) for each other: \(names.joined(separator: " after "))", at: after.span)
            }
            for number in path { states[number] = .done }
        }
    }
}
