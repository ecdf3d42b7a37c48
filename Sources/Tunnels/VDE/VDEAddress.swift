/// The address of a unix socket as it travels in VDE's control messages: a `sockaddr_un` of 110 bytes (unix(7)).
///
/// Nearly all are paths. User-mode Linux calls its sockets by abstract names, which begin with a NUL and are 108 bytes long.
public struct VDEAddress: Hashable, Sendable {
    /// What stands in `sun_path`: always ``nameByteCount`` bytes.
    public let name: [UInt8]

    /// The bytes of `sun_path`.
    public static let nameByteCount = 108
    /// The bytes of the whole address: a family of two bytes, then the name.
    public static let byteCount = 2 + nameByteCount
    /// `AF_UNIX`, in the byte order of the host.
    static let family: UInt16 = 1

    /// A path; nil if it is empty, longer than 107 bytes, or has a NUL in it.
    public init?(path: String) {
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < Self.nameByteCount, !bytes.contains(0) else { return nil }
        name = bytes + [UInt8](repeating: 0, count: Self.nameByteCount - bytes.count)
    }

    /// What `sun_path` has.
    ///
    /// - Parameter name: Bytes behind the field's length are left out, missing ones are NUL.
    init(name: some Sequence<UInt8>) {
        let bytes = Array(name.prefix(Self.nameByteCount))
        self.name = bytes + [UInt8](repeating: 0, count: Self.nameByteCount - bytes.count)
    }

    /// Whether it is a name that no file has.
    public var isAbstract: Bool { name[0] == 0 }

    /// The path, up to its NUL; nil for an abstract name.
    public var path: String? {
        isAbstract ? nil : String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The address as it is sent, in the byte order of the host.
    var bytes: [UInt8] { HostOrder.bytes(Self.family) + name }
}

/// Integers in the byte order of the host, which is what VDE's messages have: both ends share a machine.
enum HostOrder {
    static func bytes<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) -> [UInt8] {
        let ordered = value.littleEndian
        return (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: ordered >> (8 * $0)) }
    }

    /// The integer at an offset.
    ///
    /// - Precondition: The bytes are there.
    static func load<Value: FixedWidthInteger & UnsignedInteger>(
        _ type: Value.Type, from bytes: [UInt8], at offset: Int
    ) -> Value {
        let count = Value.bitWidth / 8
        precondition(offset >= 0 && offset + count <= bytes.count)
        return (0..<count).reduce(Value.zero) { $0 | Value(bytes[offset + $1]) << (8 * $1) }.littleEndian
    }
}
