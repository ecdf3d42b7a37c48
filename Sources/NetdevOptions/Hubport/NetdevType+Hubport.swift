extension NetdevType {
    /// A port of a hub: QEMU's NetdevHubPortOptions.
    static let hubport = NetdevType(
        name: "hubport", summary: "a port of a hub in this process, for a netdev or of its own",
        keys: [Key.hubid, Key.netdev],
        examples: [
            NetdevExample(
                "QEMU's way to join netdevs: each is plugged into a port of a hub",
                [
                    """
                    dgram,id=guest,local.type=unix,local.path=/tmp/wirework.sock,remote.type=unix,\
                    remote.path=/tmp/qemu.sock
                    """,
                    """
                    l2tpv3,id=tunnel,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=1701,dstport=1702,txsession=1,\
                    rxsession=2
                    """,
                    "hubport,id=h0,hubid=0,netdev=guest", "hubport,id=h1,hubid=0,netdev=tunnel",
                ]),
            NetdevExample(
                "two hubs, joined by a port of each, with a guest at either",
                [
                    "dgram,id=left,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b",
                    "dgram,id=right,local.type=unix,local.path=/tmp/c,remote.type=unix,remote.path=/tmp/d",
                    "hubport,id=p0,hubid=0,netdev=left", "hubport,id=p1,hubid=1,netdev=right",
                    "hubport,id=p2,hubid=0", "hubport,id=p3,hubid=1,netdev=p2",
                ]),
        ],
        peers: [
            NetdevPeer(
                "QEMU 7.2, a guest and a hub of its own at one of ours", netdev: "hubport,id=h0,hubid=0,netdev=guest",
                others: [
                    """
                    dgram,id=guest,local.type=unix,local.path=/tmp/wirework.sock,remote.type=unix,\
                    remote.path=/tmp/qemu.sock
                    """, "hubport,id=h1,hubid=0,netdev=lan", "vde-switch,id=lan,sock=/tmp/lan.ctl",
                ],
                command: """
                    qemu-system-x86_64 -netdev dgram,id=d,local.type=unix,local.path=/tmp/qemu.sock,remote.type=unix,\
                    remote.path=/tmp/wirework.sock -netdev hubport,id=h0,hubid=0,netdev=d \
                    -netdev hubport,id=h1,hubid=0 -device e1000,netdev=h1
                    """,
                test: "HubportTests")
        ]
    ) { reader throws(OptionError) in
        .hubport(HubportOptions(hub: reader.integer(Key.hubid) ?? 0, netdev: reader.text(Key.netdev)))
    }

    /// The rows, by name.
    enum HubportKey {
        static let hubid = NetdevKey(
            "hubid", .integer(0...UInt64(Int32.max)), isMandatory: true,
            "the number of the hub: ports with the same number are ports of one hub",
            rule: "QEMU takes negative numbers too")
        static let netdev = NetdevKey(
            "netdev", .identifier,
            "the id of the netdev that is plugged into the port; without it the port is wired itself",
            rule: "a netdev is named by its id: a letter, then letters, digits, -, . and _")
    }
}

private typealias Key = NetdevType.HubportKey
