/// Where two recorded runs part.
public struct RunDifference: Sendable, Equatable {
    /// The first file.
    public var first: Record
    /// The second.
    public var second: Record
    /// Events that both begin with.
    public var shared: UInt64
    /// The last few of those.
    public var lastShared: [Event]
    /// The first event in which they differ; nil: they are alike.
    public var parting: Parting?

    /// A file.
    public struct Record: Sendable, Equatable {
        /// Where it is.
        public var path: String
        /// Scenario, id, seed and parameters.
        public var head: [NamedText]
        /// 32 hexadecimal digits; nil where its end was not reached.
        public var fingerprint: String?

        /// A file.
        public init(path: String, head: [NamedText], fingerprint: String? = nil) {
            self.path = path
            self.head = head
            self.fingerprint = fingerprint
        }
    }

    /// An event in words.
    public struct Event: Sendable, Equatable {
        /// Nanoseconds after the start of the run, warm-ups included.
        public var nanoseconds: Int64
        /// The port.
        public var place: String
        /// `received`, or `dropped: ` and the reason.
        public var what: String
        /// `hello #3`; nil: of no flow.
        public var flow: String?
        /// What the frame is.
        public var frame: String

        /// An event.
        public init(nanoseconds: Int64, place: String, what: String, flow: String?, frame: String) {
            self.nanoseconds = nanoseconds
            self.place = place
            self.what = what
            self.flow = flow
            self.frame = frame
        }
    }

    /// The two events in which runs differ.
    public struct Parting: Sendable, Equatable {
        /// What the first run has; nil: it has ended.
        public var first: Event?
        /// What the second has.
        public var second: Event?
        /// What is not the same in them.
        public var fields: [Field]

        /// Two events.
        public init(first: Event?, second: Event?, fields: [Field]) {
            self.first = first
            self.second = second
            self.fields = fields
        }
    }

    /// Something in which two events differ.
    public struct Field: Sendable, Equatable {
        /// `time`, `place`, `event`, `flow`, `bytes`, or a field of the frame.
        public var name: String
        /// In the first; nil: it has no such thing.
        public var first: String?
        /// In the second.
        public var second: String?

        /// A field.
        public init(_ name: String, _ first: String?, _ second: String?) {
            self.name = name
            self.first = first
            self.second = second
        }
    }

    /// Two files of which nothing was compared yet.
    public init(first: Record, second: Record) {
        self.first = first
        self.second = second
        shared = 0
        lastShared = []
    }
}

/// What a run has recorded.
public struct RecordResult: Sendable, Equatable, Codable {
    /// Where the file is.
    public var path: String
    /// Events of the run.
    public var events: UInt64
    /// Why not all of them are in the file, in words.
    public var failure: String?

    /// A record.
    public init(path: String, events: UInt64, failure: String? = nil) {
        self.path = path
        self.events = events
        self.failure = failure
    }
}
