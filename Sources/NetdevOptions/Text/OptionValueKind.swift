/// What may stand as an option's value: the key decides the type, the text never does.
public enum OptionValueKind: Hashable, Sendable, CustomStringConvertible {
    /// Any text but the empty one; the word is a placeholder for help, such as `ADDRESS`.
    case text(String)
    /// An address, IPv4 or IPv6, or a host's name.
    case host
    /// The path of a unix socket, as long as the kernel takes it.
    case socketPath
    /// The number of an open file descriptor in plain decimal.
    case descriptor
    /// A letter, then letters, digits, `-`, `.` and `_`: QEMU's well-formed identifier.
    case identifier
    /// `on` or `off`; also `yes`, `no`, `true`, `false`, `y` and `n`, as in QEMU.
    case flag
    /// An integer in decimal, `0x` or with underscores between its digits (`1_000`).
    case integer(ClosedRange<UInt64>)
    /// A UDP port in plain decimal: no service names, no other notation.
    case port(ClosedRange<UInt16>)
    /// Permissions in octal, as for chmod(1): `0770` or `770`.
    case mode
    /// One word of a list.
    case choice([String])

    /// The kind as help shows it: `on|off`, `0...256`, `ADDRESS`.
    public var description: String {
        switch self {
        case .text(let placeholder): placeholder
        case .host: "ADDRESS"
        case .socketPath: "PATH"
        case .descriptor: "FD"
        case .identifier: "IDENTIFIER"
        case .flag: "on|off"
        case .integer(let range): "\(range.lowerBound)...\(Self.bound(range.upperBound))"
        case .port(let range): "\(range.lowerBound)...\(range.upperBound)"
        case .mode: "MODE"
        case .choice(let words): words.joined(separator: "|")
        }
    }

    private static func bound(_ value: UInt64) -> String {
        switch value {
        case .max: "2^64-1"
        case UInt64(UInt32.max): "2^32-1"
        default: "\(value)"
        }
    }
}
