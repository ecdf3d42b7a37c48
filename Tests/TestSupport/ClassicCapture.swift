/// Classic capture files, for tests.
public struct ClassicCapture: Sendable {
    /// Of the numbers in the file.
    public var isBigEndian = false
    /// Whether fractions of seconds count nanoseconds, else microseconds.
    public var isNanoseconds = true
    /// 1 is Ethernet.
    public var linkType: UInt32 = 1
    /// With the time of each in nanoseconds.
    public var frames: [(time: Int64, bytes: [UInt8])]

    /// A little-endian file of Ethernet frames, in nanoseconds.
    public init(_ frames: [(time: Int64, bytes: [UInt8])]) { self.frames = frames }

    /// The file.
    public var bytes: [UInt8] {
        var file = word(isNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4) + half(2) + half(4)
        file += word(0) + word(0) + word(262_144) + word(linkType)
        for frame in frames {
            let fraction = frame.time % 1_000_000_000 / (isNanoseconds ? 1 : 1000)
            file += word(UInt32(frame.time / 1_000_000_000)) + word(UInt32(fraction))
            file += word(UInt32(frame.bytes.count)) + word(UInt32(frame.bytes.count)) + frame.bytes
        }
        return file
    }

    private func word(_ value: UInt32) -> [UInt8] { digits(value, 4) }

    private func half(_ value: UInt32) -> [UInt8] { digits(value, 2) }

    private func digits(_ value: UInt32, _ count: Int) -> [UInt8] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }
}
