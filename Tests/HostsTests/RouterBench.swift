import Hosts
import NICModels
import NetCore
import TestSupport
import WireFormats

/// A router, 10.0.1.1 and fd00:1::1 on a wire to one probe, 10.0.2.1 and fd00:2::1 on a wire to another, which play all
/// others: 10.0.1.2 at 52:54:00:12:34:56 on the first, 10.0.2.2 at ...:57 on the second, and the same of fd00.
struct RouterBench {
    let bench: MultiHost

    /// - Parameters:
    ///   - mtu: Of the second NIC.
    ///   - isTaught: Whether the router knows the stations already.
    init(
        mtu: Int = 1500, routes: [(String, [String])] = [], isTaught: Bool = true,
        interfaces: [(nic: Int, vlan: UInt16?, addresses: [String])] = [
            (0, nil, ["10.0.1.1/24", "fd00:1::1/64"]), (1, nil, ["10.0.2.1/24", "fd00:2::1/64"]),
        ]
    ) throws {
        bench = try MultiHost(nics: interfaces.count, interfaces, routes: routes, forwards: true, mtu: [1: mtu])
        guard isTaught else { return }
        for (nic, sender) in [(0, UInt8(0x56)), (1, 0x57)] {
            bench.teach("10.0.\(nic + 1).2", at: sender, to: "10.0.\(nic + 1).1", on: nic)
            teach6(nic, sender)
        }
        for wire in bench.wires { wire.clear() }
    }

    var loop: Loop { bench.loop }
    /// What came out at the first and at the second wire.
    var near: [[UInt8]] { bench.wires[0].frames }
    var far: [[UInt8]] { bench.wires[1].frames }

    func drops(_ reason: DropReason, on nic: Int = 0) -> UInt64 { bench.nics[nic].port.counters.drops[reason] }

    /// All that any NIC has dropped.
    var dropped: UInt64 { bench.nics.reduce(0) { $0 + $1.port.counters.drops.total } }

    /// Sends a frame to the first NIC.
    func send(_ frame: [UInt8], id: FrameID? = nil) { bench.send(frame, to: 0, id: id) }

    /// A neighbour solicitation, from which the router learns who has fd00:`nic + 1`::2.
    func teach6(_ nic: Int, _ sender: UInt8) {
        let network = "fd00:\(nic + 1)::"
        let target = bytes("fd00 000\(nic + 1) 000000000000000000000001")
        bench.send(
            icmpv6(
                from: network + "2", to: network + "1", at: 0x5254_0012_34a0 + UInt64(nic),
                bytes("8700 0000 00000000") + target + bytes("0101 5254001234") + [sender]), to: nic)
    }
}

/// A packet from 10.0.1.2 in a frame to the router's first NIC, all of whose header can be said.
struct Packet {
    var source = "10.0.1.2"
    var destination = "10.0.2.2"
    var proto = IPProtocol.udp
    var timeToLive: UInt8 = 64
    var flags: UInt16 = 0x4000
    /// At the router's first NIC.
    var station = bytes("5254001234a0")
    var payload = Literal.udp

    var frame: [UInt8] {
        guard let source = IPv4Address(source), let destination = IPv4Address(destination) else { return [] }
        return station + bytes("525400123456 0800")
            + [UInt8](atMost: 20 + payload.count) { output in
                var header = IPv4Header(
                    source: source, destination: destination, protocol: proto, payloadByteCount: payload.count,
                    timeToLive: timeToLive)
                header.flagsAndFragmentOffset = flags
                header.write(into: &output)
                for byte in payload { output.append(byte) }
            }
    }
}

/// Whether the header checksum of an IPv4 packet is right.
func isIntact(_ packet: [UInt8]) -> Bool { IPv4Header.checksumIsValid(in: packet.span.bytes) }
