import NetCore
import ScenarioFile
import WireFormats

/// Looks at the bytes of one frame that arrives at an interface, or of the datagram that it came in.
final class ByteWatch {
    let expected: BytesExpectation
    private let window: WatchWindow
    /// Frames that were counted so far.
    private(set) var count: Int64 = 0
    /// What stood where the pattern is held against; nil until that frame has come.
    private(set) var found: Found?
    private(set) var nearest = NearestFrame()
    /// Datagrams that arrived at the tunnel's end, and whose frames have not arrived yet.
    private var datagrams: [[UInt8]] = []

    /// A frame's bytes, as far as they are held against a pattern.
    struct Found {
        let frame: SeenFrame
        let bytes: [UInt8]
        /// Of the frame, or the datagram.
        let byteCount: Int
        let isMet: Bool
    }

    private static let kept = 1024

    init(_ expected: BytesExpectation, window: WatchWindow) {
        self.expected = expected
        self.window = window
    }

    /// A datagram has arrived at the end of the tunnel.
    func seeDatagram(_ datagram: Frame, at time: Int64) {
        guard found == nil else { return }
        if datagrams.count == Self.kept { datagrams.removeFirst() }
        datagrams.append(Self.copy(datagram.bytes, first: datagram.byteCount))
    }

    /// - Returns: Whether the frame is one that the line is about.
    func see(_ frame: Frame, at time: Int64) -> Bool {
        let datagram = expected.layer == .wire && found == nil ? takeDatagram(of: frame) : nil
        guard window.contains(time) else { return false }
        guard expected.match?.matches(frame.bytes) ?? true else {
            if let match = expected.match, count < expected.number { nearest.consider(frame, match, at: time) }
            return false
        }
        count += 1
        guard count == expected.number else { return expected.match != nil }
        datagrams = []
        switch (expected.layer, datagram) {
        case (.frame, _): found = hold(frame.bytes, frame, at: time)
        case (.wire, let datagram?):
            // SAFETY: a byte has no padding, so all of the array's memory is initialized.
            found = unsafe hold(datagram.span.bytes, frame, at: time)
        case (.wire, nil): break
        }
        return true
    }

    /// The datagram that ends with a frame; those before it have ended at the tunnel's end.
    private func takeDatagram(of frame: Frame) -> [UInt8]? {
        for (index, datagram) in datagrams.enumerated() where Self.ends(datagram, with: frame.bytes) {
            datagrams.removeFirst(index + 1)
            return datagram
        }
        return nil
    }

    private static func ends(_ datagram: [UInt8], with bytes: RawSpan) -> Bool {
        let header = datagram.count - bytes.byteCount
        guard header >= 0 else { return false }
        for offset in 0..<bytes.byteCount where datagram[header + offset] != bytes.byte(at: offset) { return false }
        return true
    }

    private func hold(_ bytes: RawSpan, _ frame: Frame, at time: Int64) -> Found {
        let pattern = expected.pattern
        var isMet =
            expected.isWhole ? bytes.byteCount == pattern.bytes.count : bytes.byteCount >= pattern.bytes.count
        for (offset, (byte, mask)) in zip(pattern.bytes, pattern.masks).enumerated() where offset < bytes.byteCount {
            if bytes.byte(at: offset) & mask != byte & mask { isMet = false }
        }
        let shown = min(bytes.byteCount, max(pattern.bytes.count, Self.shown))
        return Found(
            frame: SeenFrame(frame, at: time), bytes: Self.copy(bytes, first: shown), byteCount: bytes.byteCount,
            isMet: isMet)
    }

    private static let shown = 32

    private static func copy(_ bytes: RawSpan, first count: Int) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(count)
        for offset in 0..<count { copy.append(bytes.byte(at: offset)) }
        return copy
    }
}
