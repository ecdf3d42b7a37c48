extension NetdevType {
    /// A tap interface that a helper adds to a bridge: QEMU's NetdevBridgeOptions.
    static let bridge = NetdevType(
        name: "bridge", summary: "a port of a Linux bridge: a privileged helper makes a tap interface and adds it",
        keys: [Key.br, Key.helper],
        examples: [
            NetdevExample(
                "a QEMU with dgram and unix sockets on the bridge br0, by qemu-bridge-helper",
                [
                    "bridge,id=lan",
                    """
                    dgram,id=guest,local.type=unix,local.path=/tmp/wirework.sock,remote.type=unix,\
                    remote.path=/tmp/qemu.sock
                    """,
                ]),
            NetdevExample(
                "a bridge at the far end of a pseudowire",
                [
                    "bridge,id=lan,br=lab0,helper=/usr/lib/qemu/qemu-bridge-helper",
                    """
                    l2tpv3,id=tunnel,src=192.0.2.1,dst=192.0.2.2,udp=on,srcport=1701,dstport=1701,txsession=1,\
                    rxsession=2
                    """,
                ]),
        ],
        right: "a helper with CAP_NET_ADMIN (qemu-bridge-helper, setuid root) and a line `allow BRIDGE` in bridge.conf",
        peers: [
            NetdevPeer(
                "qemu-bridge-helper of QEMU 7.2, and a Linux bridge", netdev: "bridge,br=br0",
                command: """
                    ip link add br0 type bridge && ip link set br0 up && mkdir -p /etc/qemu && \
                    echo allow br0 >> /etc/qemu/bridge.conf
                    """,
                test: "BridgeHelperTests")
        ]
    ) { reader throws(OptionError) in
        .bridge(try BridgeOptions(reader))
    }

    /// The rows, by name.
    enum BridgeKey {
        static let br = NetdevKey(
            "br", .text("NAME"), default: BridgeOptions.standardBridge, "the bridge that the interface is added to")
        static let helper = NetdevKey(
            "helper", .text("PATH"),
            "the helper, called with --use-vnet --fd=N --br=NAME; with blanks in it, a command line for a shell",
            rule: "not written: \(BridgeOptions.standardHelpers.joined(separator: ", or else "))")
    }
}

private typealias Key = NetdevType.BridgeKey
