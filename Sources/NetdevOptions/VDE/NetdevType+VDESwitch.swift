extension NetdevType {
    /// A switch that plugs of a VDE network find, as they find a vde_switch.
    static let vdeSwitch = NetdevType(
        name: "vde-switch", summary: "a switch that plugs of VDE find as they find a vde_switch: QEMU, UML, vde_plug",
        keys: [Key.sock, Key.mode, Key.group, Key.hub, Key.ports],
        examples: [
            NetdevExample(
                "QEMU, User-mode Linux and vde_plug on one switch, which reaches a vde_switch",
                ["vde-switch,id=lan,sock=/tmp/lan.ctl", "vde,id=uplink,sock=/tmp/vde.ctl"]),
            NetdevExample(
                "a hub for the members of a group, and a pseudowire",
                [
                    "vde-switch,id=lan,sock=/tmp/lan.ctl,hub=on,mode=0770,group=lab,ports=8",
                    """
                    l2tpv3,id=tunnel,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=1701,dstport=1702,txsession=1,\
                    rxsession=2
                    """,
                ]),
        ],
        peers: [
            NetdevPeer(
                "QEMU 7.2, vde", netdev: "vde-switch,sock=/tmp/lan.ctl",
                command: "qemu-system-x86_64 -netdev vde,id=n0,sock=/tmp/lan.ctl -device e1000,netdev=n0",
                test: "VDESwitchTests"),
            NetdevPeer(
                "libvdeplug 4.0.1, vde_plug", netdev: "vde-switch,sock=/tmp/lan.ctl",
                command: "vde_plug vde:///tmp/lan.ctl", test: "VDESwitchTests"),
        ]
    ) { reader throws(OptionError) in
        .vdeSwitch(try VDESwitchOptions(reader))
    }

    /// The rows, by name.
    enum VDESwitchKey {
        static let sock = NetdevKey(
            "sock", .socketPath, isMandatory: true,
            "the directory of the switch's sockets, made if it is not there, and then removed at the end")
        static let mode = NetdevKey(
            "mode", .mode, default: "0700", "the permissions of sockets and directory", rule: VDEKey.modeRule)
        static let group = NetdevKey("group", .text("GROUP"), "the group of both; a name or a number")
        static let hub = NetdevKey("hub", .flag, default: "off", "every frame goes to every other plug")
        static let ports = NetdevKey(
            "ports", .integer(1...UInt64(VDESwitchOptions.portLimit)), default: "\(VDESwitchOptions.defaultPorts)",
            "the most plugs at a time")
    }
}

private typealias Key = NetdevType.VDESwitchKey
