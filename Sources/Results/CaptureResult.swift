/// What a run has captured.
public struct CaptureResult: Sendable, Equatable, Codable {
    /// Where the file is.
    public var path: String
    /// Packets in it: each frame and each datagram at each place where it was seen.
    public var packets: UInt64
    /// Packets that are missing, because the file could not be written.
    public var missing: UInt64
    /// Why, in words.
    public var failure: String?
    /// The stamp of time zero, in nanoseconds; what is before it are warm-ups.
    public var zero: Int64
    /// How others read the datagrams of tunnels.
    public var decodings: [Decoding]

    /// Interfaces of the file, and what Wireshark has to be told to read their datagrams.
    public struct Decoding: Sendable, Equatable, Codable {
        /// Names of interfaces: `tunnel.a`.
        public var interfaces: [String]
        /// Arguments of `tshark`, which Wireshark takes too; nil: it has no options for such a header.
        public var options: [String]?

        /// Options for interfaces.
        public init(interfaces: [String], options: [String]?) {
            self.interfaces = interfaces
            self.options = options
        }
    }

    /// A capture.
    public init(
        path: String, packets: UInt64, missing: UInt64 = 0, failure: String? = nil, zero: Int64 = 0,
        decodings: [Decoding] = []
    ) {
        self.path = path
        self.packets = packets
        self.missing = missing
        self.failure = failure
        self.zero = zero
        self.decodings = decodings
    }
}
