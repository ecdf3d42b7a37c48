/// One impairment with its value: what a scenario's `set` changes while all others stay as they are.
public enum ImpairmentSetting: Sendable, Hashable {
    /// See ``Impairments/mtu``.
    case mtu(Int?)
    /// See ``Impairments/outerMTU``.
    case outerMTU(Int?)
    /// See ``Impairments/drop``.
    case drop([ClosedRange<Int64>])
    /// See ``Impairments/loss``.
    case loss(LossModel)
    /// See ``Impairments/corrupt``.
    case corrupt(Chance)
    /// See ``Impairments/duplicate``.
    case duplicate(Chance)
    /// See ``Impairments/rate``.
    case rate(LinkRate?)
    /// See ``Impairments/queue``.
    case queue(Int)
    /// See ``Impairments/delay``.
    case delay(Int64)
    /// See ``Impairments/jitter``.
    case jitter(Jitter)
    /// See ``Impairments/reorder``.
    case reorder(Chance)
}

extension Impairments {
    /// Changes one of them.
    public mutating func set(_ setting: ImpairmentSetting) {
        switch setting {
        case .mtu(let mtu): self.mtu = mtu
        case .outerMTU(let mtu): outerMTU = mtu
        case .drop(let numbers): drop = numbers
        case .loss(let model): loss = model
        case .corrupt(let chance): corrupt = chance
        case .duplicate(let chance): duplicate = chance
        case .rate(let rate): self.rate = rate
        case .queue(let frames): queue = frames
        case .delay(let nanoseconds): delay = nanoseconds
        case .jitter(let jitter): self.jitter = jitter
        case .reorder(let chance): reorder = chance
        }
    }
}
