/// What stands beside an expectation, as written.
struct ModifiersEntry {
    var within: Located<Int64>?
    var during: Located<Expectation.During>?
    var level = Expectation.Level.error
    var because: String?
    var when: SyntaxEntry?

    var window: Expectation.Window { .init(during: during?.value, within: within?.value) }
}

extension EntryReader {
    static let modifiers = ["within", "during", "when", "level", "because"]

    func modifiers(_ entries: [SyntaxEntry]) -> ModifiersEntry {
        var result = ModifiersEntry()
        for entry in entries {
            switch entry.key.value {
            case "within": result.within = value(entry, positiveTime)
            case "during": result.during = during(entry)
            case "level": result.level = keyword(entry, "level")?.value ?? .error
            case "because": result.because = text(entry)?.value
            default: result.when = entry
            }
        }
        return result
    }

    private func during(_ entry: SyntaxEntry) -> Located<Expectation.During>? {
        let example = Diagnostic.Note("write `during: [1s, 2s]`")
        guard let items = entry.value.sequence else {
            let found = entry.value.isAbsent ? "nothing" : entry.value.shape
            sink.error("expected `during` as two times, found \(found)", at: entry.value.span, notes: [example])
            return nil
        }
        guard items.count == 2 else {
            sink.error("`during` takes two times, found \(items.count)", at: entry.value.span, notes: [example])
            return nil
        }
        guard let from = value(items[0], TimeValue.parse), let until = value(items[1], TimeValue.parse) else {
            return nil
        }
        guard from.value <= until.value else {
            sink.error(
                "`during` ends at \(TimeValue.text(until.value)), before it begins", at: until.span,
                suggestion: "[\(TimeValue.text(until.value)), \(TimeValue.text(from.value))]")
            return nil
        }
        return Located(.init(from: from.value, until: until.value), at: entry.key.span)
    }

    /// Reports the modifiers that an expectation of this kind has no use for.
    func check(_ modifiers: ModifiersEntry, of kind: ExpectationEntry.Kind, _ name: String) {
        let (within, during) = (modifiers.within, modifiers.during)
        switch kind {
        case .conserve:
            for (key, span) in [("within", within?.span), ("during", during?.span)] {
                guard let span else { continue }
                sink.error("`conserve` looks at the whole run and takes no `\(key)`", at: span)
            }
            return
        case .converge:
            if let within {
                sink.error(
                    "the `within` of `converge` stands inside it: it bounds the hole", at: within.span,
                    notes: [.init("write `converge: { after: cut, flow: bulk, within: 300ms }`")])
            }
            if let during {
                sink.error("`converge` looks from its entry to the next one and takes no `during`", at: during.span)
            }
            return
        case .state:
            if let within, during != nil {
                sink.error(
                    "a state holds once by `within`, or throughout `during`: not both", at: within.span)
            }
            return
        default: break
        }
        if let during, during.value.from == during.value.until {
            sink.error(
                "`during` is empty: its end is not in it", at: during.span,
                notes: [.init("an instant such as [2s, 2s] is for `state`")])
        } else if let during, let within, within.value < during.value.until {
            sink.error(
                "`\(name)` is judged at \(TimeValue.text(within.value)), before `during` ends", at: within.span,
                notes: [sink.note("`during` ends at \(TimeValue.text(during.value.until))", at: during.span)])
        }
    }
}
