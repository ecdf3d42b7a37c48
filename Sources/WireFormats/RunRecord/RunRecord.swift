/// The events of a virtual run in the order in which they happened: what `--record` writes and `diff` reads.
///
///     file  = "wirework record 1\n" item...
///     item  = "h" key value                                          what is known of the run
///             "n" table number name                                  before the first use of the number
///             "a" elapsed port flow [sequence] bytes                 a frame was taken
///             "d" elapsed port reason flow [sequence] bytes          a frame ended
///             "z" events fingerprint                                 the end
///
/// Numbers are unsigned LEB128 (DWARF 5, section 7.6), texts and bytes stand behind their length, the fingerprint is 16 bytes.
/// `elapsed` counts nanoseconds since the event before, the first one's since the start of the run. Flow 0 is none, and has no
/// sequence number. A file without its end is one of a run that was cut short.
public enum RunRecord {
    /// What a file begins with; another version has another number.
    public static let magic = Array("wirework record 1\n".utf8)
    /// What all versions begin with.
    public static let family = Array("wirework record ".utf8)

    /// The longest item: tag, numbers, and the longest frame or message.
    public static let itemByteLimit = fieldsByteLimit + bytesLimit
    /// The longest frame or message, with room for what a header may add.
    public static let bytesLimit = 1 << 17
    /// The longest text.
    public static let textByteLimit = 1 << 12

    /// A tag, and at most five numbers and a length.
    static let fieldsByteLimit = 1 + 6 * numberByteLimit
    /// 64 bits, 7 in a byte.
    static let numberByteLimit = 10
    static let fingerprintByteCount = 16

    enum Tag {
        static let head = UInt8(ascii: "h")
        static let name = UInt8(ascii: "n")
        static let arrival = UInt8(ascii: "a")
        static let drop = UInt8(ascii: "d")
        static let end = UInt8(ascii: "z")
    }

    /// What numbers of events have names.
    public enum Table: UInt64, Sendable, CaseIterable {
        /// A port whose frames are those of Ethernet.
        case port
        /// A port that carries messages: frames behind the header of a tunnel.
        case messagePort
        /// Why a frame ended.
        case reason
        /// A flow.
        case flow
    }

    /// An event without its bytes.
    public struct Event: Hashable, Sendable {
        /// Nanoseconds since the event before.
        public var elapsed: UInt64
        /// The port.
        public var port: UInt64
        /// Why the frame ended; nil: the port's owner has taken it.
        public var reason: UInt64?
        /// The flow; 0: none.
        public var flow: UInt64
        /// The frame's number in its flow.
        public var sequence: UInt64

        /// An event.
        public init(elapsed: UInt64, port: UInt64, reason: UInt64?, flow: UInt64, sequence: UInt64) {
            self.elapsed = elapsed
            self.port = port
            self.reason = reason
            self.flow = flow
            self.sequence = sequence
        }
    }
}
