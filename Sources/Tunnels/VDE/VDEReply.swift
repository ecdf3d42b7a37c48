/// What a switch answers: a `sockaddr_un` of 110 bytes, its data socket for this plug.
///
/// `vde_switch` cuts every frame at 1518 bytes without a word, and nothing in the protocol says so. A switch that takes longer
/// ones says it here, behind the NUL that ends the path, where nobody else looks: `WWL1`, then the limit as u32 in the byte
/// order of the host. Who gets no such mark takes the switch for one that cuts.
public struct VDEReply: Hashable, Sendable {
    /// Where the switch receives the plug's frames.
    public var address: VDEAddress
    /// The longest frame that the switch says it takes; nil: it says nothing.
    public var frameByteLimit: Int?

    /// The length of the message.
    public static let byteCount = VDEAddress.byteCount
    private static let mark = Array("WWL1".utf8)

    /// A reply.
    ///
    /// - Parameters:
    ///   - address: Where the switch receives the plug's frames.
    ///   - frameByteLimit: The longest frame that it takes; left out where the path leaves no room for it.
    public init(address: VDEAddress, frameByteLimit: Int? = nil) {
        self.address = address
        self.frameByteLimit = frameByteLimit
    }

    /// Reads an answer; nil for bytes that are none: too few, another family, or an address without a path.
    public init?(parsing bytes: [UInt8]) {
        guard bytes.count >= Self.byteCount, HostOrder.load(UInt16.self, from: bytes, at: 0) == VDEAddress.family
        else { return nil }
        let name = Array(bytes[2..<Self.byteCount])
        let path = name.prefix { $0 != 0 }
        guard !path.isEmpty, path.count < name.count else { return nil }
        let start = path.count + 1
        let end = start + Self.mark.count + 4
        if end <= name.count, name[start..<start + Self.mark.count].elementsEqual(Self.mark) {
            frameByteLimit = Int(HostOrder.load(UInt32.self, from: name, at: start + Self.mark.count))
        }
        address = VDEAddress(name: path)
    }

    /// The message.
    public var bytes: [UInt8] {
        var name = address.name
        let start = name.prefix { $0 != 0 }.count + 1
        if let frameByteLimit {
            let note = Self.mark + HostOrder.bytes(UInt32(clamping: frameByteLimit))
            if start + note.count <= name.count { name.replaceSubrange(start..<start + note.count, with: note) }
        }
        return HostOrder.bytes(VDEAddress.family) + name
    }
}
