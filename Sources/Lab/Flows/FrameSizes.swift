import NetCore
import ScenarioFile
import WireFormats

/// How long each frame of a UDP flow is, drawn in the order of the frames.
struct FrameSizes {
    private let size: Scenario.UDPPlan.Size
    private let smallest: Int
    private var stream: RandomStream

    /// - Parameters:
    ///   - size: As the file says.
    ///   - version: 4 or 6: a frame holds its headers and the stamp.
    ///   - stream: The flow's own.
    init(_ size: Scenario.UDPPlan.Size, version: Int, stream: RandomStream) {
        self.size = size
        smallest = Scenario.UDPPlan.headerByteCount(version: version) + FlowStamp.byteCount
        self.stream = stream
    }

    /// Bytes of the next frame, without FCS.
    mutating func next() -> Int {
        let drawn =
            switch size {
            case .fixed(let count): count
            case .uniform(let range):
                range.lowerBound + Int(stream.next(below: UInt64(range.upperBound - range.lowerBound) + 1))
            case .imix: Self.imix(stream.next(below: 12))
            }
        return max(drawn, smallest)
    }

    /// 7 small ones, 4 of middle size and 1 large one in 12.
    private static func imix(_ draw: UInt64) -> Int {
        switch draw {
        case ..<7: 60
        case ..<11: 590
        default: 1514
        }
    }
}
