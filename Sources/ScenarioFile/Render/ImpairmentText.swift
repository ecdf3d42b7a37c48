import NetCore

/// Impairments in the words of the format.
enum ImpairmentText {
    /// The keys `forward` and `reverse`, or `both` where they are alike; what does nothing is left out.
    static func directions(_ forward: Impairments, _ reverse: Impairments) -> [(String, String)] {
        let ways = forward == reverse ? [("both", forward)] : [("forward", forward), ("reverse", reverse)]
        return ways.filter { $1 != .none }.map { ($0, settings(written($1))) }
    }

    /// A mapping: `{ delay: 20ms, loss: 1% }`.
    static func settings(_ settings: [ImpairmentSetting]) -> String {
        YAMLText.flowMapping(settings.map { ($0.key.rawValue, value($0)) })
    }

    /// A mapping: `{ loss: 0%..10%, over: 1s }`.
    static func ramps(_ ramps: [ImpairmentRamp], over duration: Int64) -> String {
        YAMLText.flowMapping(ramps.map(ramp) + [("over", TimeValue.text(duration))])
    }

    private static func ramp(_ ramp: ImpairmentRamp) -> (String, String) {
        func ends<Value>(
            _ key: ImpairmentKey, _ first: Value, _ last: Value, _ text: (Value) -> String
        ) -> (String, String) {
            (key.rawValue, "\(text(first))..\(text(last))")
        }
        return switch ramp {
        case .delay(let from, let to): ends(.delay, from, to, TimeValue.text)
        case .jitter(let from, let to): ends(.jitter, from, to, TimeValue.text)
        case .loss(let from, let to): ends(.loss, from, to, text)
        case .corrupt(let from, let to): ends(.corrupt, from, to, text)
        case .duplicate(let from, let to): ends(.duplicate, from, to, text)
        case .reorder(let from, let to): ends(.reorder, from, to, text)
        case .bitRate(let from, let to): ends(.rate, from, to, LinkRateValue.bits)
        case .frameRate(let from, let to): ends(.rate, from, to, LinkRateValue.frames)
        }
    }

    /// What makes these impairments; a rate is said with its queue.
    private static func written(_ impairments: Impairments) -> [ImpairmentSetting] {
        ImpairmentKey.allCases.map(impairments.setting).filter { setting in
            setting != Impairments.none.setting(of: setting.key) || setting.key == .queue && impairments.rate != nil
        }
    }

    private static func value(_ setting: ImpairmentSetting) -> String {
        switch setting {
        case .mtu(let mtu), .outerMTU(let mtu): mtu.map { String($0) } ?? "none"
        case .drop(let numbers): drop(numbers)
        case .loss(let model): loss(model)
        case .corrupt(let chance), .duplicate(let chance), .reorder(let chance): text(chance)
        case .rate(let rate): rate.map(LinkRateValue.text) ?? "none"
        case .queue(let frames): String(frames)
        case .delay(let time): TimeValue.text(time)
        case .jitter(let jitter): text(jitter)
        }
    }

    private static func drop(_ numbers: [ClosedRange<Int64>]) -> String {
        numbers.isEmpty ? "none" : YAMLText.flowSequence(numbers.map(FrameNumbersValue.text))
    }

    private static func loss(_ model: LossModel) -> String {
        switch model {
        case .chance(let chance): return text(chance)
        case .gilbert(let states):
            let chances = [("p", states.enter), ("r", states.leave), ("good", states.good), ("bad", states.bad)]
            return YAMLText.flowMapping([("gilbert", YAMLText.flowMapping(chances.map { ($0, text($1)) }))])
        case .pattern(let losses):
            let signs = losses.map { $0 ? "0" : "1" }.joined()
            return YAMLText.flowMapping([("pattern", YAMLText.quoted(signs))])
        }
    }

    private static func text(_ jitter: Jitter) -> String {
        let amount = TimeValue.text(jitter.amount)
        return jitter.distribution == .uniform
            ? amount
            : YAMLText.flowMapping([("amount", amount), ("distribution", jitter.distribution.rawValue)])
    }

    private static func text(_ chance: Chance) -> String { PercentageValue.text(chance.partsPerMillion) }
}
