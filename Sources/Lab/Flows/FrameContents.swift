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
            // SAFETY: a byte has no padding, so all of the array's memory is initialized.
            let hashes = unsafe FrameHashes(frame.span.bytes)
            if let known = whole[hashes.whole] {
                positions[known].append(position)
                continue
            }
            whole[hashes.whole] = positions.count
            if untagged[hashes.untagged] == nil { untagged[hashes.untagged] = positions.count }
            positions.append([position])
        }
        arrivals = Array(repeating: 0, count: positions.count)
    }

    /// Whether a frame is one of this flow's by its bytes.
    func contains(_ hashes: FrameHashes) -> Bool { content(of: hashes) != nil }

    /// Whether a frame of these bytes was sent and has not arrived.
    func awaits(_ hashes: FrameHashes, sent: Int) -> Bool {
        content(of: hashes).map { number($0, arrivals[$0]) < sent } ?? false
    }

    /// The number of a frame that has arrived.
    ///
    /// - Parameter sent: How many have been sent: what arrives more often is a copy of the last.
    /// - Returns: nil for a frame of somebody else.
    func arrive(_ hashes: FrameHashes, sent: Int) -> UInt64? {
        guard let content = content(of: hashes) else { return nil }
        var arrival = arrivals[content]
        if number(content, arrival) < sent { arrivals[content] += 1 } else if arrival > 0 { arrival -= 1 }
        return UInt64(number(content, arrival))
    }

    /// The number of a frame whose bytes stand once in a flow of so many; nil if it is not theirs, or one of several.
    func only(_ hashes: FrameHashes, of count: Int64) -> UInt64? {
        guard count <= frames.count, let content = content(of: hashes), positions[content].count == 1 else {
            return nil
        }
        return UInt64(positions[content][0])
    }

    private func number(_ content: Int, _ arrival: Int) -> Int {
        let cycle = positions[content]
        return arrival / cycle.count * frames.count + cycle[arrival % cycle.count]
    }

    /// Tags may have been added or taken off on the way.
    private func content(of hashes: FrameHashes) -> Int? { whole[hashes.whole] ?? untagged[hashes.untagged] }
}

/// What a frame is known by: a hash of its bytes, and one of its bytes without tags.
struct FrameHashes {
    let whole: UInt64
    let untagged: UInt64

    init(_ frame: Frame) { self.init(frame.bytes) }

    init(_ bytes: RawSpan) {
        whole = Self.hash(bytes)
        untagged = Self.hash(untagged: bytes)
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
