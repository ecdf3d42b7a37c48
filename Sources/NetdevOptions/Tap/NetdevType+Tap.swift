extension NetdevType {
    /// A tap interface of the kernel: QEMU's NetdevTapOptions, without vhost.
    static let tap = NetdevType(
        name: "tap", summary: "a tap interface of the kernel: what the host sends to it arrives here, and back",
        keys: [
            Key.ifname, Key.fd, Key.fds, Key.script, Key.downscript, Key.br, Key.helper, Key.sndbuf, Key.vnetHeader,
            Key.queues,
        ], refusing: Key.refused,
        examples: [
            NetdevExample(
                "the host's own kernel at one end of a pseudowire; `ip link set tap0 up` gives it carrier",
                [
                    "tap,id=host,ifname=tap0,script=no,downscript=no",
                    """
                    l2tpv3,id=tunnel,src=192.0.2.1,dst=192.0.2.2,udp=on,srcport=1701,dstport=1701,txsession=1,\
                    rxsession=2
                    """,
                ]),
            NetdevExample(
                "an interface that /etc/qemu-ifup adds to a bridge, and a guest; the second netdev as JSON",
                [
                    "tap,id=lan,ifname=tap%d,script=/etc/qemu-ifup",
                    """
                    {"type":"dgram","id":"guest","local":{"type":"unix","path":"/tmp/a"},\
                    "remote":{"type":"unix","path":"/tmp/b"}}
                    """,
                ]),
        ],
        right:
            "/dev/net/tun and CAP_NET_ADMIN (or an interface of one's own: `ip tuntap add ... user NAME`); none with fd=",
        peers: [
            NetdevPeer(
                "QEMU 7.2, tap, over a Linux bridge", netdev: "tap,ifname=near0,script=no,downscript=no",
                command: """
                    ip link add br0 up type bridge && ip link set near0 master br0 up && ip tuntap add far0 mode tap && \
                    ip link set far0 master br0 up && qemu-system-x86_64 \
                    -netdev tap,id=t,ifname=far0,script=no,downscript=no -device e1000,netdev=t
                    """,
                test: "TapBridgeTests"),
            NetdevPeer(
                "a Linux kernel, ping", netdev: "tap,ifname=near0,script=no,downscript=no",
                command: "ip addr add 10.0.0.1/24 dev near0 && ip link set near0 up && ping 10.0.0.2",
                test: "KernelPingTests"),
        ]
    ) { reader throws(OptionError) in
        .tap(try TapOptions(reader))
    }

    /// The rows, by name.
    enum TapKey {
        private static let scriptRule = "QEMU also takes an empty value for none; here it is the word no"

        static let ifname = NetdevKey(
            "ifname", .text("NAME"), default: "tap%d",
            "the interface: one that is there, or else a new one; %d is the lowest number that is free")
        static let fd = NetdevKey(
            "fd", .descriptor, "a descriptor of a tap interface that is open already",
            rule: "QEMU: Invalid file descriptor number; names that a monitor gave to descriptors mean nothing here")
        static let fds = NetdevKey(
            "fds", .text("FD:FD:..."), "several, one for each queue of one interface",
            rule: "numbers with : between them")
        static let script = NetdevKey(
            "script", .text("PATH|no"), default: TapInterface.standardScript,
            "run with the interface's name when it is open; the default only if it is there", rule: scriptRule)
        static let downscript = NetdevKey(
            "downscript", .text("PATH|no"), default: TapInterface.standardDownscript,
            "run with the interface's name before it is closed; the default only if it is there", rule: scriptRule)
        static let br = NetdevKey(
            "br", .text("NAME"), default: BridgeOptions.standardBridge, "the bridge that a helper adds the interface to"
        )
        static let helper = NetdevKey(
            "helper", .text("PATH"), "a program that makes the interface and adds it to a bridge, as of netdev bridge")
        static let sndbuf = NetdevKey(
            "sndbuf", .text("BYTES"), default: "0",
            "bytes of frames that the kernel may hold before writing has to wait; 0: no limit",
            rule: "decimal, or 0x; k, M and G behind it are 2^10, 2^20 and 2^30")
        static let vnetHeader = NetdevKey(
            "vnet_hdr", .flag, default: "off",
            "a virtio_net_hdr before each frame at the descriptor; frames are the same either way",
            rule: "QEMU tries it when it is not written; no offload is used, so nothing is gained by it here")
        static let queues = NetdevKey(
            "queues", .integer(1...UInt64(TapInterface.queueLimit)), default: "1",
            "queues, all of which are read; frames between two stations always leave by the same one")

        static let refused =
            ["vhost", "vhostfd", "vhostfds", "vhostforce"].map {
                RefusedWord(
                    $0, "vhost moves frames from a guest's memory in the kernel, past every port, count and capture")
            } + [RefusedWord("poll-us", "it is how long vhost polls, and there is no vhost here")]
    }
}

private typealias Key = NetdevType.TapKey
