import NetCore
import ScenarioFile
import WireFormats

/// The contents of a `frames` flow, by which its frames are known again where a socket has taken their identity.
///
/// Among equal contents the one that was sent first is taken to arrive first.
final class FrameContents {
    /// The flow.
    let index: Int
    private let frames: [[UInt8]]
    /// Positions in the cycle with the same bytes, by the first of them.
    private var positions: [[Int]] = []
    /// How often each content has arrived.
    private var arrivals: [Int] = []
    /// Contents by the hash of their bytes, and of their bytes without tags.
    private var whole: [UInt64: Int] = [:]
    private var untagged: [UInt64: Int] = [:]

    init(index: Int, frames: [[UInt8]]) {
        self.index = index
        self.frames = frames
        for (position, frame) in frames.enumerated() {
            // SAFETY: a byte has no padding, so all of the array's memory is initialized; here and below.
            let hash = unsafe Self.hash(frame.span.bytes)
            if let known = whole[hash] {
                positions[known].append(position)
                continue
            }
            whole[hash] = positions.count
            let bare = unsafe Self.hash(untagged: frame.span.bytes)
            if untagged[bare] == nil { untagged[bare] = positions.count }
            positions.append([position])
        }
        arrivals = Array(repeating: 0, count: positions.count)
    }

    /// Whether a frame is one of this flow's by its bytes.
    func contains(_ frame: Frame) -> Bool { content(of: frame) != nil }

    /// The number of a frame that has arrived.
    ///
    /// - Parameter sent: How many have been sent: what arrives more often is a copy of the last.
    /// - Returns: nil for a frame of somebody else.
    func arrive(_ frame: Frame, sent: Int) -> UInt64? {
        guard let content = content(of: frame) else { return nil }
        let cycle = positions[content]
        func number(_ arrival: Int) -> Int {
            arrival / cycle.count * frames.count + cycle[arrival % cycle.count]
        }
        var arrival = arrivals[content]
        if number(arrival) < sent { arrivals[content] += 1 } else if arrival > 0 { arrival -= 1 }
        return UInt64(number(arrival))
    }

    /// Tags may have been added or taken off on the way.
    private func content(of frame: Frame) -> Int? {
        whole[Self.hash(frame.bytes)] ?? untagged[Self.hash(untagged: frame.bytes)]
    }

    private static func hash(_ bytes: RawSpan) -> UInt64 {
        var hash = SipHash128(key0: 0, key1: 0)
        hash.add(bytes)
        return hash.finish().0
    }

    private static func hash(untagged bytes: RawSpan) -> UInt64 {
        let addresses = 2 * MACAddress.byteCount
        guard bytes.byteCount >= EthernetHeader.untaggedByteCount else { return hash(bytes) }
        var offset = addresses
        for _ in 0..<2 where bytes.byteCount >= offset + VLANTag.byteCount + 2 {
            let type = EtherType(rawValue: bytes.bigEndian(UInt16.self, at: offset))
            if type == .vlan || type == .qinq { offset += VLANTag.byteCount }
        }
        var hash = SipHash128(key0: 0, key1: 0)
        hash.add(bytes.extracting(first: addresses))
        hash.add(bytes.extracting(droppingFirst: offset))
        return hash.finish().0
    }
}
