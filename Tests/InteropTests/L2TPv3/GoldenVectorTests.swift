import TestSupport
import Testing

/// What an end puts on the wire, seen by a socket that knows nothing of L2TPv3.
@Suite("l2tpv3: headers on the wire", .tags(.peer), .serialized, .timeLimit(.minutes(2)))
struct GoldenVectorTests {
    /// Options, and the headers of the first and the second frame.
    struct Golden: Sendable, CustomTestStringConvertible {
        let options: String
        let first: String
        let second: String

        init(_ options: String, _ first: String, _ second: String? = nil) {
            self.options = options
            self.first = first
            self.second = second ?? first
        }

        var testDescription: String { options }
    }

    static let cookies = "rxcookie=1,txcookie=0x1122334455667788"

    /// QEMU 7.2's own, as seen; where they show a defect of it, what the option's words say.
    static let vectors: [Golden] = [
        Golden("txsession=1", "00030000 00000001"),
        Golden(
            "txsession=0xffffffff,rxsession=7,counter=on", "00030000 ffffffff 00000001", "00030000 ffffffff 00000002"),
        Golden("txsession=1,counter=on,pincounter=on", "00030000 00000001 00000000"),
        Golden("txsession=1,pincounter=on", "00030000 00000001 00000000"),
        Golden("txsession=1,rxcookie=1,txcookie=0x55667788", "00030000 00000001 55667788"),
        Golden("txsession=1,cookie64=on,\(cookies)", "00030000 00000001 11223344 55667788"),
        Golden(
            "txsession=1,cookie64=off,counter=on,rxcookie=1,txcookie=0x55667788", "00030000 00000001 55667788 00000001",
            "00030000 00000001 55667788 00000002"),
        Golden("txsession=1,offset=8", "00030000 00000001 0000000000000000"),
        Golden(
            "txsession=1,counter=on,offset=4", "00030000 00000001 00000001 00000000",
            "00030000 00000001 00000002 00000000"),
        Golden("txsession=1,cookie64=on", "00030000 00000001"),
    ]

    @Test("the first two datagrams, to the byte", arguments: vectors, InternetVersion.allCases)
    func headers(golden: Golden, version: InternetVersion) throws {
        let peer = try PlainSocket(version)
        var ports = PortReserve()
        let port = try ports.take(version)
        let tunnel = L2TPv3Tunnel(options: golden.options, version: version)
        let netdev = Netdev(
            wirework: tunnel.text(srcport: port, dstport: peer.port),
            qemu: try tunnel.configuration(srcport: port, dstport: peer.port).qemuOptionString)
        ports.release()
        let station = try Program.subject.open(netdev)
        // Both wait in the pair of sockets until the program begins to read.
        let frames = FrameSeries(2, of: [60, 61], seed: 5)
        for number in 0..<2 { #expect(try station.send(frames.frame(number))) }
        for (number, header) in [golden.first, golden.second].enumerated() {
            let datagram = try #require(try peer.receive(), "\(station.program.account)")
            #expect(hexadecimal(datagram) == hexadecimal(bytes(header) + frames.frame(number)))
        }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
