/// An impairment that changes evenly from one value to another.
public enum ImpairmentRamp: Sendable, Hashable {
    /// Nanoseconds of delay.
    case delay(from: Int64, to: Int64)
    /// The amount of jitter, in nanoseconds; its distribution stays.
    case jitter(from: Int64, to: Int64)
    /// The chance of loss; what was another model becomes a chance.
    case loss(from: Chance, to: Chance)
    /// The chance to be corrupted.
    case corrupt(from: Chance, to: Chance)
    /// The chance to be duplicated.
    case duplicate(from: Chance, to: Chance)
    /// The chance to be held back.
    case reorder(from: Chance, to: Chance)
    /// Thousandths of a bit a second.
    case bitRate(from: Int64, to: Int64)
    /// Thousandths of a frame a second.
    case frameRate(from: Int64, to: Int64)

    /// Sets the value of a moment.
    ///
    /// - Parameters:
    ///   - impairments: What it is part of.
    ///   - elapsed: Nanoseconds since it began.
    ///   - total: Nanoseconds that it takes; from then on the value is the last.
    func apply(to impairments: inout Impairments, after elapsed: Int64, of total: Int64) {
        func value(_ from: Int64, _ to: Int64) -> Int64 {
            guard total > 0 else { return to }
            let share = Int128(min(max(0, elapsed), total))
            return from + Int64((Int128(to) - Int128(from)) * share / Int128(total))
        }
        func chance(_ from: Chance, _ to: Chance) -> Chance {
            Chance(partsPerMillion: value(from.partsPerMillion, to.partsPerMillion))
        }
        switch self {
        case .delay(let from, let to): impairments.delay = value(from, to)
        case .jitter(let from, let to): impairments.jitter.amount = value(from, to)
        case .loss(let from, let to): impairments.loss = .chance(chance(from, to))
        case .corrupt(let from, let to): impairments.corrupt = chance(from, to)
        case .duplicate(let from, let to): impairments.duplicate = chance(from, to)
        case .reorder(let from, let to): impairments.reorder = chance(from, to)
        case .bitRate(let from, let to): impairments.rate = .bits(thousandths: max(1, value(from, to)))
        case .frameRate(let from, let to):
            impairments.rate = .frames(max(1, value(from, to)), per: 1_000_000_000_000)
        }
    }
}

/// A ramp on its way.
public struct RampUnderWay: Sendable, Hashable {
    /// What changes.
    public let ramp: ImpairmentRamp
    /// When it began, in nanoseconds of the loop's clock.
    public let begin: Int64
    /// Nanoseconds that it takes.
    public let duration: Int64

    /// A ramp from a time on; one of no duration is over at once.
    public init(_ ramp: ImpairmentRamp, begin: Int64, duration: Int64) {
        self.ramp = ramp
        self.begin = begin
        self.duration = duration
    }

    /// Sets the value of a moment.
    ///
    /// - Returns: Whether it is over.
    public func apply(to impairments: inout Impairments, at now: Int64) -> Bool {
        let (elapsed, isPast) = now.subtractingReportingOverflow(begin)
        ramp.apply(to: &impairments, after: isPast ? .max : elapsed, of: duration)
        return isPast || elapsed >= duration
    }
}
