/// What a plug asks of a switch on its control stream, once, right after connecting.
///
///      0  u32  0xfeedface
///      4  u32  version, 3
///      8  u32  type: 0 a port, 1 port 0 of old; a wanted port is in the upper 24 bits
///     12  sockaddr_un of the plug's own data socket, 110 bytes
///    122  a description of at most 128 bytes, without a NUL
///
/// Everything is in the byte order of the host. The message has no length: whatever comes together is one, and User-mode
/// Linux sends none of the description.
public struct VDERequest: Hashable, Sendable {
    /// The port that is wanted, from 1; nil: any.
    public var port: Int?
    /// Where the plug receives frames.
    public var address: VDEAddress
    /// Who it is, for people.
    public var description: String

    /// The magic number at the beginning.
    public static let magic: UInt32 = 0xfeed_face
    /// The only version in use.
    public static let version: UInt32 = 3
    /// What stands before the description.
    public static let headByteCount = 12 + VDEAddress.byteCount
    /// The longest description.
    public static let descriptionByteLimit = 128
    /// The longest message.
    public static let byteLimit = headByteCount + descriptionByteLimit

    /// A request.
    ///
    /// - Parameters:
    ///   - port: The port that is wanted, 1 to 2^24 - 1; nil: any.
    ///   - address: Where the plug receives frames.
    ///   - description: Who it is; what is beyond 128 bytes is left out.
    public init(port: Int?, address: VDEAddress, description: String) {
        self.port = port
        self.address = address
        self.description = description
    }

    /// Why a message is no request.
    public enum Refusal: Error, Hashable, Sendable {
        /// It goes on: more bytes have to come.
        case incomplete
        /// It begins with another number.
        case magic(UInt32)
        /// It speaks another version.
        case version(UInt32)
        /// It asks for something else than a port.
        case type(UInt32)
        /// The address is not one of a unix socket.
        case family(UInt16)
        /// It has more bytes than a request can have.
        case tooLong
    }

    /// Reads what came from a plug; any bytes may come.
    public init(parsing bytes: [UInt8]) throws(Refusal) {
        // A stranger is told at once, before it has sent a whole request.
        if bytes.count >= 4 {
            let magic = HostOrder.load(UInt32.self, from: bytes, at: 0)
            guard magic == Self.magic else { throw .magic(magic) }
        }
        if bytes.count >= 8 {
            let version = HostOrder.load(UInt32.self, from: bytes, at: 4)
            guard version == Self.version else { throw .version(version) }
        }
        guard bytes.count >= Self.headByteCount else { throw .incomplete }
        guard bytes.count <= Self.byteLimit else { throw .tooLong }
        let type = HostOrder.load(UInt32.self, from: bytes, at: 8)
        guard type & 0xff <= 1 else { throw .type(type) }
        let family = HostOrder.load(UInt16.self, from: bytes, at: 12)
        guard family == VDEAddress.family else { throw .family(family) }
        let wanted = Int(type >> 8)
        port = wanted == 0 ? nil : wanted
        address = VDEAddress(name: bytes[14..<Self.headByteCount])
        description = String(decoding: bytes[Self.headByteCount...].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The message.
    public var bytes: [UInt8] {
        let type = UInt32(truncatingIfNeeded: (port ?? 0) << 8)
        return HostOrder.bytes(Self.magic) + HostOrder.bytes(Self.version) + HostOrder.bytes(type) + address.bytes
            + description.utf8.prefix(Self.descriptionByteLimit)
    }
}

extension VDERequest.Refusal: CustomStringConvertible {
    /// The reason, in a few words.
    public var description: String {
        switch self {
        case .incomplete: "it ends before its \(VDERequest.headByteCount) bytes"
        case .magic(let number): "it begins with 0x\(String(number, radix: 16)) and not with 0xfeedface"
        case .version(let number): "version \(number) is not \(VDERequest.version)"
        case .type(let number): "type \(number & 0xff) asks for no port"
        case .family(let number): "address family \(number) is no unix socket's"
        case .tooLong: "it has more than \(VDERequest.byteLimit) bytes"
        }
    }
}
