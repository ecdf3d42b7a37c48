/// An IPv4 address (RFC 791 section 3.2).
public struct IPv4Address: Hashable, Sendable, BitwiseCopyable {
    /// The address as a number, the first byte on the wire being the most significant one.
    public let rawValue: UInt32

    /// The number of bytes on the wire.
    public static let byteCount = 4

    /// 0.0.0.0, "this host" (RFC 1122 section 3.2.1.3).
    public static let unspecified = IPv4Address(rawValue: 0)
    /// 127.0.0.1.
    public static let loopback = IPv4Address(rawValue: 0x7f00_0001)
    /// 255.255.255.255, the limited broadcast.
    public static let broadcast = IPv4Address(rawValue: 0xffff_ffff)

    /// The address with that number; every number is one.
    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The address that is written with these four numbers.
    public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
        rawValue = UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8 | UInt32(fourth)
    }

    /// The address at the start of the bytes.
    public init(parsing bytes: RawSpan) throws(WireError) {
        try bytes.require(Self.byteCount)
        self.init(parsing: bytes, at: 0)
    }

    /// The address at `offset`, for callers that have compared lengths.
    ///
    /// - Precondition: four bytes from `offset` lie inside the span.
    @inlinable
    @inline(__always)
    package init(parsing bytes: RawSpan, at offset: Int) {
        rawValue = bytes.bigEndian(UInt32.self, at: offset)
    }

    /// Appends the four bytes.
    ///
    /// - Precondition: there is room for four bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: rawValue)
    }

    /// Whether this is 0.0.0.0.
    public var isUnspecified: Bool { rawValue == 0 }
    /// Whether the address lies in 127.0.0.0/8 (RFC 1122 section 3.2.1.3).
    public var isLoopback: Bool { rawValue >> 24 == 127 }
    /// Whether the address lies in 169.254.0.0/16 (RFC 3927).
    public var isLinkLocal: Bool { rawValue >> 16 == 0xa9fe }
    /// Whether the address lies in 224.0.0.0/4 (RFC 1112 section 4).
    public var isMulticast: Bool { rawValue >> 28 == 0xe }
}

extension IPv4Address: Comparable {
    /// The order of the bytes on the wire.
    @inlinable
    public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.rawValue < right.rawValue }
}

extension IPv4Address: LosslessStringConvertible {
    /// An address from its text: four decimal numbers and three dots, as `inet_pton(3)` takes it.
    ///
    /// A leading zero is refused: some readers take such a number for octal (RFC 6943 section 3.1.1).
    public init?(_ text: String) {
        self.init(characters: text.utf8)
    }

    init?(characters: some Sequence<UInt8>) {
        var bits: UInt32 = 0
        var dots = 0
        var number: UInt32 = 0
        var digits = 0
        for character in characters {
            if let digit = character.decimalDigitValue {
                guard digits == 0 || number != 0 else { return nil }
                number = number * 10 + UInt32(digit)
                digits += 1
                guard number <= 255 else { return nil }
            } else {
                guard character == UInt8(ascii: "."), digits > 0, dots < 3 else { return nil }
                bits = bits << 8 | number
                dots += 1
                number = 0
                digits = 0
            }
        }
        guard dots == 3, digits > 0 else { return nil }
        rawValue = bits << 8 | number
    }

    /// Dotted decimal, such as `10.0.0.1`.
    public var description: String {
        "\(rawValue >> 24).\(rawValue >> 16 & 0xff).\(rawValue >> 8 & 0xff).\(rawValue & 0xff)"
    }
}
