/// The hole that an entry of the timeline tears into a flow: how long it is, and how many frames it takes.
///
/// Frames count from the entry's first action to the next instant at which an entry acts. One of them is bad when fewer
/// than ``rate`` of the ``frames`` that begin with it arrive, whole windows only. The hole runs from the first lost
/// frame, where they begin to be bad, to the first delivered one behind the last bad one.
public struct ConvergeExpectation: Sendable, Hashable {
    /// How many frames are looked at together.
    public static let frames = 100

    /// The index of the entry in ``Scenario/timeline``.
    public var entry: Int
    /// The name of the flow: `bulk`, `bulk[3]`.
    public var name: String
    /// The index of the flow in ``Scenario/flows``.
    public var flow: Int
    /// What must arrive of ``frames`` frames, in millionths.
    public var rate: Int64
    /// The longest that the hole may be, in nanoseconds; nil: it must close.
    public var within: Int64?
    /// How many frames are lost in it; nil: not looked at.
    public var lost: Comparison<Int64>?
}
