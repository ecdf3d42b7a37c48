import NetdevOptions
import TestSupport
import Testing

/// A dgram netdev of the subject whose peer is a UDP socket of the test.
struct UDPBench {
    let peer: PlainSocket
    /// The netdev's.
    let port: UInt16
    let netdev: Netdev
    let station: Station

    init(statistics: String? = nil) throws {
        peer = try PlainSocket(.ipv4)
        var ports = PortReserve()
        port = try ports.take(.ipv4)
        ports.release()
        netdev = Netdev(
            .inet(
                local: InetEndpoint(host: peer.host, port: port), remote: InetEndpoint(host: peer.host, port: peer.port)
            ))
        station = try Program.subject.open(netdev, statistics: statistics)
        // The way out is open, so the way in is.
        #expect(try station.send(Filler.frame(0)))
        #expect(try peer.receive() == Filler.frame(0), "\(station.account)")
    }
}

/// A dgram netdev of the subject whose peer is a unix socket of the test.
struct UnixBench {
    let peer: PlainUnixSocket
    /// The netdev's.
    let path: String
    let station: Station

    /// - Parameter directory: Of the paths `ours` and `peer`; what is counted goes to its file `statistics`.
    init(in directory: TemporaryDirectory) throws {
        peer = try PlainUnixSocket(at: directory["peer"])
        path = directory["ours"]
        station = try Program.subject.open(
            Netdev(.unix(local: path, remote: peer.path)), statistics: directory["statistics"])
        #expect(try station.send(Filler.frame(0)))
        #expect(try peer.receive() == Filler.frame(0), "\(station.account)")
    }
}
