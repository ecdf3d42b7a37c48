import Glibc

/// Frames from one station to others, and how far they have come.
final class Flow {
    let name: String
    let source: Station
    let sinks: [Station]
    let frames: FrameSeries
    /// The number of the next frame to be sent.
    var next = 0
    /// For each sink, how many have arrived.
    var arrived: [Int]
    /// What went wrong; nothing is expected of the flow after that.
    var fault: String?

    init(_ name: String, from source: Station, to sinks: [Station], _ frames: FrameSeries) {
        self.name = name
        self.source = source
        self.sinks = sinks
        self.frames = frames
        arrived = Array(repeating: 0, count: sinks.count)
    }

    /// How many have arrived everywhere.
    var settled: Int { arrived.min() ?? 0 }
    var isOver: Bool { fault != nil || settled == frames.count }

    /// Whether another frame may be on its way.
    func mayGo(_ window: Window) -> Bool {
        guard fault == nil, next < frames.count else { return false }
        let (frameCount, byteCount) = (next - settled, frames.byteCount(of: next))
        guard frameCount < window.frames else { return false }
        return frameCount == 0 || frameCount < window.bytes / max(byteCount, frames.byteCount(of: settled))
    }

    /// Takes a frame as the next one, if it is that.
    func accept(_ frame: UnsafeRawBufferPointer, at sink: Int, scratch: UnsafeMutableRawBufferPointer) -> Bool {
        guard arrived[sink] < frames.count else { return false }
        let expected = frames.write(arrived[sink], to: scratch)
        guard let left = frame.baseAddress, let right = expected.baseAddress else { return false }
        guard frame.count == expected.count, memcmp(left, right, frame.count) == 0 else { return false }
        arrived[sink] += 1
        return true
    }

    /// What is wrong with a frame that was not the next one.
    func difference(of frame: UnsafeRawBufferPointer, at sink: Int) -> String {
        let number = arrived[sink]
        let text = "\(name), at \(sinks[sink].name): instead of frame \(number) of \(frames.count)"
        guard number < frames.count else { return "\(text), which were all, another of \(frame.count) bytes" }
        let expected = frames.frame(number)
        let place = zip(frame, expected).enumerated().first { $1.0 != $1.1 }
        let differs =
            place.map { index, bytes in
                "differing first at byte \(index): \(hexadecimal(bytes.0)) instead of \(hexadecimal(bytes.1))"
            } ?? "alike as far as both go"
        let other = (0..<next).first { $0 != number && frames.frame($0).elementsEqual(frame) }
        let guess = other.map { "; it is frame \($0)" } ?? ""
        return "\(text) (\(expected.count) bytes) one of \(frame.count) bytes, \(differs)\(guess)"
    }

    private func hexadecimal(_ byte: UInt8) -> String { "0x" + String(byte, radix: 16) }
}

/// How much of a flow may be on its way at once.
///
/// Nothing may be lost on the way, and every buffer is bounded: a socket's by some 200 kB of memory, in which a frame of 60 bytes
/// takes 768, and QEMU's read-ahead by 64 datagrams. What two flows have on their way has to fit.
struct Window {
    var frames = 48
    var bytes = 64 << 10
}
