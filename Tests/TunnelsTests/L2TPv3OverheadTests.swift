import Testing
import Tunnels

@Suite("L2TPv3 header arithmetic")
struct L2TPv3OverheadTests {
    @Test(
        "the inner MTU of an outer MTU of 1500",
        arguments: [
            (.udp, .none, .none, false, 1450), (.udp, .none, .counter, false, 1446),
            (.udp, .bits64(1), .default, false, 1438), (.udp, .none, .none, true, 1430),
            (.ip, .none, .pinned, false, 1458), (.ip, .none, .none, false, 1462), (.ip, .none, .none, true, 1442),
        ] as [(L2TPv3Encapsulation, L2TPv3Cookie, L2TPv3Sublayer, Bool, Int)])
    func innerMTU(
        encapsulation: L2TPv3Encapsulation, cookie: L2TPv3Cookie, sublayer: L2TPv3Sublayer, ipv6: Bool, expected: Int
    ) {
        let overhead = L2TPv3Overhead(encapsulation: encapsulation, cookie: cookie, sublayer: sublayer)
        #expect(overhead.innerMTU(outerMTU: 1500, ipv6: ipv6) == expected)
        #expect(overhead.innerMTU(outerMTU: 1500, ipv6: ipv6, vlanTags: 1) == expected - 4)
        #expect(overhead.innerMTU(outerMTU: 9000, ipv6: ipv6) == expected + 7500)
        #expect(overhead.innerMTU(outerMTU: 30, ipv6: ipv6) == 0)
    }

    @Test(
        "header lengths",
        arguments: [
            (.udp, .none, .none, 0, 8), (.udp, .bits32(0), .none, 0, 12), (.udp, .bits64(0), .counter, 0, 20),
            (.udp, .bits64(0), .pinned, 256, 276), (.ip, .none, .none, 0, 4), (.ip, .bits32(0), .default, 3, 15),
        ] as [(L2TPv3Encapsulation, L2TPv3Cookie, L2TPv3Sublayer, UInt16, Int)])
    func headerByteCount(
        encapsulation: L2TPv3Encapsulation, cookie: L2TPv3Cookie, sublayer: L2TPv3Sublayer, offset: UInt16,
        expected: Int
    ) {
        let overhead = L2TPv3Overhead(
            encapsulation: encapsulation, cookie: cookie, sublayer: sublayer, offset: offset)
        #expect(overhead.headerByteCount == expected)
    }

    @Test("each direction has its own cookie", arguments: L2TPv3Configuration.everyShape)
    func directions(_ configuration: L2TPv3Configuration) {
        #expect(configuration.transmitOverhead == configuration.mirrored().receiveOverhead)
        #expect(
            configuration.transmitOverhead.headerByteCount - configuration.receiveOverhead.headerByteCount
                == configuration.txCookie.byteCount - configuration.rxCookie.byteCount)
        #expect(L2TPv3Transmitter(configuration).headerByteCount == configuration.transmitOverhead.headerByteCount)
    }
}
