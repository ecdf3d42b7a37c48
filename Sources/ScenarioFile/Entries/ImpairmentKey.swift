import NetCore

/// The keys of impairments, in the order in which they act.
enum ImpairmentKey: String, CaseIterable, Sendable {
    case mtu
    case outerMTU = "outer_mtu"
    case drop, loss, corrupt, duplicate, rate, queue, delay, jitter, reorder

    static let names = allCases.map(\.rawValue)
}

extension ImpairmentSetting {
    /// What it is a value of.
    var key: ImpairmentKey {
        switch self {
        case .mtu: .mtu
        case .outerMTU: .outerMTU
        case .drop: .drop
        case .loss: .loss
        case .corrupt: .corrupt
        case .duplicate: .duplicate
        case .rate: .rate
        case .queue: .queue
        case .delay: .delay
        case .jitter: .jitter
        case .reorder: .reorder
        }
    }
}

extension Impairments {
    /// What one of them is set to.
    func setting(of key: ImpairmentKey) -> ImpairmentSetting {
        switch key {
        case .mtu: .mtu(mtu)
        case .outerMTU: .outerMTU(outerMTU)
        case .drop: .drop(drop)
        case .loss: .loss(loss)
        case .corrupt: .corrupt(corrupt)
        case .duplicate: .duplicate(duplicate)
        case .rate: .rate(rate)
        case .queue: .queue(queue)
        case .delay: .delay(delay)
        case .jitter: .jitter(jitter)
        case .reorder: .reorder(reorder)
        }
    }
}
