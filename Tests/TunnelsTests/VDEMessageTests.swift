import TestSupport
import Testing
import Tunnels

@Suite("VDE's control messages")
struct VDEMessageTests {
    private static let path = "/tmp/vde.ctl/.00042-00000"

    /// What libvdeplug sends, written out by hand, on a host that stores the lowest byte first.
    private static let head: [UInt8] =
        [0xce, 0xfa, 0xed, 0xfe, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0] + Array(path.utf8)
        + [UInt8](repeating: 0, count: 108 - path.utf8.count)

    @Test("a request has 122 bytes and a description, in the byte order of the host")
    func bytes() throws {
        let address = try #require(VDEAddress(path: Self.path))
        let request = VDERequest(port: nil, address: address, description: "QEMU user=root")
        #expect(request.bytes == Self.head + Array("QEMU user=root".utf8))
        #expect(try VDERequest(parsing: request.bytes) == request)
        #expect(VDERequest.headByteCount == 122 && Self.head.count == 122)
    }

    @Test("a wanted port stands in the upper bytes of the type", arguments: [1, 3, 255, 65_535, 0xff_ffff])
    func port(number: Int) throws {
        let address = try #require(VDEAddress(path: "/a"))
        let request = VDERequest(port: number, address: address, description: "")
        #expect(request.bytes[8] == 0)
        #expect(request.bytes[9] == UInt8(number & 0xff))
        #expect(try VDERequest(parsing: request.bytes).port == number)
    }

    @Test("type 1, port 0 of old, is any port; a description is optional, as UML has none")
    func oldType() throws {
        var bytes = Self.head
        bytes[8] = 1
        let request = try VDERequest(parsing: bytes)
        #expect(request.port == nil && request.description.isEmpty)
        #expect(request.address.path == Self.path)
    }

    @Test("an abstract name keeps all of its 108 bytes: UML's socket is called so")
    func abstract() throws {
        var bytes = Self.head
        let name = [0] + (1...107).map { UInt8($0) }
        bytes.replaceSubrange(14..<122, with: name)
        let address = try VDERequest(parsing: bytes).address
        #expect(address.isAbstract && address.path == nil && address.name == name)
    }

    @Test(
        "what is no request is refused with the reason",
        arguments: [
            (0, UInt8(0), VDERequest.Refusal.magic(0xfeed_fa00)), (4, 1, .version(1)), (8, 2, .type(2)),
            (12, 2, .family(2)),
        ])
    func refused(offset: Int, byte: UInt8, reason: VDERequest.Refusal) {
        var bytes = Self.head
        bytes[offset] = byte
        #expect(throws: reason) { try VDERequest(parsing: bytes) }
    }

    @Test("a stranger is refused by its first bytes; a request that goes on is waited for")
    func early() {
        #expect(throws: VDERequest.Refusal.magic(0x2054_4547)) { try VDERequest(parsing: Array("GET / HTTP".utf8)) }
        for count in 0..<122 {
            #expect(throws: VDERequest.Refusal.incomplete) { try VDERequest(parsing: Array(Self.head.prefix(count))) }
        }
    }

    @Test("a description has 128 bytes at most; longer ones are not sent, and messages with one are refused")
    func longDescription() throws {
        let address = try #require(VDEAddress(path: "/a"))
        let request = VDERequest(port: nil, address: address, description: String(repeating: "x", count: 200))
        #expect(request.bytes.count == VDERequest.byteLimit)
        #expect(throws: VDERequest.Refusal.tooLong) { try VDERequest(parsing: request.bytes + [0x78]) }
    }

    @Test("any bytes are read or refused", arguments: 0..<50 as Range<UInt64>)
    func anyBytes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            var bytes = random.bytes(Int.random(in: 0...300, using: &random))
            let known = Int.random(in: 0...16, using: &random)
            bytes.replaceSubrange(0..<min(known, bytes.count), with: Self.head.prefix(min(known, bytes.count)))
            if let request = try? VDERequest(parsing: bytes) {
                #expect(request.address.name.count == 108)
                #expect((try? VDERequest(parsing: request.bytes))?.address == request.address)
            }
            if let reply = VDEReply(parsing: bytes) { #expect(reply.address.path?.isEmpty == false) }
        }
    }

    @Test("a reply is the address alone; how long frames may be stands where others do not look")
    func reply() throws {
        let address = try #require(VDEAddress(path: "/tmp/vde.ctl/001.7"))
        let plain = VDEReply(address: address)
        #expect(plain.bytes == [1, 0] + address.name && plain.bytes.count == 110)
        #expect(VDEReply(parsing: plain.bytes) == plain)
        let marked = VDEReply(address: address, frameByteLimit: 65_553)
        #expect(marked.bytes.prefix(21) == plain.bytes.prefix(21))
        #expect(VDEReply(parsing: marked.bytes)?.frameByteLimit == 65_553)
        #expect(VDEReply(parsing: marked.bytes)?.address == address)
    }

    @Test("a path that leaves no room for the limit goes without", arguments: [98, 99, 100, 107])
    func longPath(count: Int) throws {
        let address = try #require(VDEAddress(path: "/" + String(repeating: "x", count: count - 1)))
        let reply = VDEReply(address: address, frameByteLimit: 9000)
        #expect(VDEReply(parsing: reply.bytes)?.frameByteLimit == (count <= 99 ? 9000 : nil))
        #expect(VDEReply(parsing: reply.bytes)?.address == address)
    }

    @Test("what is no reply: too short, another family, no path, a path without an end")
    func noReply() throws {
        let bytes = VDEReply(address: try #require(VDEAddress(path: "/a"))).bytes
        #expect(VDEReply(parsing: Array(bytes.dropLast())) == nil)
        #expect(VDEReply(parsing: [2, 0] + bytes.dropFirst(2)) == nil)
        #expect(VDEReply(parsing: [1, 0] + [UInt8](repeating: 0, count: 108)) == nil)
        #expect(VDEReply(parsing: [1, 0] + [UInt8](repeating: 0x61, count: 108)) == nil)
    }

    @Test("paths that are none", arguments: ["", "a\0b", String(repeating: "x", count: 108)])
    func noPath(path: String) {
        #expect(VDEAddress(path: path) == nil)
    }
}
