extension NetdevType {
    /// A plug of a VDE network: QEMU's NetdevVdeOptions and what Wirework adds.
    static let vde = NetdevType(
        name: "vde", summary: "a plug of a VDE network: a vde_switch, or whatever libvdeplug reaches",
        keys: [Key.sock, Key.port, Key.group, Key.mode, Key.frameLimit],
        examples: [
            NetdevExample(
                "a guest's cable and port 3 of a vde_switch",
                [
                    "vde,id=lan,sock=/tmp/vde.ctl,port=3,mode=0770",
                    """
                    dgram,id=guest,local.type=unix,local.path=/tmp/wirework.sock,remote.type=unix,\
                    remote.path=/tmp/qemu.sock
                    """,
                ]),
            NetdevExample(
                "two VDE networks on one cable: a switch, and a point-to-point socket of libvdeplug's",
                ["vde,id=lan,sock=vde:///tmp/vde.ctl", "vde,id=cable,sock=ptp:///tmp/cable"]),
        ],
        peers: [
            NetdevPeer(
                "vde_switch 2.3.2, and at another of its ports QEMU 7.2, vde", netdev: "vde,sock=/tmp/vde.ctl",
                command: """
                    vde_switch -sock /tmp/vde.ctl -daemon && \
                    qemu-system-x86_64 -netdev vde,id=n0,sock=/tmp/vde.ctl -device e1000,netdev=n0
                    """,
                test: "VDERealSwitchTests"),
            NetdevPeer(
                "libvdeplug 4.0.1, vde_plug", netdev: "vde,sock=ptp:///tmp/cable",
                command: "vde_plug ptp:///tmp/cable", test: "VDELibraryTests"),
        ]
    ) { reader throws(OptionError) in
        .vde(try VDEOptions(reader))
    }

    /// The rows, by name.
    enum VDEKey {
        static let modeRule =
            "octal, as for chmod(1), with or without a leading 0; QEMU takes 700 for decimal and so for 01274"

        static let sock = NetdevKey(
            "sock", .text("PATH|VNL"), default: "what libvdeplug looks for",
            "the directory of a switch, or a network in libvdeplug's words: ptp://, tap://, udp://, cmd:// ...")
        static let port = NetdevKey("port", .port(0...UInt16.max), default: "0", "the port of the switch, 0 for any")
        static let group = NetdevKey(
            "group", .text("GROUP"), "the group of our own socket, to which the switch sends; a name or a number")
        static let mode = NetdevKey(
            "mode", .mode, default: "0700", "the permissions of our own socket, to which the switch sends",
            rule: modeRule)
        static let frameLimit = NetdevKey(
            "frame-limit", .integer(14...65_553),
            default: "1518 where vde_switch would cut, unless the switch says more",
            isBeyondQEMU: true, "the longest frame that is sent; a longer one is counted as oversize")
    }
}

private typealias Key = NetdevType.VDEKey
