import Synchronization

/// The bytes that every datagram of a sender begins with: cooked once, copied into a slot, patched where they change.
public struct HeaderTemplate: Sendable {
    /// The longest header: 24 bytes of L2TPv3 over UDP and its largest offset field fit.
    public static let byteLimit = 288

    private static let latestIdentity = Atomic<UInt64>(0)

    /// Tells templates apart, whatever their bytes: what is left in a slot is reused only by the template it came from.
    let identity: UInt64
    /// The bytes.
    let bytes: [UInt8]

    /// The number of bytes.
    public var byteCount: Int { bytes.count }

    /// Copies the bytes of a header.
    ///
    /// - Precondition: There are at most ``byteLimit``; none at all is the header of a bare payload.
    public init(_ bytes: RawSpan = RawSpan()) {
        precondition(bytes.byteCount <= Self.byteLimit, "a header of \(bytes.byteCount) bytes")
        identity = Self.latestIdentity.wrappingAdd(1, ordering: .relaxed).newValue
        self.bytes = bytes.byteOffsets.map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
}
