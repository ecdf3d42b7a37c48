import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("What a router sends on")
struct RouterTests {
    @Test(
        "the packet as it came, with one less to live, in a frame to the next station",
        arguments: [
            (RouterLiteral.datagram, RouterLiteral.forwarded), (RouterLiteral.datagram6, RouterLiteral.forwarded6),
        ])
    func forwards(_ frame: [UInt8], _ forwarded: [UInt8]) throws {
        let router = try RouterBench()
        router.send(frame)
        #expect(router.far == [forwarded])
        #expect(router.near.isEmpty)
        #expect(router.dropped == 0)
        let statistics = router.bench.nics.map(\.statistics)
        #expect(statistics[0].rxFrames == 3 && statistics[1].txFrames == 2, "with neighbour discovery")
        #expect(router.loop.audit().isEmpty)
    }

    @Test("it is the same frame: identity and time stay, and it is neither made nor taken on the way")
    func identity() throws {
        let router = try RouterBench()
        let made = router.bench.nics[1].port.counters.madeFrames
        let taken = router.bench.nics[0].account.consumed
        router.send(RouterLiteral.datagram, id: Literal.id)
        #expect(router.bench.wires[1].ids == [Literal.id])
        #expect(router.bench.nics[1].port.counters.madeFrames == made)
        #expect(router.bench.nics[0].account.consumed == taken)
        #expect(router.bench.nics[0].account.handedOver == 1 && router.bench.nics[1].account.takenOver == 1)
        #expect(router.loop.audit().isEmpty)
    }

    @Test("what stands behind the packet stays behind, options and extension headers go with it")
    func lengths() throws {
        let router = try RouterBench()
        router.send(RouterLiteral.datagram + [0xaa, 0xaa])
        #expect(router.far.last == RouterLiteral.forwarded)
        // Router alert and an end of options (RFC 2113); a hop-by-hop header with a PadN.
        router.send(
            bytes(
                "5254001234a0 525400123456 0800 47 00 001c 0000 4000 40 11 8dc9 0a000102 0a000202 94040000 00000000"))
        #expect(
            router.far.last?[14..<42]
                == bytes("47 00 001c 0000 4000 3f 11 8ec9 0a000102 0a000202 9404000000000000")[...])
        let extended = bytes("60000000 0010 00 40 fd000001000000000000000000000002 fd000002000000000000000000000002")
        let rest = bytes("3b00 0104 00000000 1122334455667788")
        router.send(bytes("5254001234a0 525400123456 86dd") + extended + rest)
        #expect(router.far.last?.suffix(16) == rest[...])
        #expect(router.far.count == 3)
        #expect(router.dropped == 0)
    }

    @Test("the checksum of every header stays right, whatever it is made of (RFC 1624)")
    func checksums() {
        var random = SplitMix64(seed: 0x1624)
        for _ in 0..<5_000 {
            var packet = random.bytes(20 + 4 * Int.random(in: 0...10, using: &random))
            packet[0] = 0x40 | UInt8(packet.count / 4)
            (packet[2], packet[3]) = (0, UInt8(packet.count))
            packet[8] = UInt8.random(in: 2...255, using: &random)
            let sum = [UInt8](atMost: 2) { output in
                var checksum = InternetChecksum()
                for offset in stride(from: 0, to: packet.count, by: 2) where offset != 10 {
                    checksum.add(UInt16(packet[offset]) << 8 | UInt16(packet[offset + 1]))
                }
                output.append(bigEndian: checksum.value)
            }
            packet.replaceSubrange(10..<12, with: sum)
            let forwarded = [UInt8](atMost: packet.count) { output in
                (try? IPv4Header(parsing: packet.span.bytes))?.writeForwarded(packet.span.bytes, into: &output)
            }
            #expect(isIntact(forwarded))
            #expect(forwarded[8] == packet[8] - 1)
            #expect(forwarded[12...] == packet[12...] && forwarded[..<8] == packet[..<8] && forwarded[9] == packet[9])
        }
    }

    @Test("by the longest prefix, by the first next hop whose link is up, to that station")
    func nextHops() throws {
        let router = try RouterBench(
            routes: [("0.0.0.0/0", ["10.0.1.9"]), ("10.9.0.0/16", ["10.0.2.2", "10.0.1.2"])])
        router.send(Packet(destination: "10.9.1.1").frame)
        #expect(router.far.map { $0[5] } == [0x57])
        router.bench.fars[1].setUp(false)
        router.send(Packet(destination: "10.9.1.1").frame)
        #expect(router.near.map { $0[5] } == [0x56], "back on the same link, and no redirect")
        #expect(router.near[0][26..<34] == [10, 0, 1, 2, 10, 9, 1, 1])
        router.send(Packet(destination: "192.0.2.1").frame)
        #expect(router.near.last?.suffix(4) == [10, 0, 1, 9], "the default route's is asked for")
        router.send(Packet(destination: "10.0.2.2").frame)
        #expect(router.drops(.linkDown, on: 1) == 1)
        #expect(router.loop.audit().isEmpty)
    }

    @Test("between VLANs of one NIC, with the tag of each")
    func onAStick() throws {
        let router = try RouterBench(
            isTaught: false,
            interfaces: [(0, 10, ["10.0.1.1/24"]), (0, 20, ["10.0.2.1/24"])])
        router.bench.teach("10.0.2.2", at: 0x57, to: "10.0.2.1", on: 0, tag: "8100 0014")
        let tagged = RouterLiteral.datagram.prefix(12) + bytes("8100 000a") + RouterLiteral.datagram.dropFirst(12)
        router.send(Array(tagged), id: Literal.id)
        #expect(
            router.near.last == bytes("525400123457 5254001234a0 8100 0014") + RouterLiteral.forwarded.dropFirst(12))
        #expect(router.loop.audit().isEmpty)
    }

    @Test("frames wait for their next hop and go on in their order, each as itself")
    func waiting() throws {
        let router = try RouterBench(isTaught: false)
        for number in 0..<5 { router.send(RouterLiteral.datagram, id: FrameID(flow: 1, number: UInt64(number))) }
        #expect(router.far.count == 1, "one question")
        #expect(router.loop.keptBlocks == 5)
        router.bench.teach("10.0.2.2", at: 0x57, to: "10.0.2.1", on: 1)
        #expect(router.far.dropFirst() == Array(repeating: RouterLiteral.forwarded, count: 5)[...])
        #expect(router.bench.wires[1].ids.compactMap(\.self) == (0..<5).map { FrameID(flow: 1, number: $0) })
        #expect(router.loop.keptBlocks == 0)
        #expect(router.loop.audit().isEmpty)
    }

    @Test("more than a thousand do not wait: they end as queue-full")
    func bounded() throws {
        let router = try RouterBench(isTaught: false)
        for _ in 0..<1500 { router.send(RouterLiteral.datagram) }
        #expect(router.drops(.queueFull) == 500)
        #expect(router.loop.audit().isEmpty)
        _ = VirtualClock().run(router.loop)
        #expect(router.drops(.unresolved, on: 1) == 1000)
        #expect(router.loop.keptBlocks == 0)
        #expect(router.loop.audit().isEmpty)
    }

    @Test("it answers for all its addresses at every interface, and asks and is asked on each link alone")
    func ownAddresses() throws {
        let router = try RouterBench()
        router.bench.ping(from: "10.0.1.2", to: "10.0.2.1", on: 0, id: Literal.id)
        #expect(router.near.map { Array($0[26..<34]) } == [[10, 0, 2, 1, 10, 0, 1, 2]])
        #expect(router.near.last?[34] == 0, "a reply")
        router.send(icmpv6(from: "fd00:1::2", to: "fd00:2::1", at: 0x5254_0012_34a0, bytes("8000 0000 0001 0002")))
        #expect(router.near.last?[54] == 129)
        router.bench.ask("10.0.2.1", on: 0)
        #expect(router.near.count == 2)
        #expect(router.drops(.notForMe) == 1)
        #expect(router.loop.audit().isEmpty)
    }

    @Test("a router's neighbour advertisement says that it is one (RFC 4861 section 4.4)")
    func advertisement() throws {
        let router = try RouterBench(isTaught: false)
        router.teach6(0, 0x56)
        #expect(router.near.last?[58] == 0xe0)
    }

    @Test("a host forwards nothing")
    func host() throws {
        let host = try MultiHost(nics: 2, [(0, nil, ["10.0.1.1/24"]), (1, nil, ["10.0.2.1/24"])])
        host.send(RouterLiteral.datagram, to: 0)
        host.ping(from: "10.0.1.2", to: "10.0.2.1", on: 0)
        #expect(host.nics[0].port.counters.drops[.notForMe] == 2)
        #expect(host.wires.allSatisfy { $0.frames.isEmpty })
    }

    @Test("a packet on its way through a paused link ends as queue-full, and the sum holds")
    func full() throws {
        let router = try RouterBench()
        router.bench.wires[1].quota = 0
        for _ in 0..<1200 { router.send(RouterLiteral.datagram) }
        #expect(router.drops(.queueFull, on: 1) == 200)
        #expect(router.loop.audit().isEmpty)
    }
}
