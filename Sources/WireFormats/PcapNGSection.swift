/// The head of a capture file: what made it (draft-ietf-opsawg-pcapng section 4.1).
public struct PcapNGSection: Hashable, Sendable {
    /// `shb_hardware`: the machine, such as `x86_64`.
    public var hardware: String?
    /// `shb_os`: the operating system.
    public var operatingSystem: String?
    /// `shb_userappl`: the program.
    public var application: String?
    /// Whether the numbers of the section are big-endian; what we write never is.
    public let isBigEndian: Bool

    /// A section for writing.
    public init(hardware: String? = nil, operatingSystem: String? = nil, application: String? = nil) {
        self.hardware = hardware
        self.operatingSystem = operatingSystem
        self.application = application
        isBigEndian = false
    }

    /// The number of bytes of the block.
    public var byteCount: Int { PcapNG.frameByteCount + Self.fieldByteCount + options.count }

    /// Appends the block.
    ///
    /// The length of the section is left open, as it must be while one captures.
    ///
    /// - Precondition: there is room for ``byteCount`` bytes.
    public func write(into output: inout OutputRawSpan) {
        output.appendBlock(PcapNG.BlockType.section, fields: Self.fieldByteCount, options: options) { output in
            output.append(littleEndian: PcapNG.byteOrderMagic)
            output.append(littleEndian: Self.majorVersion)
            output.append(littleEndian: UInt16(0))
            output.append(littleEndian: Int64(-1))
        }
    }

    private var options: [UInt8] {
        var options = PcapNGOptions()
        options.append(PcapNG.Option.hardware, hardware)
        options.append(PcapNG.Option.operatingSystem, operatingSystem)
        options.append(PcapNG.Option.application, application)
        return options.bytes
    }

    init(parsing block: borrowing PcapNGBytes) throws(WireError) {
        try block.requireFields(Self.fieldByteCount)
        let major = block.integer(UInt16.self, at: Offset.majorVersion)
        guard major == Self.majorVersion else { throw .invalid("pcapng major version", major) }
        // Section 4.1: readers take 2 for 0, and nothing else has ever been.
        let minor = block.integer(UInt16.self, at: Offset.minorVersion)
        guard minor == 0 || minor == 2 else { throw .invalid("pcapng minor version", minor) }
        let length = block.integer(UInt64.self, at: Offset.sectionLength)
        guard length == .max || length & 3 == 0 && length <= Int64.max else {
            throw .invalid("pcapng section length", length)
        }
        isBigEndian = block.isBigEndian
        try block.forEachOption(behind: Self.fieldByteCount) { (code, value) throws(WireError) in
            switch code {
            case PcapNG.Option.hardware: hardware = block.text(value)
            case PcapNG.Option.operatingSystem: operatingSystem = block.text(value)
            case PcapNG.Option.application: application = block.text(value)
            default: break
            }
        }
    }

    private static let majorVersion: UInt16 = 1
    private static let fieldByteCount = 16

    private enum Offset {
        static let majorVersion = 12
        static let minorVersion = 14
        static let sectionLength = 16
    }
}
