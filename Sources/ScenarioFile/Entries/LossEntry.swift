import NetCore

extension EntryReader {
    private static let lossModels = ["gilbert", "pattern"]

    /// Reads `1%`, `{ gilbert: { p, r, good, bad } }` or `{ pattern: "1101" }`.
    func lossModel(_ entry: SyntaxEntry) -> LossModel? {
        guard entry.value.mapping != nil else {
            return value(entry, Self.chanceOfLoss).map { .chance($0.value) }
        }
        guard
            let fields = fields(
                of: entry.value, owner: "`loss`", keys: Self.lossModels,
                foreign: ["gemodel": "is `gilbert` here: `gilbert: { p: 1%, r: 25% }`"])
        else { return nil }
        exclude("gilbert", "pattern", in: fields)
        if let gilbert = fields["gilbert"] { return self.gilbert(gilbert).map { .gilbert($0) } }
        if let pattern = fields["pattern"] { return value(pattern, Self.pattern).map { .pattern($0.value) } }
        if Self.lossModels.allSatisfy(fields.lacks), entry.value.mapping?.isEmpty == true {
            sink.error(
                "`loss` says nothing", at: entry.value.span,
                notes: [.init("write `1%`, `{ gilbert: { p: 1%, r: 25% } }` or `{ pattern: \"1101\" }`")])
        }
        return nil
    }

    private static func chanceOfLoss(_ text: String) throws(ValueError) -> Chance {
        do throws(ValueError) {
            return try PercentageValue.chance(text)
        } catch {
            var error = error
            // netem's correlation: `loss 1% 25%`.
            if text.count(where: { $0 == "%" }) > 1 {
                error.notes.append("losses that come in bursts are `{ gilbert: { p: 1%, r: 25% } }`")
            }
            throw error
        }
    }

    private func gilbert(_ entry: SyntaxEntry) -> GilbertElliott? {
        let foreign = [
            "1-h": "is `bad` here: the loss in the bad state", "1-k": "is `good` here: the loss in the good state",
            "h": "is what passes in the bad state; here `bad` is what is lost there",
            "k": "is what passes in the good state; here `good` is what is lost there",
        ]
        guard
            let fields = fields(of: entry.value, owner: "`gilbert`", keys: ["p", "r", "good", "bad"], foreign: foreign)
        else { return nil }
        for (key, meaning) in [("p", "enter"), ("r", "leave")] where fields.lacks(key) {
            sink.error(
                "`gilbert` has no `\(key)`, the chance to \(meaning) the bad state", at: entry.key.span,
                notes: [.init("write `gilbert: { p: 1%, r: 25% }`")])
        }
        func chance(_ key: String, else other: Chance?) -> Chance? {
            fields[key] == nil ? other : value(fields[key], PercentageValue.chance)?.value
        }
        let (enter, leave) = (chance("p", else: nil), chance("r", else: nil))
        let (good, bad) = (chance("good", else: .never), chance("bad", else: .always))
        guard let enter, let leave, let good, let bad else { return nil }
        return GilbertElliott(enter: enter, leave: leave, good: good, bad: bad)
    }

    private static func pattern(_ text: String) throws(ValueError) -> [Bool] {
        let note = "1 passes, 0 is lost, and it repeats: \"1101\" loses the third of every four frames"
        guard !text.isEmpty else {
            throw ValueError("an empty pattern loses nothing and passes nothing", notes: [note])
        }
        if let other = text.unicodeScalars.enumerated().first(where: { $0.element != "0" && $0.element != "1" }) {
            throw ValueError(
                "a pattern has 0 and 1, found `\(other.element)`", part: other.offset..<other.offset + 1, notes: [note])
        }
        return text.utf8.map { $0 == UInt8(ascii: "0") }
    }
}
