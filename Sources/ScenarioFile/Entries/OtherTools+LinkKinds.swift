extension OtherTools {
    /// A word of another tool, and the one that stands for it here.
    struct Word {
        /// The word of the format; nil where no single one does.
        let here: String?
        let reason: String
    }

    /// Kinds of link, as containerlab, GNS3, netlab, VDE and iproute2 call them.
    static let linkKinds: [String: Word] = [
        (
            ["veth", "cable", "p2p", "point-to-point", "direct", "ethernet"], "wire",
            "a wire joins two nodes in process"
        ),
        (["udp"], "dgram", "dgram carries a frame in each datagram of UDP, or of a unix socket"),
        (["tcp"], "stream", "stream carries frames behind their lengths on TCP, or on a unix socket"),
        (["unix"], nil, "dgram with `local.type: unix`, or stream with `addr.type: unix`, is over unix sockets"),
        (["multicast", "group"], "mcast", "mcast joins two endpoints or more by a multicast group"),
        (["vde_switch", "vde-switch", "vde_plug", "vxvde"], "vde", "vde joins two endpoints or more by a VDE network"),
        (["tun", "tuntap", "macvtap"], "tap", "tap goes through interfaces of the kernel that a bridge joins"),
        (["l2tp", "l2tpv2", "pseudowire", "pw"], "l2tpv3", "l2tpv3 is a pseudowire over UDP, or over IP"),
        (
            ["vxlan", "gre", "gretap", "geneve", "ipip", "wireguard", "mpls"], nil,
            "the tunnel that a link can be is l2tpv3"
        ),
        (
            ["bridge", "switch", "hub", "lan", "ovs", "ovs-bridge", "segment", "macvlan"], nil,
            "what many nodes are linked to is a node, `kind: switch` or `kind: hub`; mcast and vde join more than two"
        ),
    ].reduce(into: [:]) { table, row in
        for word in row.0 { table[word] = Word(here: row.1, reason: row.2) }
    }
}
