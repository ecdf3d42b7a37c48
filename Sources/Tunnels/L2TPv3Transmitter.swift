import WireFormats

/// The sending half of a session: the header is made once, and only the number in it changes.
///
/// Numbers are looked at before they are used up: a batch is written with `ahead: 0`, `1`, `2`, ..., and ``commit(_:)``
/// then takes as many as were really sent. A datagram that the kernel refused leaves no gap that would look like loss.
public struct L2TPv3Transmitter: Sendable {
    /// The bytes of every header that this end sends.
    public let headerByteCount: Int
    /// Where the number stands in the header, a UInt32 in network byte order; nil if every header is the same, which is
    /// so for the sublayers none and pinned.
    public let counterOffset: Int?

    private let header: [UInt8]
    @usableFromInline let numberMask: UInt32
    @usableFromInline let numberFlags: UInt32
    /// The number of the next datagram, before it is cut to the mask.
    ///
    /// 32 bits serve both moduli: 2^24 divides 2^32.
    @usableFromInline var next: UInt32

    /// The sending half of a session that has sent nothing.
    ///
    /// - Parameter configuration: This end of the session.
    public init(_ configuration: L2TPv3Configuration) {
        headerByteCount = configuration.transmitOverhead.headerByteCount
        let sublayer = configuration.sublayer
        counterOffset =
            sublayer.numberMask == 0
            ? nil : headerByteCount - Int(configuration.offset) - sublayer.byteCount
        header = Self.header(configuration, byteCount: headerByteCount)
        numberMask = sublayer.numberMask
        numberFlags = sublayer == .default ? L2TPv3Layout.sequenceBit : 0
        next = sublayer.firstNumber
    }

    /// The header with a zero where the number stands; valid as long as the transmitter is.
    public var template: RawSpan {
        @_lifetime(borrow self)
        get {
            // SAFETY: a byte has no padding, so every byte of the span is initialized.
            unsafe header.span.bytes
        }
    }

    /// The value at ``counterOffset`` in the header of the k-th next datagram; 0 if there is no number.
    ///
    /// - Parameter k: How many uncommitted datagrams go before this one; not negative.
    /// - Returns: The field as an integer of this machine: store its `bigEndian`.
    @inlinable
    public func counterField(ahead k: Int = 0) -> UInt32 {
        numberFlags | ((next &+ UInt32(truncatingIfNeeded: k)) & numberMask)
    }

    /// Appends the header of the k-th next datagram, and uses up nothing.
    ///
    /// - Parameters:
    ///   - k: How many uncommitted datagrams go before this one; not negative.
    ///   - output: Where the header goes.
    /// - Precondition: There is room for ``headerByteCount`` bytes.
    public func writeHeader(ahead k: Int = 0, into output: inout OutputRawSpan) {
        guard let counterOffset else {
            output.append(contentsOf: template)
            return
        }
        output.append(contentsOf: template.extracting(first: counterOffset))
        output.append(bigEndian: counterField(ahead: k))
        output.append(contentsOf: template.extracting(droppingFirst: counterOffset + 4))
    }

    /// Uses up the numbers of datagrams that were sent.
    ///
    /// - Parameter n: How many were sent; not negative.
    @inlinable
    public mutating func commit(_ n: Int) {
        next &+= UInt32(truncatingIfNeeded: n)
    }

    private static func header(_ configuration: L2TPv3Configuration, byteCount: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger & UnsignedInteger) {
            for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        if configuration.encapsulation == .udp { append(L2TPv3Layout.dataVersion) }
        append(configuration.remoteSession)
        switch configuration.txCookie {
        case .none: break
        case .bits32(let cookie): append(cookie)
        case .bits64(let cookie): append(cookie)
        }
        // Sublayer and offset: zeros, never what a buffer held before.
        return bytes + [UInt8](repeating: 0, count: byteCount - bytes.count)
    }
}
