public import NetCore
public import NetdevOptions
public import Tunnels
import WireFormats

/// Strikes messages of one direction of a tunnel with faults, one order behind the other.
///
///     node ─▶ encoder ─▶ [ line with injector ] ─▶ wire ─▶ far decoder
///
/// Each fault changes one thing about a message and leaves the rest in order, so that what the far end counts is the check
/// that was meant. A message that has no place for the fault, because its payload is too short, is let through, and the
/// next one is struck.
///
/// `counter-rollover` gives the next N messages the last N numbers of their range, and lets all behind them go on from the
/// first, as after so many frames. To a receiver that looks at numbers a leap of half the range or more is a step back, so the
/// far end is told of it, if it is one of ours; a foreign one may refuse some, until it believes that the sender has begun
/// anew.
public final class L2TPv3FaultInjector: FrameFault {
    private let spoiler: L2TPv3Spoiler
    private let datagramByteLimit: Int
    private let otherSession: UInt32
    private let receiver: L2TPv3End?
    private var orders: ArraySlice<FaultOrder> = []
    /// What is added to each number, since one has passed the end of its range.
    private var shift: UInt32 = 0

    /// An injector without orders.
    ///
    /// - Parameters:
    ///   - sender: The end whose messages are struck.
    ///   - datagramByteLimit: The longest message that the transport carries.
    ///   - sessions: Those that somebody receives, so that a wrong one is nobody's.
    ///   - receiver: The far end, if it is one of ours.
    public init(
        _ sender: L2TPv3Configuration, datagramByteLimit: Int, besides sessions: [UInt32] = [],
        receiver: L2TPv3End? = nil
    ) {
        spoiler = L2TPv3Spoiler(sender)
        self.datagramByteLimit = datagramByteLimit
        otherSession = Self.session(besides: sessions + [sender.remoteSession])
        self.receiver = receiver
    }

    /// The highest that is nobody's, and not 0, which over IP marks control messages (RFC 3931 section 4.1.1.2).
    private static func session(besides sessions: [UInt32]) -> UInt32 {
        let taken = Set(sessions)
        var session = UInt32.max
        while taken.contains(session), session > 1 { session -= 1 }
        return session
    }

    /// Strikes the next frames with a fault, behind those of earlier orders.
    ///
    /// - Parameters:
    ///   - frames: How many, above zero.
    ///   - fault: What is to be wrong about them.
    ///   - tag: Whose order it is, for its owner.
    /// - Returns: What has become of it so far.
    @discardableResult
    public func strike(next frames: Int64, with fault: L2TPv3Fault, tag: Int = 0) -> FaultOrder {
        let order = FaultOrder(fault, frames: frames, tag: tag)
        if !order.isDone { orders.append(order) }
        return order
    }

    /// Orders that still wait for frames, the oldest first.
    public var unfinished: [FaultOrder] { Array(orders) }

    /// Whether there is anything to do to the next frame.
    public var isArmed: Bool { !orders.isEmpty || shift != 0 }

    /// Strikes a message as the oldest order says.
    public func strike(_ frame: Frame, _ output: inout OutputRawSpan) -> FaultStrike {
        let message = frame.bytes
        guard let order = orders.first, let strike = strike(message, with: order, &output) else {
            if shift != 0 { spoiler.write(message, number: number(in: message), into: &output) }
            return .once
        }
        order.struck += 1
        if order.isDone { orders.removeFirst() }
        return strike
    }

    /// The number of a message behind all rollovers so far.
    private func number(in message: RawSpan) -> UInt32? { spoiler.number(in: message).map { $0 &+ shift } }

    /// - Returns: nil if the message has no place for the fault; then nothing was written.
    private func strike(_ message: RawSpan, with order: FaultOrder, _ output: inout OutputRawSpan) -> FaultStrike? {
        if order.fault == .counterRollover {
            guard let number = number(in: message) else { return nil }
            if order.struck == 0 { rollOver(from: number, frames: order.frames) }
        }
        let number = number(in: message)
        if let flaw = flaw(of: order.fault, number) {
            return spoiler.write(message, number: number, with: flaw, into: &output) ? .once : nil
        }
        spoiler.write(message, number: number, into: &output)
        switch order.fault {
        case .duplicate: return .repeated
        case .spoofedSource: return .forged
        case .oversize:
            output.append(zeros: max(0, datagramByteLimit + 1 - output.byteCount))
            return .once
        default: return .once
        }
    }

    /// What is to be wrong about the bytes of a message; nil where its bytes are right, or too many.
    private func flaw(of fault: L2TPv3Fault, _ number: UInt32?) -> L2TPv3Flaw? {
        switch fault {
        case .wrongSession: .session(otherSession)
        case .wrongCookie: .cookie
        case .shortCookie: .shortCookie
        case .truncatedHeader: .cutHeader
        case .controlBit: .controlBit
        case .wrongVersion: .version
        case .counterSkew: .number((number ?? 0) &- Self.skew)
        case .counterRollover, .spoofedSource, .duplicate, .oversize: nil
        }
    }

    /// How far a skewed number is behind.
    private static let skew: UInt32 = 100

    /// Moves the numbers so that the last of the next frames has the last of the range.
    private func rollOver(from number: UInt32, frames: Int64) {
        let first = 0 &- UInt32(truncatingIfNeeded: frames)
        shift &+= first &- number
        receiver?.expect(L2TPv3NumberLeap(from: number, to: first))
    }
}
