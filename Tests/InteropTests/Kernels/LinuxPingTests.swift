import NetdevOptions
import Testing

extension LinuxKernelTests {
    static let narrow = ("cookie 11223344 peer_cookie fedcba98", "rxcookie=0x11223344,txcookie=0xfedcba98")
    static let wide = (
        "cookie 1122334455667788 peer_cookie fedcba9876543210",
        "cookie64=on,rxcookie=0x1122334455667788,txcookie=0xfedcba9876543210"
    )

    /// What Linux and Wirework agree on, each as its own user would write it.
    static let agreed: [KernelSession] = {
        // Linux has a sublayer by default, zero without numbers.
        let layers = [
            ("", "sublayer=pinned"), ("", "counter=on,pincounter=on"), ("l2spec_type none", "sublayer=none"),
            ("seq send", "sublayer=default"), ("seq both", "sublayer=default,sequence=check"),
            ("seq recv", "sublayer=default"), ("", "sublayer=default,sequence=check"),
        ]
        let cookies = [
            (narrow.0, "sublayer=pinned,\(narrow.1)"), (wide.0, "sublayer=pinned,\(wide.1)"),
            ("\(wide.0) l2spec_type none", wide.1), ("\(wide.0) seq both", "sublayer=default,\(wide.1)"),
        ]
        let raw = [
            ("", "sublayer=pinned"), ("l2spec_type none", ""), ("\(narrow.0) seq both", "sublayer=default,\(narrow.1)"),
            ("\(wide.0)", "sublayer=pinned,\(wide.1)"),
        ]
        let six = [("\(wide.0) seq both", "sublayer=default,\(wide.1)"), ("", "sublayer=pinned")]
        let rows: [(Bool, InternetVersion, (String, String))] =
            (layers + cookies).map { (true, .ipv4, $0) } + raw.map { (false, .ipv4, $0) }
            + six.map { (true, .ipv6, $0) } + six.map { (false, .ipv6, $0) }
        return rows.enumerated().map { number, row in
            KernelSession(number: number + 1, udp: row.0, version: row.1, linux: row.2.0, netdev: row.2.1)
        }
    }()

    @Test("pings from the guest's kernel to a host of Wirework, and back, on every session at once")
    func pings() throws {
        try guest.ip(Self.agreed.flatMap(\.commands))
        try PingExchange.run(
            Self.agreed.map {
                .init(
                    name: $0.testDescription, netdev: $0.optionString, hostAddress: $0.hostAddress.dotted,
                    guestAddress: $0.guestAddress.dotted)
            }, with: guest)
    }

    @Test(
        "the command lines of both ends that Wirework itself shows",
        arguments: NetdevTable.type(named: "l2tpv3")?.peers.filter { $0.test == "LinuxKernelTests" } ?? [])
    func shown(peer: NetdevPeer) throws {
        try guest.require(peer.command)
        try guest.ip(["address add 10.3.0.2/24 dev wire"])
        try PingExchange.run(
            [.init(name: peer.name, netdev: peer.netdev, hostAddress: "10.3.0.1", guestAddress: "10.3.0.2")],
            with: guest)
        try guest.ip(["l2tp del tunnel tunnel_id 1"])
        // The kernel takes it away in its own time.
        #expect(try eventually { try guest.run("test -e /sys/class/net/wire").status != 0 })
    }
}
