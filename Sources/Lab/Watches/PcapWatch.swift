import NetCore
import ScenarioFile
import WireFormats

/// Keeps the frames that arrive at a place, to be held against a capture, or to be written as one.
final class PcapWatch {
    /// A frame that arrived.
    struct Arrival {
        /// In the loop's time.
        let time: Int64
        /// Which of the interfaces of the place it arrived at, from 0.
        let interface: Int
        let bytes: [UInt8]
    }

    let expected: PcapExpectation
    private let window: WatchWindow
    private(set) var arrivals: [Arrival] = []
    private var byteCount = 0
    /// Frames that came when there was no room for more.
    private(set) var missed: Int64 = 0
    /// What is left of the capture's frames under the mask; nil: every frame is accounted for.
    private let known: Set<[UInt8]>?

    /// As much as a scenario's own captures may have.
    private static let mostBytes = 64 << 20

    init(_ expected: PcapExpectation, window: WatchWindow) {
        self.expected = expected
        self.window = window
        known = expected.frames.map { frames in
            // SAFETY: a byte has no padding, so all of the array's memory is initialized.
            Set(frames.map { unsafe expected.mask.rest(of: $0.span.bytes) })
        }
    }

    /// - Returns: Whether the frame is one that the capture has.
    func see(_ frame: Frame, at time: Int64, on interface: Int) -> Bool {
        guard window.contains(time) else { return false }
        guard byteCount + frame.byteCount <= Self.mostBytes else {
            missed += 1
            return false
        }
        let bytes = FieldMask([]).rest(of: frame.bytes)
        byteCount += bytes.count
        arrivals.append(Arrival(time: time, interface: interface, bytes: bytes))
        return known?.contains(expected.mask.rest(of: frame.bytes)) ?? true
    }
}
