/// What one direction of a link does to the frames that enter it, each independently of the others.
///
/// They act in this order: MTU, fault, drop, loss, corrupt, duplicate, queue and rate, delay and jitter, reorder.
public struct Impairments: Sendable, Hashable {
    /// The IP MTU: a frame passes that has at most so many bytes and its Ethernet header, with 4 more for each tag.
    public var mtu: Int?
    /// The longest outer IP packet, headers included; nil where no bound is set.
    public var outerMTU: Int?
    /// Numbers of the frames that are lost, from 1, in the order in which they enter; ranges ascend and do not overlap.
    public var drop: [ClosedRange<Int64>] = []
    /// The chance to be lost.
    public var loss = LossModel.chance(.never)
    /// The chance that a bit flips: the frame ends as `corrupted`, as it would at the next check sequence.
    public var corrupt = Chance.never
    /// The chance that a second copy follows at once.
    public var duplicate = Chance.never
    /// How fast frames go on; nil: at once.
    public var rate: LinkRate?
    /// The most frames that wait for the rate; what comes beyond ends as `impaired-queue`.
    public var queue = Impairments.defaultQueue
    /// Nanoseconds that each frame is on its way.
    public var delay: Int64 = 0
    /// By how much that differs from frame to frame.
    public var jitter = Jitter.none
    /// The chance to be held until the next frame has passed, for ``ImpairmentLine/longestHold`` at most.
    public var reorder = Chance.never

    /// Frames that wait for a rate unless it is said.
    public static let defaultQueue = 1000

    /// Nothing happens to a frame.
    public static let none = Impairments()

    /// Nothing happens to a frame.
    public init() {}
}

/// A chance in millionths.
public struct Chance: Sendable, Hashable {
    /// From 0 to 1 000 000.
    public let partsPerMillion: Int64

    /// - Precondition: The parts are from 0 to 1 000 000.
    public init(partsPerMillion: Int64) {
        precondition((0...1_000_000).contains(partsPerMillion))
        self.partsPerMillion = partsPerMillion
    }

    /// Not once.
    public static let never = Chance(partsPerMillion: 0)
    /// Every time.
    public static let always = Chance(partsPerMillion: 1_000_000)

    /// Draws; what is certain draws nothing.
    func falls(_ stream: inout RandomStream) -> Bool {
        switch partsPerMillion {
        case 0: false
        case 1_000_000: true
        default: stream.next(below: 1_000_000) < UInt64(partsPerMillion)
        }
    }
}

/// How frames are lost by chance.
public enum LossModel: Sendable, Hashable {
    /// Each by itself.
    case chance(Chance)
    /// In bursts.
    case gilbert(GilbertElliott)
    /// By a pattern that repeats: true is lost.
    case pattern([Bool])
}

/// Two states, each with its own loss (Elliott, "Estimates of error rates for codes on burst-noise channels", 1963).
///
/// Each frame first moves the state, then is lost by the chance of the state that it finds.
public struct GilbertElliott: Sendable, Hashable {
    /// To enter the bad state from the good one.
    public var enter: Chance
    /// To leave it.
    public var leave: Chance
    /// To lose a frame in the good state.
    public var good: Chance
    /// To lose a frame in the bad state.
    public var bad: Chance

    /// Without losses in the good state, and with nothing else in the bad one, unless it is said.
    public init(enter: Chance, leave: Chance, good: Chance = .never, bad: Chance = .always) {
        self.enter = enter
        self.leave = leave
        self.good = good
        self.bad = bad
    }
}

/// How fast a link is.
public enum LinkRate: Sendable, Hashable {
    /// So many thousandths of a bit a second, of Ethernet frames without FCS.
    case bits(thousandths: Int64)
    /// So many frames in so many nanoseconds.
    case frames(Int64, per: Int64)
}

/// By how much delays differ; frames of one direction never overtake each other because of it.
public struct Jitter: Sendable, Hashable {
    /// How the differences are spread.
    public enum Distribution: String, Sendable, Hashable, CaseIterable {
        /// Evenly between minus and plus the amount.
        case uniform
        /// Around nothing, with the amount as standard deviation, and never more than six of it.
        case normal
        /// Mostly a little less, sometimes much more: of shape 3, with the amount as standard deviation and a mean of
        /// nothing, and never more than twenty of it.
        case pareto
    }

    /// Nanoseconds.
    public var amount: Int64
    /// How they are spread.
    public var distribution: Distribution

    /// A jitter; evenly spread unless it is said.
    public init(amount: Int64, distribution: Distribution = .uniform) {
        self.amount = amount
        self.distribution = distribution
    }

    /// All alike.
    public static let none = Jitter(amount: 0)
}
