/// The sixteen bytes that the payload of every generated ping and UDP datagram begins with: which flow, which number.
///
///     0        4        8                16
///     | "WWRF" |  flow  |    sequence     |
public struct FlowStamp: Hashable, Sendable, BitwiseCopyable {
    /// The flow, 24 bits; zero is none that the lab has.
    public let flow: UInt32
    /// The number in the flow, 40 bits.
    public let sequence: UInt64

    /// The number of bytes on the wire.
    public static let byteCount = 16
    /// "WWRF".
    public static let magic: UInt32 = 0x5757_5246

    private static let flowBits = 24
    private static let sequenceBits = 40

    private enum Offset {
        static let magic = 0
        static let flow = 4
        static let sequence = 8
    }

    /// A stamp, nil when the flow has more than 24 bits or the sequence number more than 40.
    public init?(flow: UInt32, sequence: UInt64) {
        guard flow >> Self.flowBits == 0, sequence >> Self.sequenceBits == 0 else { return nil }
        self.flow = flow
        self.sequence = sequence
    }

    /// The stamp with this frame id; every id is one.
    public init(id: UInt64) {
        flow = UInt32(truncatingIfNeeded: id >> Self.sequenceBits)
        sequence = id & (1 << Self.sequenceBits - 1)
    }

    /// The stamp at the start of a payload; nil for any other bytes, which somebody else made.
    public init?(parsing payload: RawSpan) {
        guard payload.byteCount >= Self.byteCount,
            payload.bigEndian(UInt32.self, at: Offset.magic) == Self.magic
        else { return nil }
        self.init(
            flow: payload.bigEndian(UInt32.self, at: Offset.flow),
            sequence: payload.bigEndian(UInt64.self, at: Offset.sequence))
    }

    /// Both numbers in one: the flow in the upper 24 bits, the sequence number in the lower 40.
    public var id: UInt64 { UInt64(flow) << Self.sequenceBits | sequence }

    /// Appends the sixteen bytes.
    ///
    /// - Precondition: there is room for them.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: Self.magic)
        output.append(bigEndian: flow)
        output.append(bigEndian: sequence)
    }
}
