/// Spoils frames on their way in a manner that their receiver has to notice: a wrong cookie, a header cut short.
///
/// Asked for each frame that enters one direction of a link, behind the MTU and before everything that is left to chance.
public protocol FrameFault: AnyObject {
    /// Whether the next frame may be struck; nothing is copied for one that may not.
    var isArmed: Bool { get }

    /// Strikes a frame, or lets it pass.
    ///
    /// - Parameters:
    ///   - frame: With all headers that the link has given it.
    ///   - output: Where the spoilt frame is written to, whole; it has room for the longest datagram and more. What stands in
    ///     it, if anything does, goes on in place of the frame.
    func strike(_ frame: Frame, _ output: inout OutputRawSpan) -> FaultStrike
}

/// What a fault does with a frame.
public enum FaultStrike: Sendable, Equatable {
    /// It goes on.
    case once
    /// It goes on, and once more.
    case repeated
    /// It goes on as if somebody else had sent it, see ``ImpairmentStage/stranger``.
    case forged
}
