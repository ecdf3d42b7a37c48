/// What came of one run of a scenario: plain values, in the order of the file.
///
/// Reports are made from this alone.
public struct RunResult: Sendable, Equatable, Codable {
    /// The file, as the caller named it; empty where there is none.
    public var file: String
    /// The scenario's name.
    public var scenario: String
    /// The name and the parameters that tell this run from others of the same file.
    public var id: String
    /// Which repetition of the run this is, from 1; nil: it is not repeated.
    public var repetition: Int?
    /// The command line that runs this run alone; empty where nobody knows it.
    public var command = ""
    /// Parameters as text, in the order of the file.
    public var parameters: [NamedText]
    /// What every random stream derives from.
    public var seed: UInt64
    /// `real` or `virtual`.
    public var clock: String
    /// The verdict.
    public var verdict: Verdict
    /// Why the run ended.
    public var ended: Ended
    /// 32 hexadecimal digits over everything that happened; virtual clock only.
    public var fingerprint: String?
    /// From time zero to the end, nanoseconds of the run's clock.
    public var durationNanoseconds: Int64
    /// What the run took of real time, building and judging included, in nanoseconds; 0 where nobody measured.
    public var elapsedNanoseconds: Int64
    /// What of that it took until all nodes, sockets and links were there; 0 for a run that never was.
    public var upNanoseconds: Int64
    /// What was left out, and why.
    public var skipped: [String]
    /// What the file or this host made worth saying.
    public var warnings: [String]
    /// What the timeline did, in the order in which it happened; of very many the first.
    public var timeline: [Event]
    /// How many events followed those.
    public var unlistedEvents: Int
    /// In the order of the file.
    public var expectations: [ExpectationResult]
    /// In the order of the file.
    public var flows: [FlowResult]
    /// In the order of the file.
    public var nodes: [NodeResult]
    /// In the order of the file.
    public var links: [LinkResult]
    /// The sum over all frames.
    public var conservation: Conservation
    /// Whether it ran in user and network namespaces of its own, for want of rights.
    public var isRootless = false
    /// What was captured, if that was asked for.
    public var capture: CaptureResult?
    /// What is to be written for later runs, if that was asked for.
    public var goldens: [GoldenFile] = []
    /// What was recorded, if that was asked for.
    public var record: RecordResult?

    /// Something that the timeline did.
    public struct Event: Sendable, Equatable, Codable {
        /// Nanoseconds after time zero.
        public var nanoseconds: Int64
        /// In the words of the file; `over: ` before them where that was put back.
        public var text: String
        /// What came of it; nil where there is nothing to count.
        public var effect: Effect?

        /// What came of an event while it held: until it was put back, or undone by another.
        public enum Effect: Sendable, Equatable, Codable {
            /// Frames that met what it changed, and how those ended that ended there.
            case frames(UInt64, dropped: [DropCount])
            /// Entries of tables that were forgotten.
            case forgotten(UInt64)
            /// Frames that a fault has struck, of those that it was to strike.
            case struck(Int64, of: Int64)
        }

        /// An event.
        public init(nanoseconds: Int64, text: String, effect: Effect? = nil) {
            self.nanoseconds = nanoseconds
            self.text = text
            self.effect = effect
        }
    }

    /// What people call the run: its id, and which repetition of it this is.
    public var title: String {
        let name = id.isEmpty ? scenario : id
        return repetition.map { "\(name) #\($0)" } ?? name
    }

    /// A result with nothing in it yet but the run's identity.
    public init(scenario: String, id: String, parameters: [NamedText], seed: UInt64, clock: String) {
        self.scenario = scenario
        self.id = id
        self.parameters = parameters
        self.seed = seed
        self.clock = clock
        verdict = .error
        ended = .done
        durationNanoseconds = 0
        elapsedNanoseconds = 0
        upNanoseconds = 0
        file = ""
        skipped = []
        warnings = []
        timeline = []
        unlistedEvents = 0
        expectations = []
        flows = []
        nodes = []
        links = []
        conservation = Conservation()
    }
}

extension RunResult {
    /// What is wrong where a repetition of a virtual run is not the same run; nil: it is, or its clock is real.
    ///
    /// - Parameter first: The first repetition.
    public func disagreement(with first: RunResult) -> String? {
        guard let fingerprint, let expected = first.fingerprint, fingerprint != expected else { return nil }
        return """
            fingerprint \(fingerprint), and that of repetition \(first.repetition ?? 1) is \(expected): a virtual run depends on \
            its file alone, so this is a defect; where they part say `\(command) --repeat \(repetition ?? 2) --record \
            PATH` and `wirework diff`
            """
    }
}

/// What a run, or an expectation, comes to.
public enum Verdict: String, Sendable, Codable {
    /// All that was expected was seen.
    case pass
    /// Something else was seen.
    case fail
    /// There was nothing left to judge.
    case skip
    /// It could not be judged.
    case error
}

/// Why a run ended.
public enum Ended: String, Sendable, Codable {
    /// The last planned thing was past, and no frame on its way.
    case done
    /// The file's `duration`.
    case duration
    /// The file's `timeout`: a failure.
    case timeout
    /// More frames moved than the file's `limit`: a storm, a failure.
    case limit
    /// A signal.
    case interrupted
}

/// A name and a text.
public struct NamedText: Sendable, Equatable, Codable {
    /// The name.
    public var name: String
    /// The text.
    public var text: String

    /// A pair.
    public init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

/// How many frames ended for a reason.
public struct DropCount: Sendable, Equatable, Codable {
    /// One of the closed list: `cookie-mismatch`.
    public var reason: String
    /// Frames.
    public var count: UInt64

    /// A count.
    public init(_ reason: String, _ count: UInt64) {
        self.reason = reason
        self.count = count
    }
}
