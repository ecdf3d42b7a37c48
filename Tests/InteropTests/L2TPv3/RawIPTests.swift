import Testing

/// L2TPv3 over IP alone, protocol 115, between the subject and QEMU.
@Suite("l2tpv3: over IP alone", .tags(.peer), .needsQEMU, .needsRawIP, .serialized, .timeLimit(.minutes(2)))
struct RawIPTests {
    /// Every combination of cookie and counter, in one QEMU process.
    @Test("cookies, counters and offsets over IPv4, both ways at once", arguments: [0, 1, 256])
    func headers(offset: Int) throws {
        let pairs = try Self.headers.map { header in
            let options = "txsession=0x80000001,rxsession=0xffffffff\(header)\(offset == 0 ? "" : ",offset=\(offset)")"
            return try L2TPv3Tunnel(options: options).pairOverIP()
        }
        let wires = try Wire.open(pairs)
        try Wire.reach(wires)
        try Exchange(
            wires.enumerated().flatMap { $1.flows(24, of: [1, 14, 60, 61, 1514], seed: UInt64($0 + 1)) }
        ).run()
    }

    /// Loopback has one IPv6 address: every end hears all of it, and finds its own by the session.
    ///
    /// QEMU has a buffer for each that others fill too, so one wire at a time.
    @Test("cookies, counters and an offset over IPv6, both ways at once, all at one address")
    func headersIPv6() throws {
        let pairs = try Self.headers.enumerated().map { number, header in
            let sessions = "txsession=\(0x7000 + 2 * number),rxsession=\(0x7001 + 2 * number)"
            return try L2TPv3Tunnel(
                options: "\(sessions)\(header)\(number.isMultiple(of: 2) ? "" : ",offset=3")", version: .ipv6
            ).pairOverIP()
        }
        let wires = try Wire.open(pairs)
        for (number, wire) in wires.enumerated() {
            try wire.reach()
            try wire.exchange(
                24, of: [1, 14, 60, 61, 1514], window: Window(frames: 12), seed: UInt64(number + 1))
        }
    }

    /// Cookie and counter, one of each.
    private static let headers = HeaderOptionTests.cookies.flatMap { cookie in
        HeaderOptionTests.counters.map { cookie + $0 }
    }
}
