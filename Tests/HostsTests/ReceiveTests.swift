import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("What a host makes of what comes in")
struct ReceiveTests {
    /// A frame that is nobody's here, and the reason that is counted.
    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frame: [UInt8]
        let reason: DropReason

        init(_ name: String, _ reason: DropReason, _ frame: [UInt8]) {
            testDescription = name
            self.reason = reason
            self.frame = frame
        }
    }

    /// The frame with one byte changed.
    private static func flipped(_ frame: [UInt8], at offset: Int) -> [UInt8] {
        var frame = frame
        frame[offset] ^= 0x10
        return frame
    }

    static let refused: [Refused] = [
        Refused("IPv4 header checksum", .corrupted, flipped(Literal.echoRequest, at: 22)),
        Refused("ICMP checksum", .corrupted, flipped(Literal.echoRequest, at: 57)),
        Refused("UDP checksum", .corrupted, flipped(Literal.datagram, at: 57)),
        Refused("IP version 5", .corrupted, flipped(Literal.echoRequest, at: 14)),
        Refused("ARP for another hardware", .corrupted, flipped(Literal.arpRequest, at: 15)),
        Refused("first fragment", .notForMe, frame(.icmp, flags: 0x2000, Literal.echoMessage)),
        Refused("later fragment", .notForMe, frame(.icmp, flags: 0x0001, Literal.echoMessage)),
        Refused("another address", .notForMe, frame(to: IPv4Address(10, 0, 0, 3), .icmp, Literal.echoMessage)),
        Refused("network broadcast ping", .notForMe, frame(to: IPv4Address(10, 0, 0, 255), .icmp, Literal.echoMessage)),
        Refused("limited broadcast ping", .notForMe, frame(to: .broadcast, .icmp, Literal.echoMessage)),
        Refused("multicast ping", .notForMe, frame(to: IPv4Address(224, 0, 0, 1), .icmp, Literal.echoMessage)),
        Refused("TCP", .notForMe, frame(.tcp, [UInt8](repeating: 0, count: 20))),
        Refused("echo request with a code", .notForMe, frame(.icmp, bytes("08 01 f7f9 0001 0004"))),
        Refused("time exceeded", .notForMe, frame(.icmp, bytes("0b 00 f4ff 0000 0000"))),
        Refused("datagram to a closed port", .notForMe, Literal.datagram),
        Refused(
            "tagged", .notForMe,
            Array(Literal.echoRequest.prefix(12)) + [0x81, 0, 0, 5] + Literal.echoRequest.dropFirst(12)),
        Refused("IPv6", .notForMe, bytes("525400123457 525400123456 86dd") + [UInt8](repeating: 0, count: 46)),
        Refused(
            "service tag", .notForMe,
            Array(Literal.echoRequest.prefix(12)) + [0x88, 0xa8, 0, 0] + Literal.echoRequest.dropFirst(12)),
        Refused(
            "ARP from a group", .corrupted, Literal.arpRequest.enumerated().map { $0.offset == 22 ? 0xff : $0.element }),
        Refused("ping from everybody", .notForMe, frame(from: .broadcast, .icmp, Literal.echoMessage)),
        Refused("ping from a group", .notForMe, frame(from: IPv4Address(224, 0, 0, 1), .icmp, Literal.echoMessage)),
        Refused("ping from nobody", .notForMe, frame(from: .unspecified, .icmp, Literal.echoMessage)),
        Refused("a length for a type", .notForMe, bytes("525400123457 525400123456 0026") + [0x42, 0x42, 3]),
        Refused("ICMP header cut short by the packet", .truncated, frame(.icmp, [8, 0, 0xf7, 0xff])),
        Refused("UDP length past the packet", .truncated, frame(.udp, bytes("1388 1770 0018 0000"))),
        Refused("UDP length below its header", .corrupted, frame(.udp, bytes("1388 1770 0007 0000"))),
    ]

    @Test("counted under its reason, answered by nothing", arguments: refused)
    func refuses(_ refused: Refused) throws {
        let bench = try HostBench()
        bench.send(refused.frame)
        #expect(bench.drops(refused.reason) == 1)
        #expect(bench.station.port.counters.drops.total == 1)
        #expect(bench.wire.frames.isEmpty)
        #expect(bench.station.delegate.messages.isEmpty)
        #expect(bench.station.nic.statistics.rxFrames == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("padding behind the packet is not the message's, and is not sent back")
    func padding() throws {
        let bench = try HostBench()
        bench.send(Literal.arpRequest + [UInt8](repeating: 0xaa, count: 18))
        bench.send(frame(.icmp, bytes("08 00 f7fb 0001 0003")) + [UInt8](repeating: 0xaa, count: 18))
        #expect(bench.wire.frames.map(\.count) == [42, 42])
        #expect(bench.wire.frames.last?.suffix(8) == [0, 0, 0xff, 0xfb, 0, 1, 0, 3])
    }

    @Test("a datagram without a checksum is taken (RFC 768), and one to everybody")
    func datagrams() throws {
        let bench = try HostBench()
        bench.host.openPorts = [6000]
        let bare = bytes("1388 1770 0018 0000") + Literal.stamp
        bench.send(frame(.udp, bare))
        bench.send(frame(to: .broadcast, .udp, bare))
        bench.send(frame(to: IPv4Address(10, 0, 0, 255), .udp, bare))
        bench.send(frame(.udp, bytes("1388 1770 000c 0000 01020304")))
        #expect(bench.station.delegate.messages.count == 3, "the fourth has no stamp")
        #expect(bench.station.nic.statistics.rxFrames == 4)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "every truncation of every frame is counted as truncated, below 14 bytes as runt",
        arguments: [
            Literal.arpRequest, Literal.echoRequest, Literal.datagram, Literal6.solicitation, Literal6.echoRequest,
            Literal6.datagram,
        ])
    func truncations(_ whole: [UInt8]) throws {
        let bench = try HostBench(addresses: ["10.0.0.2/24", "fd00::2/64"])
        bench.host.openPorts = [6000]
        for byteCount in 0..<whole.count { bench.send(Array(whole.prefix(byteCount))) }
        #expect(bench.drops(.runt) == 14)
        #expect(bench.drops(.truncated) == UInt64(whole.count - 14))
        #expect(bench.wire.frames.isEmpty)
        #expect(bench.station.delegate.messages.isEmpty)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("50 000 mutated frames, and as many bytes of chance: nothing traps, nothing gets lost in silence")
    func mutations() throws {
        let bench = try HostBench(addresses: ["10.0.0.2/24", "fd00::2/64", "fe80::2/64"])
        bench.loop.observer = nil
        bench.station.nic.filter.isPromiscuous = true
        bench.host.openPorts = [6000]
        let originals = [
            Literal.arpRequest, Literal.arpReply, Literal.echoRequest, Literal.echoReply, Literal.datagram,
            Literal6.solicitation, Literal6.advertisement, Literal6.probe, Literal6.echoRequest, Literal6.echoReply,
            Literal6.datagram,
        ]
        var random = SplitMix64(seed: 0x5eed)
        for number in 0..<50_000 {
            var frame = originals[number % originals.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if number.isMultiple(of: 7) { frame.removeLast(Int.random(in: 0..<frame.count, using: &random)) }
            if number.isMultiple(of: 11) { frame += random.bytes(Int.random(in: 0..<80, using: &random)) }
            bench.far.send(frame)
            // A plausible beginning, so that chance gets further than the first check.
            bench.far.send(Array(frame.prefix(Int.random(in: 0..<60, using: &random))) + random.bytes(number % 90))
            if number.isMultiple(of: 100) { bench.loop.settle() }
        }
        _ = VirtualClock().run(bench.loop)
        #expect(bench.loop.audit().isEmpty)
        #expect(bench.loop.keptBlocks == 0, "questions have been given up, and what waited for them ended")
        #expect(bench.station.port.counters.rxFrames == 100_000)
    }
}
