import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Which way a packet takes")
struct RoutingTests {
    private func egress(_ bench: MultiHost, _ destination: String, from source: String? = nil) -> Int? {
        bench.host.egress(for: address(destination), from: source.map { address($0) })
    }

    private func send(_ bench: MultiHost, to destination: String, from source: String? = nil) {
        bench.host.sendEchoRequest(
            to: address(destination), from: source.map { address($0) }, ICMPEcho(.request, identifier: 1, sequence: 1),
            stamp: Literal.flowStamp, payloadByteCount: 16)
        bench.loop.settle()
    }

    @Test("the longest prefix wins, whatever the order of the file")
    func longestPrefix() throws {
        let bench = try MultiHost(
            nics: 3, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["10.0.1.1/24"]), (2, nil, ["10.0.2.1/24"])],
            routes: [
                ("0.0.0.0/0", ["10.0.0.254"]), ("10.8.0.0/16", ["10.0.1.254"]), ("10.8.1.0/24", ["10.0.2.254"]),
                ("10.8.1.7/32", ["10.0.0.253"]),
            ])
        #expect(egress(bench, "192.0.2.1") == 0)
        #expect(egress(bench, "10.8.9.9") == 1)
        #expect(egress(bench, "10.8.1.9") == 2)
        #expect(egress(bench, "10.8.1.7") == 0)
        #expect(egress(bench, "10.0.2.77") == 2)
        #expect(egress(bench, "fd00::1") == nil)
    }

    @Test("a network of its own goes before a route of the same length, and after a longer one")
    func connectedFirst() throws {
        let bench = try MultiHost(
            nics: 2, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["10.0.1.1/24"])],
            routes: [("10.0.0.0/24", ["10.0.1.254"]), ("10.0.1.64/26", ["10.0.0.254"])])
        #expect(egress(bench, "10.0.0.9") == 0)
        #expect(egress(bench, "10.0.1.70") == 0)
        #expect(egress(bench, "10.0.1.9") == 1)
    }

    @Test("packets go to the next hop's station, from the address on its network, or from the one that was asked for")
    func nextHop() throws {
        let bench = try MultiHost(
            nics: 2, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["10.0.1.1/24", "10.0.2.1/24"])],
            routes: [("0.0.0.0/0", ["10.0.2.254"])])
        bench.host.resolve(address("192.0.2.1")) { _ in }
        bench.loop.settle()
        #expect(bench.wires[1].frames.map { Array($0.suffix(4)) } == [[10, 0, 2, 254]])
        #expect(bench.wires[1].frames.map { Array($0[28..<32]) } == [[10, 0, 2, 1]])
        bench.teach("10.0.2.254", at: 0x66, to: "10.0.2.1", on: 1)
        send(bench, to: "192.0.2.1")
        send(bench, to: "192.0.2.1", from: "10.0.0.1")
        let sent = bench.wires[1].frames.suffix(2)
        #expect(sent.map { $0[5] } == [0x66, 0x66])
        #expect(sent.map { Array($0[26..<34]) } == [[10, 0, 2, 1, 192, 0, 2, 1], [10, 0, 0, 1, 192, 0, 2, 1]])
        #expect(bench.wires[0].frames.isEmpty)
    }

    @Test("of several next hops the first whose link is up is taken, and the first again when its link is back")
    func nextHopsInOrder() throws {
        let bench = try MultiHost(
            nics: 3, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["10.0.1.1/24"]), (2, nil, ["10.0.2.1/24"])],
            routes: [("10.0.9.0/24", ["10.0.1.254", "10.0.0.254", "10.0.2.254"])])
        #expect(egress(bench, "10.0.9.1") == 1)
        bench.fars[1].setUp(false)
        #expect(egress(bench, "10.0.9.1") == 0)
        bench.nics[0].port.setBlock(.announced)
        #expect(egress(bench, "10.0.9.1") == 2)
        // Nobody has noticed a silent cut.
        bench.nics[2].port.setBlock(.silent)
        #expect(egress(bench, "10.0.9.1") == 2)
        bench.nics[0].port.setBlock(.none)
        #expect(egress(bench, "10.0.9.1") == 0)
        bench.fars[1].setUp(true)
        #expect(egress(bench, "10.0.9.1") == 1)
        for far in bench.fars { far.setUp(false) }
        #expect(egress(bench, "10.0.9.1") == 1, "where it ends as link-down")
    }

    @Test("a next hop on no network of the host leads nowhere, also not through another route")
    func unreachableNextHop() throws {
        let bench = try MultiHost(
            nics: 1, [(0, nil, ["10.0.0.1/24"])],
            routes: [
                ("10.1.0.0/16", ["10.0.0.254"]), ("10.2.0.0/16", ["10.1.0.1"]),
                ("10.3.0.0/16", ["192.0.2.1", "10.0.0.253"]),
            ])
        #expect(egress(bench, "10.1.0.9") == 0)
        #expect(egress(bench, "10.2.0.9") == nil)
        #expect(egress(bench, "10.3.0.9") == 0)
        var answers: [Host.Resolution] = []
        bench.host.resolve(address("10.2.0.9")) { answers.append($0) }
        #expect(answers == [.noRoute])
    }

    @Test("two NICs on one network: the source address chooses, without one the first whose link is up")
    func sameNetwork() throws {
        let bench = try MultiHost(nics: 2, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["10.0.0.2/24", "10.0.0.3/24"])])
        #expect(egress(bench, "10.0.0.9") == 0)
        #expect(egress(bench, "10.0.0.9", from: "10.0.0.1") == 0)
        #expect(egress(bench, "10.0.0.9", from: "10.0.0.3") == 1)
        #expect(egress(bench, "10.0.0.9", from: "192.0.2.1") == 0, "not the host's own")
        bench.fars[0].setUp(false)
        #expect(egress(bench, "10.0.0.9") == 1)
        #expect(egress(bench, "10.0.0.9", from: "10.0.0.1") == 0, "its interface is what was asked for")
    }

    @Test("link-local addresses are on the link of the source, whether the interface has one of its own or not")
    func linkLocal() throws {
        let bench = try MultiHost(
            nics: 3, [(0, nil, ["fd00::1/64"]), (1, nil, ["fe80::1/64", "fd00:1::1/64"]), (2, nil, ["10.0.0.1/24"])])
        #expect(egress(bench, "fe80::9") == 0)
        #expect(egress(bench, "fe80::9", from: "fe80::1") == 1)
        #expect(egress(bench, "fe80::9", from: "fd00:1::1") == 1)
        #expect(egress(bench, "fe80:0:0:1::9", from: "fd00:1::1") == 1, "all of fe80::/10")
        for source in ["fd00::1", "fe80::1"] {
            bench.host.resolve(address("fe80::9"), from: address(source)) { _ in }
        }
        bench.loop.settle()
        #expect(bench.wires.map(\.count) == [1, 1, 0])
        #expect(bench.wires[0].frames[0][22..<24] == [0xfd, 0])
        #expect(bench.wires[1].frames[0][22..<24] == [0xfe, 0x80])
    }

    @Test("a ping from a link-local address is answered on the link that it came from")
    func linkLocalAnswer() throws {
        let bench = try MultiHost(nics: 2, [(0, nil, ["fd00::1/64"]), (1, nil, ["fd00:1::1/64"])])
        let message = bytes("8000 0000 0001 0002") + Literal.stamp
        bench.send(icmpv6(from: "fe80::9", to: "fd00:1::1", at: 0x5254_0012_34a1, message), to: 1)
        #expect(bench.wires.map(\.count) == [0, 1], "it is asked for")
        bench.send(
            icmpv6(
                from: "fe80::9", to: "fd00:1::1", at: 0x5254_0012_34a1,
                bytes("8800 0000 60000000 fe80000000000000 0000000000000009 0201525400123456")), to: 1)
        #expect(bench.wires.map(\.count) == [0, 2])
        #expect(bench.wires[1].frames.last?[54] == 129)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a route by a link-local next hop: from an address that what lies behind can answer to")
    func linkLocalNextHop() throws {
        let bench = try MultiHost(
            nics: 1, [(0, nil, ["fe80::1/64", "fd00::1/64"])], routes: [("::/0", ["fe80::ff"])])
        bench.host.resolve(address("2001:db8::1")) { _ in }
        bench.send(
            icmpv6(
                from: "fe80::ff", to: "fd00::1", at: 0x5254_0012_34a0,
                bytes("8800 0000 60000000 fe80000000000000 00000000000000ff 0201525400123456")), to: 0)
        send(bench, to: "2001:db8::1")
        let frame = try #require(bench.wires[0].frames.last)
        #expect(frame[22..<38] == (bytes("fd00") + [UInt8](repeating: 0, count: 13) + [1])[...])
        #expect(frame[38..<42] == [0x20, 1, 0x0d, 0xb8])
    }

    @Test("a reply comes from the address that was asked, and takes the way of the routing table")
    func replies() throws {
        let bench = try MultiHost(
            nics: 2, [(0, nil, ["10.0.0.1/24", "10.0.0.7/24"]), (1, nil, ["10.0.1.1/24"])],
            routes: [("10.5.0.0/16", ["10.0.1.254"])])
        bench.teach("10.0.0.9", at: 0x56, to: "10.0.0.1", on: 0)
        bench.ping(from: "10.0.0.9", to: "10.0.0.7", on: 0)
        #expect(bench.wires[0].frames.last?[26..<30] == [10, 0, 0, 7])
        bench.teach("10.0.1.254", at: 0x66, to: "10.0.1.1", on: 1)
        bench.ping(from: "10.5.0.5", to: "10.0.0.7", on: 0, id: Literal.id)
        #expect(bench.wires.map(\.count) == [1, 1])
        #expect(bench.wires[1].frames.last?[26..<34] == [10, 0, 0, 7, 10, 5, 0, 5])
        #expect(bench.wires[1].ids == [Literal.id])
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a link-local next hop is on the link of an interface that has such an address, else on any link")
    func linkLocalNextHopLink() throws {
        let bench = try MultiHost(
            nics: 3, [(0, nil, ["fd00::1/64"]), (1, nil, ["fe80::1/64"]), (2, nil, ["fe80::2/64"])],
            routes: [("::/0", ["fe80::9"])])
        #expect(egress(bench, "2001:db8::1") == 1)
        bench.fars[1].setUp(false)
        #expect(egress(bench, "2001:db8::1") == 2)
        let plain = try MultiHost(
            nics: 2, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["fd00::1/64"])], routes: [("::/0", ["fe80::9"])])
        #expect(egress(plain, "2001:db8::1") == 1)
    }

    @Test("versions do not mix, and prefixes of any length are matched")
    func edges() throws {
        let bench = try MultiHost(
            nics: 2, [(0, nil, ["10.0.0.1/32", "fd00::1/128"]), (1, nil, ["10.0.1.1/31", "fd00:1::1/127"])],
            routes: [("0.0.0.0/0", ["10.0.1.0"]), ("::/0", ["fd00:1::"]), ("10.9.0.0/16", ["fd00:1::"])])
        #expect(egress(bench, "255.255.255.255") == 1)
        #expect(egress(bench, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") == 1)
        #expect(egress(bench, "10.0.1.0", from: "fd00::1") == nil)
        #expect(egress(bench, "10.9.0.1") == 1, "by the default route: a next hop of the other version is none")
    }
}
