import Foundation

/// As much of what `connect --stats json=PATH` writes as tests look at, read by another reader than our own writer.
public struct ConnectStatistics: Decodable {
    /// `wire`, `hub`, `switch`.
    public let via: String
    /// `time`, `signal`; nil if it is missing.
    public let ended: String?
    /// The signal's number.
    public let signal: Int32?
    /// In the order of the command line.
    public let netdevs: [Netdev]
    /// The sum over all frames.
    public let conservation: Conservation
    /// Where a sum does not hold.
    public let faults: [String]

    /// A netdev.
    public struct Netdev: Decodable {
        /// Its id, or one made of type and place.
        public let name: String
        /// From the network into the lab.
        public let received: Traffic
        /// From the lab to the network.
        public let sent: Traffic
        /// By reason.
        public let dropped: [String: Int]
        /// Waits to be sent.
        public let queued: Int
    }

    /// Frames and bytes.
    public struct Traffic: Decodable, Equatable {
        /// Frames.
        public let frames: Int
        /// Their bytes.
        public let bytes: Int

        /// What a test expects.
        public init(frames: Int, bytes: Int) {
            self.frames = frames
            self.bytes = bytes
        }
    }

    /// What came in, and what became of it.
    public struct Conservation: Decodable {
        /// Came in from the networks.
        public let entered: Int
        /// Made by floods.
        public let copies: Int
        /// Went out.
        public let left: Int
        /// By reason.
        public let dropped: [String: Int]
        /// In a queue.
        public let inFlight: Int

        /// What came in or was made, less what became of it: 0.
        public var difference: Int { entered + copies - left - inFlight - dropped.values.reduce(0, +) }
    }

    /// Reads JSON.
    public init(_ json: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(json.utf8))
    }
}
