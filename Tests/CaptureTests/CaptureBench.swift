import Capture
import Glibc
import NetCore
import SystemPackage
import TestSupport
import Testing
import WireFormats

/// A file that goes when the test does.
final class TemporaryFile {
    let path: String
    private let descriptor: FileDescriptor

    init() throws {
        var template = Array("/tmp/wirework-capture-XXXXXX".utf8CString)
        let number = mkstemp(&template)
        try #require(number >= 0)
        descriptor = FileDescriptor(rawValue: number)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? descriptor.close()
        unlink(path)
    }

    /// A descriptor for a writer to own.
    func forWriting() throws -> FileDescriptor { try descriptor.duplicate() }

    func contents() throws -> [UInt8] {
        let length = Int(try descriptor.seek(offset: 0, from: .end))
        return try [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = try descriptor.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}

/// A loop whose frames are captured into a file.
struct CaptureBench {
    let loop = Loop()
    let file: TemporaryFile
    let capture: FrameCapture

    static let epoch: Int64 = 1_700_000_000_000_000_000

    init(
        epoch: Int64 = epoch, snapLength: Int = FrameCapture.defaultSnapLength,
        flushInterval: Int64? = FrameCapture.defaultFlushInterval
    ) throws {
        file = try TemporaryFile()
        capture = FrameCapture(
            loop: loop, to: try file.forWriting(), epoch: epoch, snapLength: snapLength, flushInterval: flushInterval)
    }

    /// Two netdevs, `a` and `b`, wired to each other.
    func makePair(_ left: Probe = Probe(), _ right: Probe = Probe()) throws -> (a: Port, b: Port) {
        let a = loop.makePort(for: left, name: "a")
        let b = loop.makePort(for: right, name: "b")
        try a.connect(to: b)
        return (a, b)
    }

    /// A netdev at a port of a hub or switch, watched under its own name.
    func plug(_ probe: Probe = Probe(), _ name: String, into port: Port) throws -> Port {
        let netdev = loop.makePort(for: probe, name: name)
        try netdev.connect(to: port)
        // Ports that are yet to be told of their link stand in the run list already.
        loop.settle()
        capture.add(netdev)
        return netdev
    }

    /// What the file says after the end.
    func finished() throws -> CapturedFile {
        capture.finish()
        return try CapturedFile(try file.contents())
    }
}

/// A capture file, read.
struct CapturedFile {
    /// A packet in the words of the tests: `in a`, `out b`, `out b dropped: queue-full`.
    struct Packet {
        let event: String
        let bytes: [UInt8]
        let time: Int64?
        let originalByteCount: Int
    }

    private(set) var sections: [PcapNGSection] = []
    private(set) var interfaces: [PcapNGInterface] = []
    private(set) var packets: [Packet] = []
    private(set) var statistics: [PcapNGStatistics] = []

    var events: [String] { packets.map(\.event) }

    /// The numbers of the frames of an event.
    func numbers(_ event: String) -> [Int] {
        packets.filter { $0.event == event }.map { Sample.number(in: $0.bytes) }
    }

    init(_ file: [UInt8]) throws {
        var reader = PcapNGReader(file.span.bytes)
        while let block = try reader.next() {
            switch block {
            case .section(let section): sections.append(section)
            case .interface(let interface): interfaces.append(interface)
            case .statistics(let counts): statistics.append(counts)
            case .simple: Issue.record("a packet without a time")
            case .other(let type, _): Issue.record("a block of type \(type)")
            case .packet(let packet):
                let interface = reader.interfaces[packet.interface]
                let direction = [.inbound: "in", .outbound: "out"][packet.direction] ?? "?"
                packets.append(
                    Packet(
                        event: ([direction, interface.name ?? "?"] + packet.comments).joined(separator: " "),
                        bytes: Array(file[packet.bytes]), time: interface.nanoseconds(of: packet.time),
                        originalByteCount: packet.originalByteCount))
            }
        }
    }
}
