import Testing

/// Every combination of what shapes an L2TPv3 header, between the subject and QEMU.
@Suite("l2tpv3: every header", .tags(.peer), .needsQEMU, .serialized, .timeLimit(.minutes(2)))
struct HeaderOptionTests {
    static let cookies = [
        "", ",rxcookie=0x11223344,txcookie=0xfedcba98",
        ",cookie64=on,rxcookie=0x1122334455667788,txcookie=0xfedcba9876543210",
    ]
    static let counters = ["", ",counter=on", ",counter=on,pincounter=on"]
    static let sessions = [
        "txsession=1,rxsession=1", "txsession=7,rxsession=9", "txsession=0xffffffff,rxsession=0x80000000",
        "txsession=0x80000001,rxsession=0xffffffff",
    ]

    /// In one QEMU process, and as many of the subject's as there are combinations.
    @Test(
        "cookies, counters and sessions", arguments: [0, 1, 8, 255, 256], InternetVersion.allCases)
    func combinations(offset: Int, version: InternetVersion) throws {
        var ports = PortReserve()
        var pairs: [NetdevPair] = []
        for session in Self.sessions {
            for cookie in Self.cookies {
                for counter in Self.counters {
                    let options = session + cookie + counter + (offset == 0 ? "" : ",offset=\(offset)")
                    pairs.append(try L2TPv3Tunnel(options: options, version: version).pair(&ports))
                }
            }
        }
        try exchange(pairs, releasing: &ports)
    }

    @Test("options as people write them: what is left out has its default", arguments: InternetVersion.allCases)
    func asWritten(version: InternetVersion) throws {
        let written = [
            "txsession=1", "txsession=4294967295", "txsession=0x80000000,counter=on", "txsession=2,pincounter=on",
            "txsession=3,cookie64=off,rxcookie=1,txcookie=2", "txsession=4,counter=off,offset=0,cookie64=off",
            "txsession=5,cookie64=on", "counter=yes,txsession=6,rxsession=7", "txsession=8,counter",
        ]
        var ports = PortReserve()
        let pairs = try written.map {
            try L2TPv3Tunnel(options: $0, version: version).pair(&ports, isAsWritten: true)
        }
        try exchange(pairs, releasing: &ports)
    }

    private func exchange(_ pairs: [NetdevPair], releasing ports: inout PortReserve) throws {
        ports.release()
        let wires = try Wire.open(pairs)
        try Wire.reach(wires)
        try Exchange(
            wires.enumerated().flatMap { $1.flows(24, of: [1, 14, 60, 61, 1514], seed: UInt64($0 + 1)) }
        ).run()
    }
}
