import Glibc
import TestSupport

/// The frames of one direction: so many, of sizes that repeat, with content from a seed.
///
/// A frame begins with its number, as far as it is long enough, so no two of 64 bytes and more are alike; what follows is
/// noise cut from a pool at a place of its own. It has no valid Ethernet header: nothing between two stations reads one.
struct FrameSeries {
    let count: Int
    private let sizes: [Int]
    private let pool: [UInt8]

    private static let placeCount: UInt32 = 4093

    init(_ count: Int, of sizes: [Int], seed: UInt64) {
        self.count = count
        self.sizes = sizes
        var random = SplitMix64(seed: seed)
        pool = random.bytes((sizes.max() ?? 0) + Int(Self.placeCount))
    }

    /// Each size once.
    init(each sizes: some Sequence<Int>, seed: UInt64) {
        let sizes = Array(sizes)
        self.init(sizes.count, of: sizes, seed: seed)
    }

    func byteCount(of number: Int) -> Int { sizes[number % sizes.count] }

    /// Writes a frame to the start of a buffer.
    func write(_ number: Int, to buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer {
        let byteCount = byteCount(of: number)
        let place = Int((UInt32(truncatingIfNeeded: number) &* 2_654_435_761) % Self.placeCount)
        pool.withUnsafeBytes { pool in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: pool[place..<place + byteCount]))
        }
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).bigEndian) { digits in
            // The low bytes: those in which the frames of a window differ.
            let digits = UnsafeRawBufferPointer(rebasing: digits.suffix(byteCount))
            buffer.copyMemory(from: digits)
        }
        return UnsafeRawBufferPointer(rebasing: buffer[..<byteCount])
    }

    func frame(_ number: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount(of: number)) { buffer, count in
            count = write(number, to: UnsafeMutableRawBufferPointer(buffer)).count
        }
    }
}

/// Frames without content, told from others by how they begin: what probes a way, or fills it.
enum Filler {
    private static let beginning: [UInt8] = Array("interop's filler".utf8)

    /// A frame of 60 bytes.
    ///
    /// - Parameters:
    ///   - mark: What tells it from other filler.
    ///   - round: What tells it from others of its mark.
    static func frame(_ mark: UInt8, round: UInt8 = 0) -> [UInt8] {
        let start = beginning + [mark, round]
        return start + [UInt8](repeating: 0, count: 60 - start.count)
    }

    /// Mark and round of a frame, if it is filler.
    static func marks(of frame: UnsafeRawBufferPointer) -> (mark: UInt8, round: UInt8)? {
        guard frame.count > beginning.count + 1, frame.starts(with: beginning) else { return nil }
        return (frame[beginning.count], frame[beginning.count + 1])
    }
}
