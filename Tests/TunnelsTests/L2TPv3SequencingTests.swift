import Testing

@testable import Tunnels

@Suite("numbers that arrive")
struct L2TPv3SequencingTests {
    private func verdicts(_ numbers: [UInt32], mask: UInt32 = 0xFF_FFFF) -> [Bool] {
        var window = L2TPv3SequenceWindow(mask: mask)
        return numbers.map { window.accept($0) != .refuse }
    }

    @Test(
        "new within half the window, old and duplicate refused",
        arguments: [
            ([0, 1, 2], [true, true, true]), ([1, 2, 3], [true, true, true]), ([0, 0], [true, false]),
            ([0, 5, 3, 5, 6], [true, true, false, false, true]), ([0x7F_FFFF], [true]), ([0x80_0000], [false]),
            ([7, 0x80_0007], [true, true]), ([7, 0x80_0008], [true, false]),
            ([0x7F_FFFF, 0xFF_FFFE, 0xFF_FFFF, 0, 1], [true, true, true, true, true]),
            ([0x7F_FFFF, 0xFF_FFFE, 0, 0xFF_FFFF], [true, true, true, false]),
        ] as [([UInt32], [Bool])])
    func window24(numbers: [UInt32], accepted: [Bool]) {
        #expect(verdicts(numbers) == accepted)
    }

    @Test(
        "a plain counter counts modulo 2^32",
        arguments: [
            ([0x100_0000, 0x100_0001], [true, true]), ([0x7FFF_FFFF], [true]), ([0x8000_0000], [false]),
            ([0x7FFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFF, 0, 1], [true, true, true, true, true]),
            ([0x7FFF_FFFF, 0xFFFF_FFFE, 0, 0xFFFF_FFFF, 0], [true, true, true, false, false]),
        ] as [([UInt32], [Bool])])
    func window32(numbers: [UInt32], accepted: [Bool]) {
        #expect(verdicts(numbers, mask: .max) == accepted)
    }

    @Test("a sender that starts again is believed at its sixth number in a row")
    func resynchronization() {
        #expect(
            verdicts([1000, 0, 1, 2, 3, 4, 5, 6])
                == [true, false, false, false, false, false, true, true])
        #expect(
            verdicts([0x400_000, 0xFF_FFFC, 0xFF_FFFD, 0xFF_FFFE, 0xFF_FFFF, 0, 1, 2]).suffix(3) == [false, true, true])
    }

    @Test("a gap, a repetition or an accepted number among the refused ones starts the row again")
    func interruptedRows() {
        #expect(verdicts([1000, 0, 1, 2, 3, 4, 6, 7, 8]).dropFirst().allSatisfy { !$0 })
        #expect(verdicts([1000, 0, 1, 2, 3, 4, 4, 5, 6, 7, 8]).dropFirst().allSatisfy { !$0 })
        #expect(verdicts([1000, 0, 0, 0, 0, 0, 0, 0]).dropFirst().allSatisfy { !$0 })
        #expect(
            verdicts([1000, 0, 1, 2, 3, 4, 1001, 5, 6, 7, 8, 9, 10])
                == [true, false, false, false, false, false, true, false, false, false, false, false, true])
    }

    private static let checked = L2TPv3Configuration(
        encapsulation: .udp, localSession: 1, remoteSession: 1, sublayer: .default, sequencing: .check)

    @Test("without the S bit the number is not looked at and moves nothing (RFC 3931 4.6)")
    func withoutS() throws {
        var receiver = L2TPv3Receiver(Self.checked)
        let frame = L2TPv3Verdict.frame(payloadOffset: 12)
        for (field, verdict) in [
            ("40000005", frame), ("00000005", frame), ("00000001", frame), ("00ffffff", frame),
            ("40000005", .refused(.sequence)), ("40000006", frame), ("ff000007", frame), ("bf000007", frame),
            ("c0000007", .refused(.sequence)),
        ] {
            #expect(receiver.check(try hex("00030000 00000001 \(field) ff")) == verdict, "\(field)")
        }
    }

    @Test("refused datagrams and those without a payload move nothing")
    func noTrace() throws {
        var receiver = L2TPv3Receiver(Self.checked)
        for (bytes, reason) in [
            ("00030000 00000001 40000009", L2TPv3Refusal.truncated),
            ("00030000 00000002 40000009 ff", .sessionMismatch),
            ("80030000 00000001 40000009 ff", .controlMessage), ("00020000 00000001 40000009 ff", .badVersion),
        ] {
            #expect(receiver.check(try hex(bytes)) == .refused(reason))
        }
        #expect(receiver.check(try hex("00030000 00000001 40000003 ff")) == .frame(payloadOffset: 12))
        for number in 0..<8 {  // a row of empty ones does not resynchronize
            let header = "00030000 00000001 40ff000\(number)"
            #expect(receiver.check(try hex(header)) == .refused(.sequence))
        }
        #expect(receiver.check(try hex("00030000 00000001 40ff0008 ff")) == .refused(.sequence))
        #expect(receiver.check(try hex("00030000 00000001 40000004 ff")) == .frame(payloadOffset: 12))
    }

    @Test(
        "sender and receiver agree across the wrap",
        arguments: [(L2TPv3Sublayer.default, 1 << 24), (.counter, 1 << 32)])
    func wrap(sublayer: L2TPv3Sublayer, modulus: Int) {
        var configuration = Self.checked
        configuration.sublayer = sublayer
        var transmitter = L2TPv3Transmitter(configuration)
        var receiver = L2TPv3Receiver(configuration.mirrored())
        for skipped in [modulus / 2 - 2, modulus / 2 - 2, 0, 0, 0, 0, 0, 0] {
            transmitter.commit(skipped)
            let datagram = transmitter.header() + [0xFF]
            #expect(receiver.check(datagram) == .frame(payloadOffset: 12))
            #expect(receiver.check(datagram) == .refused(.sequence))
            transmitter.commit(1)
        }
        #expect(transmitter.counterField() & 0xFF < 0x10)
    }
}
