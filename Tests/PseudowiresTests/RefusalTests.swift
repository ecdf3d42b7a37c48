import NetCore
import NetdevOptions
import Pseudowires
import Testing
import TestSupport
import Tunnels

@Suite("What an end refuses, and what it writes")
struct RefusalTests {
    /// A datagram for session 0x11112222 with cookie 0xa1b2c3d4, or nearly.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let datagram: [UInt8]
        let reason: DropReason?
    }

    static let cases: [Case] = [
        Case(testDescription: "good", datagram: bytes("00030000 11112222 a1b2c3d4 aa"), reason: nil),
        Case(testDescription: "reserved bits", datagram: bytes("7ff3ffff 11112222 a1b2c3d4 aa"), reason: nil),
        Case(testDescription: "empty", datagram: [], reason: .truncated),
        Case(testDescription: "inside the cookie", datagram: bytes("00030000 11112222 a1b2c3"), reason: .truncated),
        Case(testDescription: "no payload", datagram: bytes("00030000 11112222 a1b2c3d4"), reason: .truncated),
        Case(testDescription: "version 2", datagram: bytes("00020000 11112222 a1b2c3d4 aa"), reason: .badVersion),
        Case(testDescription: "control", datagram: bytes("80030000 11112222 a1b2c3d4 aa"), reason: .controlMessage),
        Case(testDescription: "session", datagram: bytes("00030000 11112223 a1b2c3d4 aa"), reason: .sessionMismatch),
        Case(
            testDescription: "session and cookie: the session is looked at first (L13)",
            datagram: bytes("00030000 11112223 a1b2c3d5 aa"), reason: .sessionMismatch),
        Case(testDescription: "cookie", datagram: bytes("00030000 11112222 a1b2c3d5 aa"), reason: .cookieMismatch),
    ]

    @Test("each reason is counted at the outer port of the end that refuses", arguments: cases)
    func refused(_ example: Case) throws {
        let bench = try OuterBench(Shape("", tx: .bits32(1), rx: .bits32(0xa1b2_c3d4)).configuration)
        bench.wirePort.send(example.datagram)
        bench.loop.settle()
        let drops = bench.end.outer.counters.drops
        if let reason = example.reason {
            #expect(drops[reason] == 1)
            #expect(bench.inside.frames.isEmpty)
        } else {
            #expect(bench.inside.frames == [[0xaa]])
        }
        #expect(drops.total == (example.reason == nil ? 0 : 1))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("every refusal has a reason of its own, of the same name")
    func names() {
        let reasons = L2TPv3Refusal.allCases.map { DropReason($0) }
        #expect(Set(reasons).count == L2TPv3Refusal.allCases.count)
        #expect(zip(reasons, L2TPv3Refusal.allCases).allSatisfy { String(describing: $0) == String(describing: $1) })
    }

    @Test("old and duplicate numbers end as sequence")
    func sequence() throws {
        let bench = try OuterBench(Shape("", sublayer: .default, .check).configuration)
        for number in [0, 1, 1, 0, 5, 4, 6] as [UInt8] {
            bench.wirePort.send(bytes("00030000 11112222 40000000").dropLast() + [number, number])
        }
        bench.loop.settle()
        #expect(bench.inside.frames == [[0], [1], [5], [6]])
        #expect(bench.end.outer.counters.drops[.sequence] == 3)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("numbers: a counter begins with 1, the default sublayer with 0 and its S bit, a pinned one stays")
    func numbering() throws {
        let expected: [(L2TPv3Sublayer, [String])] = [
            (.counter, ["00000001", "00000002", "00000003"]), (.default, ["40000000", "40000001", "40000002"]),
            (.pinned, ["00000000", "00000000", "00000000"]),
        ]
        for (sublayer, fields) in expected {
            let bench = try OuterBench(Shape("", sublayer: sublayer).configuration)
            for _ in fields { bench.insidePort.send([7]) }
            bench.loop.settle()
            #expect(bench.wire.frames == fields.map { bytes("00030000 33334444") + bytes($0) + [7] })
        }
    }

    @Test("a datagram that finds no carrier outside uses up no number: a receiver would see loss")
    func noGap() throws {
        let bench = try OuterBench(Shape("", sublayer: .counter).configuration)
        bench.insidePort.send([1])
        bench.loop.settle()
        bench.wirePort.setUp(false)
        bench.insidePort.send([2])
        bench.loop.settle()
        bench.wirePort.setUp(true)
        bench.insidePort.send([3])
        bench.loop.settle()
        #expect(bench.end.outer.counters.drops[.linkDown] == 1)
        #expect(bench.wire.frames.map { Array($0.suffix(5)) } == [[0, 0, 0, 1, 1], [0, 0, 0, 2, 3]])
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("datagrams of any bytes never trap, and each is a frame or a drop")
    func anyBytes() throws {
        for shape in Shape.all {
            let bench = try OuterBench(shape.configuration)
            var random = SplitMix64(seed: 3)
            let header = [UInt8](atMost: 400) {
                L2TPv3Transmitter(shape.configuration.mirrored()).writeHeader(into: &$0)
            }
            for number in 0..<2000 {
                var datagram = header + random.bytes(Int.random(in: 0...20, using: &random))
                if !number.isMultiple(of: 3) {
                    datagram[Int.random(in: 0..<header.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                datagram.removeLast(Int.random(in: 0...min(30, datagram.count), using: &random))
                bench.wirePort.send(datagram)
                bench.loop.settle()
            }
            #expect(bench.inside.count + bench.end.outer.counters.drops.total == 2000)
            #expect(bench.inside.count > 0)
            #expect(bench.loop.audit().isEmpty)
        }
    }

    @Test(
        "a configuration means what its option string says",
        arguments: [
            ("cookie64=on,txcookie=1,rxcookie=2", L2TPv3Cookie.bits64(1), L2TPv3Cookie.bits64(2), L2TPv3Sublayer.none),
            ("cookie64=off,txcookie=1,rxcookie=2,counter=on", .bits32(1), .bits32(2), .counter),
            ("cookie64=on,pincounter=on", .none, .none, .pinned),
            ("sublayer=default,sequence=check,offset=9", .none, .none, .default),
        ])
    func options(_ text: String, tx: L2TPv3Cookie, rx: L2TPv3Cookie, sublayer: L2TPv3Sublayer) throws {
        let base = "l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=1,dstport=2,txsession=3,rxsession=4,"
        guard case .l2tpv3(let options) = try NetdevSpecification.parse(base + text).backend else { return }
        let expected = L2TPv3Configuration(
            encapsulation: .udp, localSession: 4, remoteSession: 3, txCookie: tx, rxCookie: rx, sublayer: sublayer,
            offset: options.offset, sequencing: options.sequence == .off ? .off : .check)
        #expect(L2TPv3Configuration(options) == expected)
    }
}
