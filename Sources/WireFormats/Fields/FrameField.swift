/// A field of a frame, by the name that Wireshark gives it.
///
/// One dictionary serves the expressions of scenarios, what a verdict says of the nearest frame, and `docs/fields.md`.
public struct FrameField: Hashable, Sendable {
    /// What can stand in a field.
    public enum Kind: String, Hashable, Sendable {
        /// An unsigned number.
        case number
        /// 0 or 1.
        case flag
        /// A station's address.
        case mac
        /// An IPv4 address.
        case ipv4
        /// An IPv6 address.
        case ipv6
        /// Bytes.
        case bytes
    }

    /// The display filter name: `eth.dst`.
    public let name: String
    /// What can stand in it.
    public let kind: Kind
    /// In a few words, with the section that defines it.
    public let meaning: String

    /// Every field that there is, by layer.
    public static let all: [FrameField] = [
        FrameField(name: "eth.dst", kind: .mac, meaning: "destination address (IEEE 802.3 3.2.3)"),
        FrameField(name: "eth.src", kind: .mac, meaning: "source address (IEEE 802.3 3.2.3)"),
        FrameField(name: "eth.type", kind: .number, meaning: "type behind all tags (IEEE 802.3 3.2.6)"),
    ]

    /// The field of that name; nil if there is none.
    public static func named(_ name: String) -> FrameField? { all.first { $0.name == name } }
}
