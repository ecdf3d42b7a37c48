import Testing
import WireFormats

@testable import Tunnels

/// Headers as QEMU 7.2 sends them, without its defects: a pinned counter alone has its field, offset bytes are zero, and
/// `cookie64=off` has 32 bits.
struct GoldenHeader: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let session: UInt32
    var cookie = L2TPv3Cookie.none
    var sublayer = L2TPv3Sublayer.none
    var offset: UInt16 = 0
    let first: String
    let second: String

    static let all: [GoldenHeader] = [
        GoldenHeader(
            testDescription: "txsession=1", session: 1, first: "00030000 00000001", second: "00030000 00000001"),
        GoldenHeader(
            testDescription: "txsession=0xffffffff,rxsession=7,counter=on", session: 0xFFFF_FFFF, sublayer: .counter,
            first: "00030000 ffffffff 00000001", second: "00030000 ffffffff 00000002"),
        GoldenHeader(
            testDescription: "counter=on,pincounter=on; pincounter=on", session: 1, sublayer: .pinned,
            first: "00030000 00000001 00000000", second: "00030000 00000001 00000000"),
        GoldenHeader(
            testDescription: "txcookie=0x55667788", session: 1, cookie: .bits32(0x5566_7788),
            first: "00030000 00000001 55667788", second: "00030000 00000001 55667788"),
        GoldenHeader(
            testDescription: "cookie64=on,txcookie=0x1122334455667788", session: 1,
            cookie: .bits64(0x1122_3344_5566_7788),
            first: "00030000 00000001 11223344 55667788", second: "00030000 00000001 11223344 55667788"),
        GoldenHeader(
            testDescription: "cookie64=on,counter=on", session: 1, cookie: .bits64(0x1122_3344_5566_7788),
            sublayer: .counter, first: "00030000 00000001 11223344 55667788 00000001",
            second: "00030000 00000001 11223344 55667788 00000002"),
        GoldenHeader(
            testDescription: "cookie64=off,counter=on", session: 1, cookie: .bits32(0x5566_7788), sublayer: .counter,
            first: "00030000 00000001 55667788 00000001", second: "00030000 00000001 55667788 00000002"),
        GoldenHeader(
            testDescription: "offset=8", session: 1, offset: 8, first: "00030000 00000001 00000000 00000000",
            second: "00030000 00000001 00000000 00000000"),
        GoldenHeader(
            testDescription: "counter=on,offset=4", session: 1, sublayer: .counter, offset: 4,
            first: "00030000 00000001 00000001 00000000", second: "00030000 00000001 00000002 00000000"),
        GoldenHeader(
            testDescription: "sublayer=default (RFC 3931 4.6)", session: 1, cookie: .bits32(7), sublayer: .default,
            first: "00030000 00000001 00000007 40000000", second: "00030000 00000001 00000007 40000001"),
    ]

    func configuration(_ encapsulation: L2TPv3Encapsulation) -> L2TPv3Configuration {
        L2TPv3Configuration(
            encapsulation: encapsulation, localSession: 7, remoteSession: session, txCookie: cookie, rxCookie: .none,
            sublayer: sublayer, offset: offset)
    }
}

@Suite("L2TPv3 headers that are sent")
struct L2TPv3TransmitterTests {
    @Test("golden headers over UDP, first and second", arguments: GoldenHeader.all)
    func goldenUDP(_ golden: GoldenHeader) throws {
        var transmitter = L2TPv3Transmitter(golden.configuration(.udp))
        #expect(try transmitter.header() == hex(golden.first))
        #expect(try transmitter.header(ahead: 1) == hex(golden.second))
        transmitter.commit(1)
        #expect(try transmitter.header() == hex(golden.second))
    }

    @Test("over IP the same without the first word", arguments: GoldenHeader.all)
    func goldenIP(_ golden: GoldenHeader) throws {
        let transmitter = L2TPv3Transmitter(golden.configuration(.ip))
        #expect(try transmitter.header() == [UInt8](hex(golden.first).dropFirst(4)))
        #expect(try transmitter.header(ahead: 1) == [UInt8](hex(golden.second).dropFirst(4)))
    }

    @Test("template and counter field make the same bytes as the header", arguments: L2TPv3Configuration.everyShape)
    func template(_ configuration: L2TPv3Configuration) {
        var transmitter = L2TPv3Transmitter(configuration)
        transmitter.commit(0x00FF_FFFE)
        for k in 0..<4 {
            var patched = (0..<transmitter.template.byteCount).map { transmitter.template.byte(at: $0) }
            #expect(patched.count == transmitter.headerByteCount)
            if let offset = transmitter.counterOffset {
                for byte in 0..<4 {
                    patched[offset + byte] = UInt8(
                        truncatingIfNeeded: transmitter.counterField(ahead: k) >> (24 - 8 * byte))
                }
            } else {
                #expect(transmitter.counterField(ahead: k) == 0)
            }
            #expect(patched == transmitter.header(ahead: k))
        }
    }

    @Test("numbers are used up by what was sent, not by what was tried")
    func commits() {
        var transmitter = L2TPv3Transmitter(
            L2TPv3Configuration(encapsulation: .udp, localSession: 1, remoteSession: 1, sublayer: .counter))
        #expect((0..<3).map { transmitter.counterField(ahead: $0) } == [1, 2, 3])
        transmitter.commit(0)
        #expect(transmitter.counterField() == 1)
        transmitter.commit(2)
        #expect(transmitter.counterField() == 3)
    }

    @Test(
        "wraps: the counter at 2^32 through 0, the default sublayer at 2^24, pinned never moves",
        arguments: [
            (L2TPv3Sublayer.counter, 0xFFFF_FFFE, [0xFFFF_FFFF, 0, 1]),
            (.default, 0x00FF_FFFF, [0x40FF_FFFF, 0x4000_0000, 0x4000_0001]),
            (.default, 0xFFFF_FFFF, [0x40FF_FFFF, 0x4000_0000, 0x4000_0001]),
            (.pinned, 5, [0, 0, 0]),
        ] as [(L2TPv3Sublayer, Int, [UInt32])])
    func wraps(sublayer: L2TPv3Sublayer, sent: Int, fields: [UInt32]) {
        var transmitter = L2TPv3Transmitter(
            L2TPv3Configuration(encapsulation: .ip, localSession: 1, remoteSession: 1, sublayer: sublayer))
        transmitter.commit(sent)
        #expect((0..<3).map { transmitter.counterField(ahead: $0) } == fields)
        transmitter.commit(2)
        #expect(transmitter.counterField() == fields[2])
    }
}
