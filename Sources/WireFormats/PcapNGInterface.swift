/// A place where packets were captured (draft-ietf-opsawg-pcapng section 4.2).
///
/// Packets name it by its number in the section, from 0.
public struct PcapNGInterface: Hashable, Sendable {
    /// `if_name`.
    public var name: String?
    /// `if_description`.
    public var description: String?
    /// What the packets are; ``PcapNG/ethernet`` for frames.
    public var linkType: UInt16
    /// The most bytes that are kept of a packet; 0: all.
    public var snapLength: UInt32
    /// `if_tsresol`, the unit of times: 10^-n s, or with the highest bit set 2^-n s.
    public var resolution: UInt8
    /// `if_tsoffset`: seconds to add to each time.
    public var timeOffset: Int64

    /// An interface that captures Ethernet frames, with times in nanoseconds since 1970.
    public init(
        name: String? = nil, description: String? = nil, linkType: UInt16 = PcapNG.ethernet, snapLength: UInt32 = 0
    ) {
        self.name = name
        self.description = description
        self.linkType = linkType
        self.snapLength = snapLength
        resolution = Self.nanoseconds
        timeOffset = 0
    }

    /// The number of bytes of the block.
    public var byteCount: Int { PcapNG.frameByteCount + Self.fieldByteCount + options.count }

    /// Appends the block.
    ///
    /// - Precondition: there is room for ``byteCount`` bytes.
    public func write(into output: inout OutputRawSpan) {
        output.appendBlock(PcapNG.BlockType.interface, fields: Self.fieldByteCount, options: options) { output in
            output.append(littleEndian: linkType)
            output.append(littleEndian: UInt16(0))
            output.append(littleEndian: snapLength)
        }
    }

    private var options: [UInt8] {
        var options = PcapNGOptions()
        options.append(PcapNG.Option.name, name)
        options.append(PcapNG.Option.description, description)
        options.append(PcapNG.Option.resolution, [resolution])
        if timeOffset != 0 { options.append(PcapNG.Option.timeOffset, count: UInt64(bitPattern: timeOffset)) }
        return options.bytes
    }

    init(parsing block: borrowing PcapNGBytes) throws(WireError) {
        try block.requireFields(Self.fieldByteCount)
        linkType = block.integer(UInt16.self, at: Offset.linkType)
        snapLength = block.integer(UInt32.self, at: Offset.snapLength)
        resolution = Self.microseconds
        timeOffset = 0
        try block.forEachOption(behind: Self.fieldByteCount) { (code, value) throws(WireError) in
            switch code {
            case PcapNG.Option.name: name = block.text(value)
            case PcapNG.Option.description: description = block.text(value)
            case PcapNG.Option.resolution: resolution = try block.integer(UInt8.self, of: value, "if_tsresol")
            case PcapNG.Option.timeOffset: timeOffset = try block.integer(Int64.self, of: value, "if_tsoffset")
            default: break
            }
        }
    }

    /// The unit of what we write.
    private static let nanoseconds: UInt8 = 9
    /// The unit where no option says one.
    private static let microseconds: UInt8 = 6
    private static let fieldByteCount = 8

    private enum Offset {
        static let linkType = 8
        static let snapLength = 12
    }
}

extension PcapNGInterface {
    /// Nanoseconds since 1970 of a time of this interface, rounded down.
    ///
    /// - Returns: nil where 64 bits do not hold it: after the year 2262.
    public func nanoseconds(of time: UInt64) -> Int64? {
        guard let sinceOffset = nanosecondsSinceOffset(time) else { return nil }
        let (offset, offsetOverflows) = timeOffset.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, sumOverflows) = sinceOffset.addingReportingOverflow(offset)
        return offsetOverflows || sumOverflows ? nil : sum
    }

    private func nanosecondsSinceOffset(_ time: UInt64) -> Int64? {
        let exponent = Int(resolution & 0x7f)
        let whole: (high: UInt64, low: UInt64)
        if resolution & 0x80 != 0 {
            // 2^-n s: the product shifted down, in 128 bits.
            let product = time.multipliedFullWidth(by: 1_000_000_000)
            whole = Self.shift(product.high, product.low, by: exponent)
        } else if exponent <= 9 {
            whole = time.multipliedFullWidth(by: Self.powerOfTen(9 - exponent) ?? 0)
        } else {
            // A unit so small that 64 bits of it are less than a nanosecond.
            guard let divisor = Self.powerOfTen(exponent - 9) else { return 0 }
            whole = (0, time / divisor)
        }
        return whole.high == 0 ? Int64(exactly: whole.low) : nil
    }

    private static func shift(_ high: UInt64, _ low: UInt64, by count: Int) -> (high: UInt64, low: UInt64) {
        // Smart shifts: what is shifted by 64 or more is gone.
        (
            high >> UInt64(count),
            low >> UInt64(count) | (count < 64 ? high << UInt64(64 - count) : high >> UInt64(count - 64))
        )
    }

    /// nil from 10^20 on, which 64 bits do not hold.
    private static func powerOfTen(_ exponent: Int) -> UInt64? {
        guard exponent < 20 else { return nil }
        return (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
