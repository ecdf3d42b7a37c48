import NetCore

/// A ramp as written.
struct RampEntry {
    /// Each impairment that changes.
    let ramps: [ImpairmentRamp]
    /// How long it takes.
    let over: Located<Int64>

    /// What can have a value between two others.
    static let keys: [ImpairmentKey] = [.loss, .corrupt, .duplicate, .rate, .delay, .jitter, .reorder]
    private static let steps: [ImpairmentKey] = [.mtu, .outerMTU, .drop, .queue]

    static let foreign: [String: String] = steps.reduce(into: OtherTools.impairments) { reasons, key in
        reasons[key.rawValue] = "does not change little by little: `set: { \(key.rawValue): ... }` changes it at once"
    }
}

extension EntryReader {
    /// Reads `{ loss: 0%..10%, over: 1s }`.
    func ramp(_ entry: SyntaxEntry) -> RampEntry? {
        let example = Diagnostic.Note("write `ramp: { loss: 0%..10%, over: 1s }`")
        guard
            let fields = fields(
                of: entry.value, owner: "`ramp`", keys: RampEntry.keys.map(\.rawValue) + ["over"],
                foreign: RampEntry.foreign)
        else { return nil }
        let over = value(fields["over"], positiveTime)
        if fields.lacks("over") { sink.error("`ramp` has no `over`", at: entry.key.span, notes: [example]) }
        let written = entry.value.mapping ?? []
        if written.allSatisfy({ $0.key.value == "over" || $0.key.value.hasPrefix("x-") }) {
            sink.error("`ramp` changes nothing", at: entry.value.span, notes: [example])
        }
        let ramps = fields.entries.compactMap { entry in
            ImpairmentKey(rawValue: entry.key.value).flatMap { ramp($0, entry) }
        }
        guard let over, !ramps.isEmpty else { return nil }
        return RampEntry(ramps: ramps, over: over)
    }

    private func ramp(_ key: ImpairmentKey, _ entry: SyntaxEntry) -> ImpairmentRamp? {
        switch key {
        case .loss: chances(entry).map { .loss(from: $0, to: $1) }
        case .corrupt: chances(entry).map { .corrupt(from: $0, to: $1) }
        case .duplicate: chances(entry).map { .duplicate(from: $0, to: $1) }
        case .reorder: chances(entry).map { .reorder(from: $0, to: $1) }
        case .delay: times(entry).map { .delay(from: $0, to: $1) }
        case .jitter: times(entry).map { .jitter(from: $0, to: $1) }
        case .rate: rates(entry)
        case .mtu, .outerMTU, .drop, .queue: nil
        }
    }

    private func chances(_ entry: SyntaxEntry) -> (Chance, Chance)? {
        ends(entry, nothing: "0%", PercentageValue.chance)
    }

    private func times(_ entry: SyntaxEntry) -> (Int64, Int64)? {
        // 1..5ms leaves out what the other end has.
        let unit = entry.value.scalar.flatMap { ValueEnds.unit(of: $0.text) } ?? "ms"
        return ends(entry, nothing: "0") { (text) throws(ValueError) in try TimeValue.parse(text, usualUnit: unit) }
    }

    private func rates(_ entry: SyntaxEntry) -> ImpairmentRamp? {
        switch ends(entry, nothing: nil, LinkRateValue.parse) {
        case nil: return nil
        case (.bits(let from), .bits(let to))?: return .bitRate(from: from, to: to)
        case (.frames(let from, let fromTime), .frames(let to, let toTime))?:
            return .frameRate(
                from: LinkRateValue.thousandths(of: from, per: fromTime),
                to: LinkRateValue.thousandths(of: to, per: toTime))
        case (.bits, .frames)?, (.frames, .bits)?:
            sink.error("a ramp goes from bits to bits, or from frames to frames", at: entry.value.span)
            return nil
        }
    }

    /// Both ends of a ramp; from `nothing` is what one end alone probably means.
    private func ends<Value: Sendable>(
        _ entry: SyntaxEntry, nothing: String?, _ parse: (String) throws(ValueError) -> Value
    ) -> (Value, Value)? {
        value(entry) { (text) throws(ValueError) -> (Value, Value) in
            if let ends = try ValueEnds.parse(text, value: parse) { return ends }
            _ = try parse(text)
            throw ValueError(
                "a ramp goes from one value to another", suggestion: nothing.map { "\($0)..\(text)" },
                notes: [
                    "write both ends, as in `\(entry.key.value): \(nothing.map { "\($0)..\(text)" } ?? "10Mbit..1Mbit")`"
                ])
        }?.value
    }
}
