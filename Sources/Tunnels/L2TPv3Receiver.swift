import WireFormats

/// The receiving half of a session: every check of the header, in the order of RFC 3931.
///
/// Length of the fixed part, T bit, version, session, cookie, number, payload. Any bytes are safe to check. Source
/// addresses are the socket's to compare, and refusals the caller's to count. With sequencing ``L2TPv3Sequencing/reorder`` the
/// caller keeps frames that wait, in the order of their numbers, and is told which of them go on.
public struct L2TPv3Receiver: Sendable {
    private let headerByteCount: Int
    /// The header without the offset's bytes: what must be there before anything is loaded.
    private let fixedByteCount: Int
    private let isUDP: Bool
    private let cookieByteCount: Int
    private let session: UInt32
    /// Session and the first four bytes of the cookie, which lie side by side: one load and one comparison.
    private let sessionAndCookie: UInt64
    /// The last four bytes of a 64-bit cookie.
    private let cookieTail: UInt32
    private let sublayer: L2TPv3Sublayer
    private var window: L2TPv3SequenceWindow?

    /// The receiving half of a session that has received nothing.
    ///
    /// - Parameter configuration: This end of the session.
    public init(_ configuration: L2TPv3Configuration) {
        headerByteCount = configuration.receiveOverhead.headerByteCount
        fixedByteCount = headerByteCount - Int(configuration.offset)
        isUDP = configuration.encapsulation == .udp
        cookieByteCount = configuration.rxCookie.byteCount
        session = configuration.localSession
        let (head, tail): (UInt32, UInt32) =
            switch configuration.rxCookie {
            case .none: (0, 0)
            case .bits32(let cookie): (cookie, 0)
            case .bits64(let cookie): (UInt32(cookie >> 32), UInt32(truncatingIfNeeded: cookie))
            }
        sessionAndCookie = UInt64(configuration.localSession) << 32 | UInt64(head)
        cookieTail = tail
        sublayer = configuration.sublayer
        window =
            configuration.sequencing == .off || sublayer.numberMask == 0
            ? nil
            : L2TPv3SequenceWindow(
                mask: sublayer.numberMask, first: sublayer.firstNumber, reorders: configuration.reorders)
    }

    /// Looks at one datagram: over UDP its payload, over IP the packet behind the IP header.
    ///
    /// A datagram that is refused for anything but its number leaves no trace in the receiver, and neither does one
    /// without a payload.
    ///
    /// - Parameters:
    ///   - datagram: The bytes from the network.
    ///   - now: When it came, in nanoseconds; with sequencing ``L2TPv3Sequencing/reorder`` only.
    /// - Returns: Where the frame begins, or why there is none.
    public mutating func check(_ datagram: RawSpan, at now: Int64 = 0) -> L2TPv3Verdict {
        guard datagram.byteCount >= fixedByteCount else { return .refused(.truncated) }
        let sessionOffset: Int
        if isUDP {
            let word = datagram.bigEndian(UInt32.self, at: 0)
            guard word & L2TPv3Layout.versionMask == L2TPv3Layout.dataVersion else {
                return .refused(word & L2TPv3Layout.controlBit == 0 ? .badVersion : .controlMessage)
            }
            sessionOffset = 4
        } else {
            guard datagram.bigEndian(UInt32.self, at: 0) != L2TPv3Layout.controlSession else {
                return .refused(.controlMessage)
            }
            sessionOffset = 0
        }
        if let refusal = mismatch(in: datagram, at: sessionOffset) { return .refused(refusal) }
        guard window == nil else { return checkSequence(datagram, at: now) }
        guard datagram.byteCount > headerByteCount else { return .refused(.truncated) }
        return .frame(payloadOffset: headerByteCount)
    }

    /// Compares session and cookie at once, and only if they differ asks which.
    @inline(__always)
    private func mismatch(in datagram: RawSpan, at sessionOffset: Int) -> L2TPv3Refusal? {
        guard cookieByteCount != 0 else {
            return datagram.bigEndian(UInt32.self, at: sessionOffset) == session ? nil : .sessionMismatch
        }
        let head = datagram.bigEndian(UInt64.self, at: sessionOffset) ^ sessionAndCookie
        let tail = cookieByteCount == 8 ? datagram.bigEndian(UInt32.self, at: sessionOffset + 8) ^ cookieTail : 0
        guard head | UInt64(tail) != 0 else { return nil }
        return head >> 32 == 0 ? .cookieMismatch : .sessionMismatch
    }

    /// The number is judged before the payload is looked for, but changes the window only if there is one.
    private mutating func checkSequence(_ datagram: RawSpan, at now: Int64) -> L2TPv3Verdict {
        let field = datagram.bigEndian(UInt32.self, at: fixedByteCount - sublayer.byteCount)
        let hasNumber = sublayer == .counter || field & L2TPv3Layout.sequenceBit != 0
        guard datagram.byteCount > headerByteCount else {
            return .refused(hasNumber && window?.isOld(field) == true ? .sequence : .truncated)
        }
        guard hasNumber, let verdict = window?.accept(field, at: now) else {
            return .frame(payloadOffset: headerByteCount)
        }
        return switch verdict {
        case .pass(before: 0, after: 0): .frame(payloadOffset: headerByteCount)
        case .pass(let before, let after):
            .outOfTurn(payloadOffset: headerByteCount, .goes(before: before, after: after))
        case .wait(let place): .outOfTurn(payloadOffset: headerByteCount, .waits(at: place))
        case .refuse: .refused(.sequence)
        }
    }

    /// Tells the receiver of a leap in the numbers that are to come; without effect where they are not looked at.
    public mutating func expect(_ leap: L2TPv3NumberLeap) { window?.expect(leap) }

    // MARK: Frames that wait

    /// What was seen in the numbers; nothing where they are not looked at.
    public var sequenceCounters: L2TPv3SequenceCounters { window?.counters ?? L2TPv3SequenceCounters() }

    /// When ``giveUp(at:)`` has something to let go; nil while no frame waits.
    public var deadline: Int64? { window?.deadline }

    /// Gives up what is missing before frames that have waited long enough.
    ///
    /// - Parameter now: Nanoseconds of the clock of ``check(_:at:)``.
    /// - Returns: How many of those that wait go on, from the front.
    public mutating func giveUp(at now: Int64) -> Int { window?.giveUp(at: now) ?? 0 }

    /// Gives up all that is missing, where those that wait take too much room.
    ///
    /// - Returns: How many go on: all that wait.
    public mutating func giveUp() -> Int { window?.giveUp() ?? 0 }
}
