public import NetdevOptions

/// A fault that the next so many frames of a direction are to have.
public final class FaultOrder {
    /// What is to be wrong about them.
    public let fault: L2TPv3Fault
    /// How many are to be struck.
    public let frames: Int64
    /// Whose it is, as its owner says.
    public let tag: Int
    /// How many have been.
    public internal(set) var struck: Int64 = 0

    init(_ fault: L2TPv3Fault, frames: Int64, tag: Int) {
        self.fault = fault
        self.frames = frames
        self.tag = tag
    }

    /// Whether all of them have been struck.
    public var isDone: Bool { struck >= frames }
}
