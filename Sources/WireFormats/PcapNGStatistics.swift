/// What an interface saw, at the end of a capture or in between (draft-ietf-opsawg-pcapng section 4.6).
public struct PcapNGStatistics: Hashable, Sendable {
    /// The number of the interface in the section.
    public var interface: Int
    /// When it was counted, in units of the interface.
    public var time: UInt64
    /// `isb_starttime`: when the capture began.
    public var startTime: UInt64?
    /// `isb_endtime`: when it ended.
    public var endTime: UInt64?
    /// `isb_ifrecv`: packets that the interface saw.
    public var received: UInt64?
    /// `isb_ifdrop`: packets that ended there.
    public var dropped: UInt64?

    /// Statistics for writing.
    ///
    /// - Precondition: `interface` has 32 bits.
    public init(
        interface: Int, time: UInt64, startTime: UInt64? = nil, endTime: UInt64? = nil, received: UInt64? = nil,
        dropped: UInt64? = nil
    ) {
        precondition(UInt32(exactly: interface) != nil, "an interface has a number of 32 bits")
        self.interface = interface
        self.time = time
        self.startTime = startTime
        self.endTime = endTime
        self.received = received
        self.dropped = dropped
    }

    /// The number of bytes of the block.
    public var byteCount: Int { PcapNG.frameByteCount + Self.fieldByteCount + options.count }

    /// Appends the block.
    ///
    /// - Precondition: there is room for ``byteCount`` bytes.
    public func write(into output: inout OutputRawSpan) {
        output.appendBlock(PcapNG.BlockType.statistics, fields: Self.fieldByteCount, options: options) { output in
            output.append(littleEndian: UInt32(truncatingIfNeeded: interface))
            output.append(pcapNGTime: time)
        }
    }

    private var options: [UInt8] {
        var options = PcapNGOptions()
        if let startTime { options.append(PcapNG.Option.startTime, time: startTime) }
        if let endTime { options.append(PcapNG.Option.endTime, time: endTime) }
        if let received { options.append(PcapNG.Option.received, count: received) }
        if let dropped { options.append(PcapNG.Option.dropped, count: dropped) }
        return options.bytes
    }

    init(parsing block: borrowing PcapNGBytes, interfaces: Int) throws(WireError) {
        try block.requireFields(Self.fieldByteCount)
        let number = block.integer(UInt32.self, at: Offset.interface)
        guard number < interfaces else { throw .invalid("pcapng interface", number) }
        interface = Int(number)
        time = block.time(at: Offset.time)
        try block.forEachOption(behind: Self.fieldByteCount) { (code, value) throws(WireError) in
            switch code {
            case PcapNG.Option.startTime: startTime = try block.time(of: value, "isb_starttime")
            case PcapNG.Option.endTime: endTime = try block.time(of: value, "isb_endtime")
            case PcapNG.Option.received: received = try block.integer(UInt64.self, of: value, "isb_ifrecv")
            case PcapNG.Option.dropped: dropped = try block.integer(UInt64.self, of: value, "isb_ifdrop")
            default: break
            }
        }
    }

    private static let fieldByteCount = 12

    private enum Offset {
        static let interface = 8
        static let time = 12
    }
}
