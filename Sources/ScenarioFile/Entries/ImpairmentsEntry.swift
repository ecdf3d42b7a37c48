import NetCore

/// What is written of the impairments of both directions: what comes later wins, key by key.
struct ImpairmentsEntry {
    var forward: [Located<ImpairmentSetting>] = []
    var reverse: [Located<ImpairmentSetting>] = []

    static let keys = ["forward", "reverse", "both"]

    /// These laid over others.
    func laid(over base: ImpairmentsEntry) -> ImpairmentsEntry {
        ImpairmentsEntry(forward: base.forward + forward, reverse: base.reverse + reverse)
    }

    /// What does not depend on what the link is made of.
    var ofEveryKind: ImpairmentsEntry {
        func filtered(_ settings: [Located<ImpairmentSetting>]) -> [Located<ImpairmentSetting>] {
            settings.filter { $0.value.key != .outerMTU }
        }
        return ImpairmentsEntry(forward: filtered(forward), reverse: filtered(reverse))
    }
}

extension [Located<ImpairmentSetting>] {
    /// All of them together.
    var meant: Impairments { reduce(into: .none) { $0.set($1.value) } }

    /// Where the one of a key is written that counts.
    func place(of key: ImpairmentKey) -> SourceSpan? { last { $0.value.key == key }?.span }
}

extension EntryReader {
    /// Reads `forward`, `reverse` and `both`, which the single ones win over.
    func impairments(_ fields: Fields) -> ImpairmentsEntry {
        let both = fields["both"].map(settings) ?? []
        return ImpairmentsEntry(
            forward: both + (fields["forward"].map(settings) ?? []),
            reverse: both + (fields["reverse"].map(settings) ?? []))
    }

    /// Reads impairments; `~` and `none` take one away.
    func settings(_ entry: SyntaxEntry) -> [Located<ImpairmentSetting>] {
        let fields = fields(
            of: entry.value, owner: "`\(entry.key.value)`", keys: ImpairmentKey.names,
            foreign: OtherTools.impairments, takesAway: true)
        return fields?.entries.compactMap(setting) ?? []
    }

    private func setting(_ entry: SyntaxEntry) -> Located<ImpairmentSetting>? {
        guard let key = ImpairmentKey(rawValue: entry.key.value) else { return nil }
        return setting(key, entry).map { Located($0, at: entry.key.span) }
    }

    private func setting(_ key: ImpairmentKey, _ entry: SyntaxEntry) -> ImpairmentSetting? {
        if let scalar = entry.value.scalar, scalar.isTilde || scalar.text == "none" && !scalar.isBroken {
            return Impairments.none.setting(of: key)
        }
        return switch key {
        case .mtu: integer(entry, in: Self.mtus).map { .mtu($0.value) }
        case .outerMTU: integer(entry, in: Self.mtus).map { .outerMTU($0.value) }
        case .drop: frameNumbers(entry).map { .drop($0) }
        case .loss: lossModel(entry).map { .loss($0) }
        case .corrupt: value(entry, PercentageValue.chance).map { .corrupt($0.value) }
        case .duplicate: value(entry, PercentageValue.chance).map { .duplicate($0.value) }
        case .rate: value(entry, LinkRateValue.parse).map { .rate($0.value) }
        case .queue: integer(entry, in: 1...Self.longestQueue).map { .queue($0.value) }
        case .delay: value(entry, Self.shortTime).map { .delay($0.value) }
        case .jitter: jitter(entry).map { .jitter($0) }
        case .reorder: value(entry, PercentageValue.chance).map { .reorder($0.value) }
        }
    }

    /// What an MTU can be: IPv4 needs 68 (RFC 791), and no packet is longer than its length field says.
    static let mtus = 68...65535
    private static let longestQueue = 1_000_000

    static func shortTime(_ text: String) throws(ValueError) -> Int64 {
        try TimeValue.parse(text, usualUnit: "ms")
    }

    private func jitter(_ entry: SyntaxEntry) -> Jitter? {
        guard entry.value.mapping != nil else {
            return value(entry, Self.shortTime).map { Jitter(amount: $0.value) }
        }
        guard let fields = fields(of: entry.value, owner: "`jitter`", keys: ["amount", "distribution"]) else {
            return nil
        }
        let amount = value(fields["amount"], Self.shortTime)
        var distribution: Jitter.Distribution? = .uniform
        if fields["distribution"] != nil {
            distribution = keyword(fields["distribution"], "distribution")?.value
        }
        if fields.lacks("amount") {
            sink.error(
                "`jitter` has no `amount`", at: entry.key.span,
                notes: [.init("write `jitter: { amount: 2ms, distribution: normal }`")])
        }
        guard let amount, let distribution else { return nil }
        return Jitter(amount: amount.value, distribution: distribution)
    }

    private func frameNumbers(_ entry: SyntaxEntry) -> [ClosedRange<Int64>]? {
        guard entry.value.mapping == nil else {
            sink.error(
                "expected `drop` as numbers of frames, found a mapping", at: entry.value.span,
                notes: [.init("write `drop: [3, 7..9]`")])
            return nil
        }
        let items = entry.value.sequence ?? [entry.value]
        let numbers = items.compactMap { value($0, FrameNumbersValue.parse)?.value }
        return numbers.count == items.count ? FrameNumbersValue.merged(numbers) : nil
    }
}
