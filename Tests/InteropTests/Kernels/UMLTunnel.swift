import Foundation
import NetdevOptions
import Testing

/// A pseudowire between User-Mode Linux and Wirework on loopback, as each end is written.
struct UMLTunnel: Sendable, CustomTestStringConvertible {
    /// What UML has behind addresses and ports.
    let uml: String
    /// What the netdev has.
    let netdev: String
    /// The header of the first datagram and of the second that UML sends.
    let headers: [String]
    var udp = true
    var version = InternetVersion.ipv4

    var testDescription: String { "\(udp ? "UDP" : "IP") over \(version), \(uml)" }

    /// The device's configuration, behind `vecN:`.
    func device(_ number: Int) -> String {
        "transport=l2tpv3,src=\(guestHost(number)),dst=\(host(number)),\(udp ? "udp=1,srcport=\(port(number) + 1),dstport=\(port(number))" : "udp=0")"
            + (version == .ipv6 ? ",v6=1" : "") + ",\(uml),depth=64"
    }

    /// The netdev before it.
    func optionString(_ number: Int) -> String {
        "l2tpv3,src=\(host(number)),dst=\(guestHost(number))\(udp ? ",udp=on,srcport=\(port(number)),dstport=\(port(number) + 1)" : "")"
            + (version == .ipv6 ? ",ipv6=on" : "") + ",\(netdev)"
    }

    /// One that carries UML's datagrams as they are.
    func relay(_ number: Int) -> String {
        """
        dgram,local.type=inet,local.host=\(host(number)),local.port=\(port(number)),\
        remote.type=inet,remote.host=\(guestHost(number)),remote.port=\(port(number) + 1)
        """
    }

    /// Addresses of its own for each tunnel, since IP alone has no ports.
    ///
    /// None hears another then.
    private func host(_ number: Int) -> String { address(number, 1) }
    private func guestHost(_ number: Int) -> String { address(number, udp ? 1 : 2) }
    private func address(_ number: Int, _ last: Int) -> String {
        version == .ipv6 ? "::1" : udp ? "127.0.0.1" : "127.0.\(number + 1).\(last)"
    }

    /// The netdev's.
    func port(_ number: Int) -> Int { 6200 + 2 * number }

    /// What Wirework itself shows.
    static let shown = NetdevTable.type(named: "l2tpv3")?.peers.filter { $0.test == "UMLTests" } ?? []

    /// Two devices for each tunnel, then those that Wirework shows.
    static let devices =
        (all + all).enumerated().map { $1.device($0) }
        + shown.map { $0.command.components(separatedBy: "vec0:").last ?? "" }

    static let all = [
        UMLTunnel(
            uml: "tx_session=5,rx_session=6", netdev: "txsession=6,rxsession=5",
            headers: ["00030000 00000005", "00030000 00000005"]),
        // The largest: of more than 31 bits UML's device is not made, and UML panics when it is taken up.
        UMLTunnel(
            uml: "tx_session=0x7fffffff,rx_session=0x7ffffffe,tx_cookie=0x11223344,rx_cookie=0xfedcba98",
            netdev: "txsession=0x7ffffffe,rxsession=0x7fffffff,txcookie=0xfedcba98,rxcookie=0x11223344",
            headers: ["00030000 7fffffff 11223344", "00030000 7fffffff 11223344"]),
        UMLTunnel(
            uml: "tx_session=5,rx_session=6,cookie64=1,tx_cookie=0x1122334455667788,rx_cookie=0xfedcba9876543210",
            netdev:
                "txsession=6,rxsession=5,cookie64=on,txcookie=0xfedcba9876543210,rxcookie=0x1122334455667788",
            headers: ["00030000 00000005 11223344 55667788", "00030000 00000005 11223344 55667788"]),
        UMLTunnel(
            uml: "tx_session=5,rx_session=6,counter=1", netdev: "txsession=6,rxsession=5,counter=on,sequence=check",
            headers: ["00030000 00000005 00000001", "00030000 00000005 00000002"]),
        UMLTunnel(
            uml: "tx_session=5,rx_session=6,counter=1,pin_counter=1",
            netdev: "txsession=6,rxsession=5,counter=on,pincounter=on",
            headers: ["00030000 00000005 00000000", "00030000 00000005 00000000"]),
        UMLTunnel(
            uml: "tx_session=5,rx_session=6,counter=1,cookie64=1,tx_cookie=1,rx_cookie=2",
            netdev: "txsession=6,rxsession=5,counter=on,cookie64=on,txcookie=2,rxcookie=1",
            headers: [
                "00030000 00000005 00000000 00000001 00000001", "00030000 00000005 00000000 00000001 00000002",
            ], version: .ipv6),
        UMLTunnel(
            uml: "tx_session=5,rx_session=6,counter=1", netdev: "txsession=6,rxsession=5,counter=on", headers: [],
            udp: false),
        UMLTunnel(
            uml: "tx_session=7,rx_session=8,tx_cookie=0x11223344,rx_cookie=0xfedcba98",
            netdev: "txsession=8,rxsession=7,txcookie=0xfedcba98,rxcookie=0x11223344", headers: [], udp: false),
    ]
}
