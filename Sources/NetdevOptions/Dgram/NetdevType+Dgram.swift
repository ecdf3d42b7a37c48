extension NetdevType {
    /// One frame a datagram: QEMU's NetdevDgramOptions.
    static let dgram = NetdevType(
        name: "dgram", summary: "one frame a datagram: UDP, UDP multicast, unix sockets, or an inherited socket",
        keys: [
            Key.localType, Key.localHost, Key.localPort, Key.localPath, Key.localStr, Key.remoteType, Key.remoteHost,
            Key.remotePort, Key.remotePath, Key.ttl,
        ], refusing: Key.refused,
        examples: [
            NetdevExample(
                "two QEMUs on one virtual cable, one over UDP, the other over unix sockets",
                [
                    """
                    dgram,id=udp,local.type=inet,local.host=127.0.0.1,local.port=5001,remote.type=inet,\
                    remote.host=127.0.0.1,remote.port=5002
                    """,
                    """
                    dgram,id=unix,local.type=unix,local.path=/tmp/wirework.sock,remote.type=unix,\
                    remote.path=/tmp/qemu.sock
                    """,
                ]),
            NetdevExample(
                "a multicast group, heard on the loopback interface, and a guest; the second netdev as JSON",
                [
                    """
                    dgram,id=group,local.type=inet,local.host=127.0.0.1,local.port=0,remote.type=inet,\
                    remote.host=239.1.1.1,remote.port=5000
                    """,
                    """
                    {"type":"dgram","id":"guest","local":{"type":"unix","path":"/tmp/a"},\
                    "remote":{"type":"unix","path":"/tmp/b"}}
                    """,
                ]),
        ], peers: DgramPeers.all
    ) { reader throws(OptionError) in
        .dgram(try DgramOptions(reader))
    }

    /// The rows, by name.
    enum DgramKey {
        private static let hostRule = "QEMU takes no text for 0.0.0.0; here it is written"
        private static let portRule = "plain decimal; QEMU would take 99999 for 34463 and 80x for 80"

        static let localType = NetdevKey(
            "local.type", .choice(["inet", "unix", "fd"]), mirroredAs: "remote.type",
            "what is ours: a UDP socket, a unix socket, or a descriptor that was inherited",
            refusing: [RefusedWord("vsock", "QEMU: only support inet or fd type for local")])
        static let localHost = NetdevKey(
            "local.host", .host, mirroredAs: "remote.host",
            "inet: the local address or name; with a multicast group: the address of the interface", rule: hostRule)
        static let localPort = NetdevKey(
            "local.port", .port(0...UInt16.max), mirroredAs: "remote.port",
            "inet: the local UDP port, 0 for any; with a multicast group: not needed, and not used", rule: portRule)
        static let localPath = NetdevKey(
            "local.path", .socketPath, mirroredAs: "remote.path", "unix: where our socket is bound")
        static let localStr = NetdevKey(
            "local.str", .descriptor, "fd: the number of a datagram socket that is open already, and connected",
            rule: "QEMU: Invalid file descriptor number; names that a monitor gave to descriptors mean nothing here")
        static let remoteType = NetdevKey(
            "remote.type", .choice(["inet", "unix"]), mirroredAs: "local.type", "what datagrams go to",
            refusing: [
                RefusedWord("fd", "QEMU: don't set remote with local.fd"),
                RefusedWord("vsock", "QEMU: remote and local types must be the same"),
            ])
        static let remoteHost = NetdevKey(
            "remote.host", .host, mirroredAs: "local.host",
            "inet: the far end's address or name, or a multicast group (224.0.0.0/4, ff00::/8)",
            rule: "datagrams go to one address; 0.0.0.0 is none (RFC 1122 3.2.1.3)")
        static let remotePort = NetdevKey(
            "remote.port", .port(1...UInt16.max), mirroredAs: "local.port", "inet: the far end's UDP port",
            rule: portRule)
        static let remotePath = NetdevKey(
            "remote.path", .socketPath, mirroredAs: "local.path", "unix: where the far end's socket is bound")
        static let ttl = NetdevKey(
            "ttl", .integer(0...255), default: "1", isBeyondQEMU: true,
            "with a multicast group: the TTL or hop limit of what is sent; 1 stays on the link, 0 on this host")

        /// What QEMU's SocketAddress has besides: dgram takes it and looks at none of it.
        static let refused =
            ["local", "remote"].flatMap { side in
                [
                    RefusedWord("\(side).ipv4", "QEMU ignores it here: the text of \(side).host says which IP it is"),
                    RefusedWord("\(side).ipv6", "QEMU ignores it here: the text of \(side).host says which IP it is"),
                    RefusedWord(
                        "\(side).numeric", "QEMU ignores it here: an address as \(side).host is never looked up"),
                    RefusedWord("\(side).to", "QEMU ignores it here: a range of ports is for stream servers"),
                    RefusedWord("\(side).abstract", "QEMU ignores it here: the socket has a path in the file system"),
                    RefusedWord("\(side).tight", "QEMU ignores it here: it is about abstract sockets"),
                    RefusedWord("\(side).cid", "QEMU takes it for vsock, which dgram does not speak"),
                ]
                    + ["keep-alive", "keep-alive-count", "keep-alive-idle", "keep-alive-interval", "mptcp"].map {
                        RefusedWord("\(side).\($0)", "QEMU ignores it here: datagrams have no connection, TCP has")
                    }
            } + [RefusedWord("remote.str", "an inherited socket is local: local.type=fd,local.str=FD")]
    }
}

private typealias Key = NetdevType.DgramKey
