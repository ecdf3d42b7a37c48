import Hosts
import NICModels
import NetCore
import TestSupport
import WireFormats

/// Writes down what a host tells of.
final class RecordingDelegate: HostDelegate {
    private(set) var messages: [StampedMessage] = []
    private(set) var roomCalls = 0

    func host(_ host: Host, received message: StampedMessage) { messages.append(message) }

    var heard: [Heard] { messages.map { Heard(kind: $0.kind, stamp: $0.stamp) } }

    func hostHasTransmitRoom(_ host: Host) { roomCalls += 1 }
}

/// What a test expects of a ``StampedMessage``, which only hosts make.
struct Heard: Equatable {
    let kind: StampedMessage.Kind
    let stamp: FlowStamp
}

/// A host behind a NIC, with what it told.
struct Station {
    let nic: EmulatedNIC
    let host: Host
    let delegate = RecordingDelegate()

    /// Addresses at 52:54:00:12:34:55 + `number`; by default 10.0.0.`number`/24.
    init(_ loop: Loop, _ number: UInt8, addresses: [String]? = nil) throws {
        nic = EmulatedNIC(
            loop: loop, name: "h\(number):eth0", macAddress: MACAddress(truncating: 0x5254_0012_3455 + UInt64(number)))
        host = Host(
            loop: loop, name: "h\(number)", nics: [nic],
            interfaces: [Host.Interface(nic: 0, addresses: prefixes(addresses ?? ["10.0.0.\(number)/24"]))],
            routes: [])
        host.delegate = delegate
    }

    var port: Port { nic.port }
}

/// How two stations are joined.
enum Path: CaseIterable {
    case wire, hub, `switch`

    /// Plugs two ports in.
    func join(_ first: Port, _ second: Port, on loop: Loop) throws {
        switch self {
        case .wire:
            try first.connect(to: second)
        case .hub:
            let hub = Hub(loop: loop)
            for port in [first, second] { try port.connect(to: hub.addPort()) }
        case .switch:
            let fabric = Switch(loop: loop)
            for port in [first, second] { try port.connect(to: fabric.addPort()) }
        }
    }
}

/// Frames between 10.0.0.1 at 52:54:00:12:34:56 and 10.0.0.2 at ...:57, their checksums computed by another program.
enum Literal {
    static let first = IPAddress.v4(IPv4Address(10, 0, 0, 1))
    static let second = IPAddress.v4(IPv4Address(10, 0, 0, 2))
    static let arpRequest = bytes(
        "ffffffffffff 525400123456 0806  0001 0800 06 04 0001 525400123456 0a000001 000000000000 0a000002")
    static let arpReply = bytes(
        "525400123456 525400123457 0806  0001 0800 06 04 0002 525400123457 0a000002 525400123456 0a000001")
    /// Flow 7, number 3.
    static let stamp = bytes("57575246 00000007 0000000000000003")
    static let echoRequest =
        bytes(
            """
            525400123457 525400123456 0800  45 00 002c 0000 4000 40 01 26cf 0a000001 0a000002
            08 00 4e54 0001 0003
            """) + stamp
    static let echoReply =
        bytes(
            """
            525400123456 525400123457 0800  45 00 002c 0000 4000 40 01 26cf 0a000002 0a000001
            00 00 5654 0001 0003
            """) + stamp
    /// Port 5000 to 6000.
    static let datagram =
        bytes(
            """
            525400123457 525400123456 0800  45 00 002c 0000 4000 40 11 26bf 0a000001 0a000002
            1388 1770 0018 171c
            """) + stamp
    static let flowStamp = FlowStamp(id: 7 << 40 | 3)
    static let id = FrameID(flow: 7, number: 3)
}

/// A host, 10.0.0.2, on a wire to a probe that plays everybody else.
struct HostBench {
    let loop = Loop()
    let recorder: WireRecorder
    let station: Station
    let wire = Probe()
    let far: Port

    init(addresses: [String]? = nil) throws {
        recorder = WireRecorder(loop)
        station = try Station(loop, 2, addresses: addresses)
        far = loop.makePort(for: wire, name: "wire")
        try far.connect(to: station.port)
        loop.settle()
    }

    var host: Host { station.host }

    func drops(_ reason: DropReason) -> UInt64 { station.port.counters.drops[reason] }

    func send(_ frame: [UInt8], id: FrameID? = nil) {
        far.send(frame, id: id)
        loop.settle()
    }
}

/// An IPv4 packet in a frame to 10.0.0.2's station.
func frame(
    from source: IPv4Address = IPv4Address(10, 0, 0, 1), to destination: IPv4Address = IPv4Address(10, 0, 0, 2),
    _ protocol: IPProtocol, flags: UInt16 = 0x4000, _ payload: [UInt8]
) -> [UInt8] {
    [UInt8](atMost: 34 + payload.count) { output in
        EthernetHeader(
            destination: MACAddress(truncating: 0x5254_0012_3457), source: MACAddress(truncating: 0x5254_0012_3456),
            etherType: .ipv4
        ).write(into: &output)
        var header = IPv4Header(
            source: source, destination: destination, protocol: `protocol`, payloadByteCount: payload.count)
        header.flagsAndFragmentOffset = flags
        header.write(into: &output)
        for byte in payload { output.append(byte) }
    }
}

/// The echo message and the datagram of the literals, without their frames.
extension Literal {
    static let echoMessage = Array(echoRequest.dropFirst(34))
    static let udp = Array(datagram.dropFirst(34))
}

/// An address from its text; only for texts that are ones.
func address(_ text: String) -> IPAddress { IPAddress(text) ?? .v4(.unspecified) }

/// Prefixes from their texts; only for texts that are ones.
func prefixes(_ texts: [String]) -> [IPPrefix] { texts.compactMap { IPPrefix($0) } }

/// A station address from its last byte: 52:54:00:12:34:`byte`.
func station(_ byte: UInt8) -> MACAddress { MACAddress(truncating: 0x5254_0012_3400 + UInt64(byte)) }
