import TestSupport
import Testing
import Tunnels

@Suite("L2TPv3 datagrams that arrive")
struct L2TPv3ReceiverTests {
    private static let whole = L2TPv3Configuration(
        encapsulation: .udp, localSession: 5, remoteSession: 6, rxCookie: .bits64(0x1122_3344_5566_7788),
        sublayer: .counter, offset: 2, sequencing: .check)

    @Test(
        "the reason is the first check that fails",
        arguments: [
            ("00030000 00000005 1122334455667788 00000001 0000 ff", .frame(payloadOffset: 22)),
            ("0003ffff 00000005 1122334455667788 00000001 0000 ff", .frame(payloadOffset: 22)),
            ("7ff30000 00000005 1122334455667788 00000001 abcd ff", .frame(payloadOffset: 22)),
            ("", .refused(.truncated)),
            ("c8030000 00000005 1122334455667788 000000", .refused(.truncated)),
            ("c8030000 00000005 1122334455667788 00000001 0000 ff", .refused(.controlMessage)),
            ("80020000 00000005 1122334455667788 00000001 0000 ff", .refused(.controlMessage)),
            ("00020000 00000005 1122334455667788 00000001 0000 ff", .refused(.badVersion)),
            ("00000000 00000005 1122334455667788 00000001 0000 ff", .refused(.badVersion)),
            ("00070000 00000005 1122334455667788 00000001 0000 ff", .refused(.badVersion)),
            ("00020000 00000009 1122334455667788 00000001 0000 ff", .refused(.badVersion)),
            ("00030000 00000009 1122334455667788 00000001 0000 ff", .refused(.sessionMismatch)),
            ("00030000 00000000 1122334455667788 00000001 0000 ff", .refused(.sessionMismatch)),
            ("00030000 00000009 0022334455667788 00000001 0000 ff", .refused(.sessionMismatch)),
            ("00030000 00000009 1122334455667799 00000001 0000 ff", .refused(.sessionMismatch)),
            ("00030000 00000005 0022334455667788 00000001 0000 ff", .refused(.cookieMismatch)),
            ("00030000 00000005 1122334400667788 00000001 0000 ff", .refused(.cookieMismatch)),
            ("00030000 00000005 1122334455667700 00000001 0000 ff", .refused(.cookieMismatch)),
            ("00030000 00000005 5566778811223344 00000001 0000 ff", .refused(.cookieMismatch)),
            ("00030000 00000005 1122334455667700 ffffffff 0000 ff", .refused(.cookieMismatch)),
            ("00030000 00000005 1122334455667788 ffffffff 0000 ff", .refused(.sequence)),
            ("00030000 00000005 1122334455667788 ffffffff 0000", .refused(.sequence)),
            ("00030000 00000005 1122334455667788 00000001 0000", .refused(.truncated)),
            ("00030000 00000005 1122334455667788 00000001 00", .refused(.truncated)),
            ("00030000 00000005 1122334455667788 00000001", .refused(.truncated)),
        ] as [(String, L2TPv3Verdict)])
    func order(bytes: String, verdict: L2TPv3Verdict) throws {
        var receiver = L2TPv3Receiver(Self.whole)
        #expect(receiver.check(try hex(bytes)) == verdict)
    }

    @Test(
        "over IP there is no first word, and session 0 is control",
        arguments: [
            ("00000005 aabbccdd ff", .frame(payloadOffset: 8)),
            ("00000000 aabbccdd ff", .refused(.controlMessage)),
            ("00000000 00000000 ff", .refused(.controlMessage)),
            ("00000006 aabbccdd ff", .refused(.sessionMismatch)),
            ("80000005 aabbccdd ff", .refused(.sessionMismatch)),
            ("00000006 00000000 ff", .refused(.sessionMismatch)),
            ("00000005 aabbccde ff", .refused(.cookieMismatch)),
            ("00000005 aabbccdd", .refused(.truncated)),
            ("00000005 aabbcc", .refused(.truncated)),
        ] as [(String, L2TPv3Verdict)])
    func overIP(bytes: String, verdict: L2TPv3Verdict) throws {
        var receiver = L2TPv3Receiver(
            L2TPv3Configuration(
                encapsulation: .ip, localSession: 5, remoteSession: 6, txCookie: .bits64(1),
                rxCookie: .bits32(0xAABB_CCDD)))
        #expect(receiver.check(try hex(bytes)) == verdict)
    }

    @Test(
        "sublayers that carry no checked number take any value",
        arguments: [(L2TPv3Sublayer.pinned, L2TPv3Sequencing.check), (.counter, .off), (.default, .off)])
    func ignoredNumbers(sublayer: L2TPv3Sublayer, sequencing: L2TPv3Sequencing) throws {
        var receiver = L2TPv3Receiver(
            L2TPv3Configuration(
                encapsulation: .udp, localSession: 1, remoteSession: 1, sublayer: sublayer, sequencing: sequencing))
        for field in ["00000007", "00000007", "00000001", "ffffffff", "40000000"] {
            #expect(receiver.check(try hex("00030000 00000001 \(field) ff")) == .frame(payloadOffset: 12))
        }
    }

    @Test("no cookie: any frame follows the session")
    func noCookie() throws {
        var receiver = L2TPv3Receiver(L2TPv3Configuration(encapsulation: .udp, localSession: 1, remoteSession: 2))
        #expect(receiver.check(try hex("00030000 00000001 ff")) == .frame(payloadOffset: 8))
        #expect(receiver.check(try hex("00030000 00000002 ff")) == .refused(.sessionMismatch))
        #expect(receiver.check(try hex("00030000 00000001")) == .refused(.truncated))
    }

    @Test("what one end writes the other end reads", arguments: L2TPv3Configuration.everyShape)
    func roundTrip(_ configuration: L2TPv3Configuration) {
        var transmitter = L2TPv3Transmitter(configuration)
        var receiver = L2TPv3Receiver(configuration.mirrored())
        for _ in 0..<20 {
            let datagram = transmitter.header() + [0xFF]
            transmitter.commit(1)
            #expect(receiver.check(datagram) == .frame(payloadOffset: transmitter.headerByteCount))
        }
    }

    @Test("every truncation is refused as truncated", arguments: L2TPv3Configuration.everyShape)
    func truncations(_ configuration: L2TPv3Configuration) {
        let datagram = L2TPv3Transmitter(configuration).header() + [0xFF]
        var receiver = L2TPv3Receiver(configuration.mirrored())
        for byteCount in 0..<datagram.count {
            #expect(receiver.check([UInt8](datagram.prefix(byteCount))) == .refused(.truncated))
        }
        #expect(receiver.check(datagram) == .frame(payloadOffset: datagram.count - 1))
    }

    @Test("random bytes get a verdict inside the datagram", arguments: L2TPv3Configuration.everyShape)
    func randomBytes(_ configuration: L2TPv3Configuration) {
        var random = SplitMix64(seed: 0x5EED)
        var receiver = L2TPv3Receiver(configuration.mirrored())
        let header = L2TPv3Transmitter(configuration).header()
        for _ in 0..<300 {
            var bytes = header + [UInt8](repeating: 0xFF, count: Int.random(in: 0..<8, using: &random))
            for _ in 0..<Int.random(in: 0..<4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
            if case .frame(let payloadOffset) = receiver.check(bytes) {
                #expect(payloadOffset == header.count && payloadOffset < bytes.count)
            }
        }
    }
}
