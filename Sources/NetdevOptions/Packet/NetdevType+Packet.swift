extension NetdevType {
    /// An interface of the host through a packet socket (packet(7)), which QEMU does not have.
    static let packet = NetdevType(
        name: "packet", summary: "an Ethernet interface of the host, such as one end of a veth pair, by packet(7)",
        keys: [Key.ifname],
        examples: [
            NetdevExample(
                "a network namespace at one end of a pseudowire: veth0 here, its peer there",
                [
                    "packet,id=namespace,ifname=veth0",
                    """
                    l2tpv3,id=tunnel,src=192.0.2.1,dst=192.0.2.2,udp=on,srcport=1701,dstport=1701,txsession=1,\
                    rxsession=2
                    """,
                ]),
            NetdevExample(
                "a wire between two interfaces", ["packet,id=left,ifname=eth1", "packet,id=right,ifname=eth2"]),
        ],
        right: "CAP_NET_RAW (in a user namespace of one's own everybody has it)",
        peers: [
            NetdevPeer(
                "QEMU 7.2, tap, over a Linux bridge and a veth pair", netdev: "packet,ifname=near0",
                command: """
                    ip link add br0 up type bridge && ip link add near0 up type veth peer name near1 && \
                    ip link set near1 master br0 up && ip tuntap add far0 mode tap && ip link set far0 master br0 up && \
                    qemu-system-x86_64 -netdev tap,id=t,ifname=far0,script=no,downscript=no -device e1000,netdev=t
                    """,
                test: "TapBridgeTests"),
            NetdevPeer(
                "a Linux kernel, ping over a veth pair", netdev: "packet,ifname=near0",
                command: """
                    ip link add near0 up type veth peer name far0 && ip addr add 10.0.0.1/24 dev far0 && \
                    ip link set far0 up && ping 10.0.0.2
                    """,
                test: "KernelPingTests"),
        ]
    ) { reader throws(OptionError) in
        .packet(try PacketOptions(reader))
    }

    /// The rows, by name.
    enum PacketKey {
        static let ifname = NetdevKey(
            "ifname", .text("NAME"), isMandatory: true, isBeyondQEMU: true,
            "the interface; what arrives at it is read besides the kernel's own stack")
    }
}

private typealias Key = NetdevType.PacketKey
