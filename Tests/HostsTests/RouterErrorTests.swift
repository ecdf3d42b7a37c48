import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("What a router gives back")
struct RouterErrorTests {
    /// A frame that does not go on, why, and what its sender is told.
    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frame: [UInt8]
        let reason: DropReason
        let told: [UInt8]?

        init(_ name: String, _ reason: DropReason, _ frame: [UInt8], told: [UInt8]? = nil) {
            testDescription = name
            self.reason = reason
            self.frame = frame
            self.told = told
        }
    }

    @Test(
        "the frame ends under its reason, and its sender is told, byte for byte",
        arguments: [
            Refused("time to live", .ttlExpired, RouterLiteral.expiring, told: RouterLiteral.timeExceeded),
            Refused("no route", .noRoute, RouterLiteral.lost, told: RouterLiteral.netUnreachable),
            Refused("too long", .oversize, RouterLiteral.long, told: RouterLiteral.fragmentationNeeded),
            Refused("hop limit", .ttlExpired, RouterLiteral.expiring6, told: RouterLiteral.timeExceeded6),
            Refused("no route, IPv6", .noRoute, RouterLiteral.lost6, told: RouterLiteral.noRoute6),
            Refused("too long, IPv6", .oversize, RouterLiteral.long6, told: RouterLiteral.tooBig),
        ])
    func told(_ refused: Refused) throws {
        let router = try RouterBench(mtu: 68)
        router.send(refused.frame, id: Literal.id)
        #expect(router.near == [refused.told ?? []])
        #expect(router.bench.wires[0].ids == [nil], "an error belongs to no flow")
        #expect(router.far.isEmpty)
        #expect(router.drops(refused.reason) == 1)
        #expect(router.dropped == 1)
        let ended = router.bench.recorder.events.filter { $0.reason != nil }
        #expect(ended.map(\.id) == [Literal.id])
        #expect(router.loop.audit().isEmpty)
    }

    @Test(
        "a next hop that does not answer three times is unreachable",
        arguments: [
            (RouterLiteral.datagram, RouterLiteral.hostUnreachable),
            (RouterLiteral.datagram6, RouterLiteral.addressUnreachable),
        ])
    func unresolved(_ frame: [UInt8], _ told: [UInt8]) throws {
        let router = try RouterBench(isTaught: false)
        router.bench.teach("10.0.1.2", at: 0x56, to: "10.0.1.1", on: 0)
        router.teach6(0, 0x56)
        router.bench.wires[0].clear()
        router.send(frame, id: Literal.id)
        _ = VirtualClock().run(router.loop)
        #expect(router.far.count == 3)
        #expect(router.loop.now == 3_000_000_000)
        #expect(router.near == [told])
        #expect(router.drops(.unresolved, on: 1) == 1)
        #expect(router.dropped == 1)
        #expect(router.loop.audit().isEmpty)
    }

    static let unsaid: [Refused] = [
        Refused(
            "an error", .ttlExpired, Packet(proto: .icmp, timeToLive: 1, payload: bytes("0b00 f4ff 00000000")).frame),
        Refused("a redirect", .ttlExpired, Packet(proto: .icmp, timeToLive: 1, payload: bytes("0501 0000")).frame),
        Refused("ICMP without a type", .ttlExpired, Packet(proto: .icmp, timeToLive: 1, payload: []).frame),
        Refused("a later fragment", .ttlExpired, Packet(timeToLive: 1, flags: 1).frame),
        Refused(
            "an ICMPv6 error", .ttlExpired,
            icmpv6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, hopLimit: 1, bytes("0100 0000 00000000"))),
        Refused(
            "an ICMPv6 redirect", .ttlExpired,
            icmpv6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, hopLimit: 1, bytes("8900 0000 00000000"))),
        Refused(
            "an ICMPv6 error behind options", .ttlExpired,
            frame6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, hopLimit: 1, IPProtocol(rawValue: 60),
                bytes("3a00 0104 00000000  0100 0000 00000000"))),
        Refused(
            "a later fragment of an ICMPv6 message", .ttlExpired,
            frame6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, hopLimit: 1, IPProtocol(rawValue: 44),
                bytes("3a00 0008 00000001  8000 0000 00000000"))),
        Refused(
            "options that are longer than the packet", .ttlExpired,
            frame6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, hopLimit: 1, IPProtocol(rawValue: 0),
                bytes("3aff 0104 00000000"))),
        Refused("to all stations", .notForMe, Packet(station: bytes("ffffffffffff")).frame),
        Refused("to a network of the router", .notForMe, Packet(destination: "10.0.2.255").frame),
        Refused("to a group", .notForMe, Packet(destination: "224.0.0.9").frame),
        Refused("to everybody", .notForMe, Packet(destination: "255.255.255.255", proto: .tcp).frame),
        Refused("to itself", .notForMe, Packet(destination: "127.0.0.1").frame),
        Refused("to this network", .notForMe, Packet(destination: "0.1.2.3").frame),
        Refused("from nobody", .notForMe, Packet(source: "0.0.0.0").frame),
        Refused("from a group", .notForMe, Packet(source: "224.0.0.9").frame),
        Refused("from everybody", .notForMe, Packet(source: "255.255.255.255").frame),
        Refused("from a network of the router", .notForMe, Packet(source: "10.0.2.255").frame),
        Refused("from a loopback", .notForMe, Packet(source: "127.0.0.1").frame),
        Refused("from the router itself", .notForMe, Packet(source: "10.0.2.1").frame),
        Refused("from a link-local address", .notForMe, Packet(source: "169.254.0.9").frame),
        Refused("to a link-local address", .notForMe, Packet(destination: "169.254.0.9").frame),
        Refused(
            "to a link-local address of IPv6", .notForMe,
            frame6(from: "fd00:1::2", to: "fe80::9", at: 0x5254_0012_34a0, .udp, Literal.udp)),
        Refused(
            "from nobody of IPv6", .notForMe,
            frame6(from: "::", to: "fd00:2::2", at: 0x5254_0012_34a0, .udp, Literal.udp)),
        Refused("a header that is corrupted", .corrupted, corrupted),
        Refused("a packet that ends before its length", .truncated, Array(RouterLiteral.datagram.dropLast())),
    ]

    private static let corrupted = RouterLiteral.datagram.enumerated().map { $0.offset == 25 ? 0xff : $0.element }

    @Test("nothing is said of what nothing may be said of", arguments: unsaid)
    func silent(_ refused: Refused) throws {
        let router = try RouterBench()
        router.send(refused.frame)
        #expect(router.near.isEmpty && router.far.isEmpty)
        #expect(router.drops(refused.reason) == 1)
        #expect(router.dropped == 1)
        #expect(router.loop.audit().isEmpty)
    }

    @Test(
        "an echo and a first fragment are reported, of either version",
        arguments: [
            Packet(proto: .icmp, timeToLive: 1, payload: Literal.echoMessage).frame,
            Packet(timeToLive: 1, flags: 0x2000).frame,
            icmpv6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, hopLimit: 1, bytes("8000 0000 00010002")),
            frame6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, hopLimit: 1, IPProtocol(rawValue: 44),
                bytes("3a00 0001 00000001  8000 0000 00010002")),
        ])
    func reported(_ frame: [UInt8]) throws {
        let router = try RouterBench()
        router.send(frame)
        #expect(router.near.map { $0.suffix(frame.count - 14) } == [frame.dropFirst(14)])
    }

    @Test("what cannot be answered beyond its link does not leave it (RFC 4443 section 3.1, code 2)")
    func beyondScope() throws {
        let router = try RouterBench()
        router.send(
            icmpv6(
                from: "fe80::9", to: "fd00:1::1", at: 0x5254_0012_34a0,
                bytes("8700 0000 00000000 fd000001000000000000000000000001 0101 525400123499")))
        router.send(frame6(from: "fe80::9", to: "fd00:2::2", at: 0x5254_0012_34a0, .udp, Literal.udp))
        #expect(router.far.isEmpty)
        #expect(router.drops(.noRoute) == 1)
        #expect(router.near.last?[54..<56] == [1, 2])
        #expect(router.near.last?[5] == 0x99)
    }

    @Test("an error quotes as much as fits in 576 bytes, or in 1280 with IPv6")
    func quotes() throws {
        let router = try RouterBench(mtu: 1000)
        router.send(Packet(payload: [UInt8](repeating: 7, count: 1400)).frame)
        router.send(
            frame6(
                from: "fd00:1::2", to: "fd00:2::2", at: 0x5254_0012_34a0, .udp, [UInt8](repeating: 7, count: 1400)))
        #expect(router.near.map { $0.count - 14 } == [576, 1280])
        #expect(router.near[0][34..<42].dropFirst(4) == [0, 0, 3, 232])
        #expect(router.near[1][58..<62] == [0, 0, 3, 232])
        #expect(router.drops(.oversize) == 2)
    }

    @Test("a packet of just the MTU fits, with any flags; one byte more does not, fragments or not")
    func mtu() throws {
        let router = try RouterBench(mtu: 100)
        for flags: UInt16 in [0, 0x4000] {
            router.send(Packet(flags: flags, payload: [UInt8](repeating: 0, count: 80)).frame)
            router.send(Packet(flags: flags, payload: [UInt8](repeating: 0, count: 81)).frame)
        }
        #expect(router.far.map(\.count) == [114, 114])
        #expect(router.near.count == 2)
    }

    @Test("an error comes from the address that its sender is on a network with, else from the interface's first")
    func sources() throws {
        let router = try RouterBench(
            routes: [("172.16.0.0/12", ["10.0.1.2"])],
            interfaces: [(0, nil, ["10.0.7.1/24", "10.0.1.1/24"]), (1, nil, ["10.0.2.1/24"])])
        router.send(Packet(timeToLive: 1).frame)
        router.send(Packet(source: "172.16.0.9", timeToLive: 1).frame)
        #expect(router.near.map { Array($0[26..<34]) } == [[10, 0, 1, 1, 10, 0, 1, 2], [10, 0, 7, 1, 172, 16, 0, 9]])
    }

    @Test("an error waits for its way back to be known, and has a reason itself if there is none")
    func waits() throws {
        let router = try RouterBench(isTaught: false)
        router.send(RouterLiteral.expiring, id: Literal.id)
        #expect(router.near.count == 1, "a question")
        router.bench.teach("10.0.1.2", at: 0x56, to: "10.0.1.1", on: 0)
        #expect(router.near.last == RouterLiteral.timeExceeded)
        router.send(Packet(source: "192.0.2.1", timeToLive: 1).frame)
        #expect(router.drops(.noRoute) == 1)
        router.send(Packet(source: "10.0.1.77", timeToLive: 1).frame)
        _ = VirtualClock().run(router.loop)
        #expect(router.drops(.unresolved) == 1)
        #expect(router.drops(.ttlExpired) == 3)
        #expect(router.loop.audit().isEmpty)
    }

    @Test("more than a thousand errors do not wait")
    func bounded() throws {
        let router = try RouterBench(isTaught: false)
        for _ in 0..<1500 { router.send(RouterLiteral.expiring) }
        #expect(router.drops(.queueFull) == 500)
        _ = VirtualClock().run(router.loop)
        #expect(router.drops(.unresolved) == 1000)
        #expect(router.drops(.ttlExpired) == 1500)
        #expect(router.loop.audit().isEmpty)
    }

    @Test("a host takes the errors about its own packets, and no others")
    func taken() throws {
        let host = try MultiHost(nics: 1, [(0, nil, ["10.0.1.2/24", "fd00:1::2/64"])])
        let toHost = bytes("5254001234a0")
        let errors = [RouterLiteral.timeExceeded, RouterLiteral.fragmentationNeeded, RouterLiteral.tooBig]
        for error in errors { host.send(toHost + error.dropFirst(6), to: 0) }
        #expect(host.nics[0].statistics.rxFrames == 3)
        #expect(host.nics[0].port.counters.drops.total == 0)
        let stranger = try MultiHost(nics: 1, [(0, nil, ["10.0.1.2/24"])])
        var error = RouterLiteral.timeExceeded
        // Quoted: from 10.0.1.3, which the checksum of the message knows.
        error[57] = 3
        error[37] &-= 1
        stranger.send(toHost + error.dropFirst(6), to: 0)
        #expect(stranger.nics[0].port.counters.drops[.notForMe] == 1)
        #expect(stranger.wires[0].frames.isEmpty)
    }
}

@Suite("What a router makes of anything")
struct RouterFuzzTests {
    @Test("20 000 mutated frames: nothing traps, nothing gets lost in silence, nothing goes on with a wrong checksum")
    func mutations() throws {
        let router = try RouterBench(mtu: 120, routes: [("10.8.0.0/13", ["10.0.2.9"]), ("::/0", ["fd00:2::2"])])
        router.loop.observer = nil
        for nic in router.bench.nics { nic.filter.isPromiscuous = true }
        let originals = [
            RouterLiteral.datagram, RouterLiteral.expiring, RouterLiteral.lost, RouterLiteral.long,
            RouterLiteral.datagram6, RouterLiteral.expiring6, RouterLiteral.lost6, RouterLiteral.tooBig,
            RouterLiteral.timeExceeded, Packet(payload: [UInt8](repeating: 9, count: 200)).frame,
        ]
        var random = SplitMix64(seed: 0x7007)
        for number in 0..<20_000 {
            var frame = originals[number % originals.count]
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            // With a header that adds up, so that chance gets further than that.
            if frame.count > 34, frame[12] == 8 { Self.mend(&frame) }
            if number.isMultiple(of: 7) { frame.removeLast(Int.random(in: 0..<frame.count, using: &random)) }
            if number.isMultiple(of: 11) { frame += random.bytes(Int.random(in: 0..<80, using: &random)) }
            router.bench.fars[number % 2].send(frame)
            if number.isMultiple(of: 50) { router.loop.settle() }
            if number.isMultiple(of: 5000) { _ = VirtualClock().run(router.loop) }
        }
        _ = VirtualClock().run(router.loop)
        #expect(router.loop.audit().isEmpty)
        #expect(router.loop.keptBlocks == 0)
        #expect(router.bench.nics.reduce(0) { $0 + $1.account.handedOver } > 1000)
        let packets = (router.near + router.far).filter { $0[12] == 8 && $0[13] == 0 }.map { Array($0.dropFirst(14)) }
        #expect(packets.count > 1000)
        #expect(packets.allSatisfy(isIntact))
    }

    /// Puts the checksum of an IPv4 header right, if it is there.
    private static func mend(_ frame: inout [UInt8]) {
        let byteCount = Int(frame[14] & 0xf) * 4
        guard byteCount >= 20, frame.count >= 14 + byteCount else { return }
        var sum = 0
        for offset in stride(from: 14, to: 14 + byteCount, by: 2) where offset != 24 {
            sum += Int(frame[offset]) << 8 | Int(frame[offset + 1])
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        (frame[24], frame[25]) = (UInt8(~sum >> 8 & 0xff), UInt8(~sum & 0xff))
    }
}
