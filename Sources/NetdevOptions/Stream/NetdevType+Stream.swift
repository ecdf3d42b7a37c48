extension NetdevType {
    /// Frames on a byte stream: QEMU's NetdevStreamOptions.
    static let stream = NetdevType(
        name: "stream", summary: "frames on a byte stream: TCP, a unix socket, or one that was inherited",
        keys: StreamKey.all, refusing: StreamKey.refused,
        examples: [
            NetdevExample(
                "a unix socket that one QEMU after the other may connect to, and a server that may come and go",
                [
                    "stream,id=here,server=on,addr.type=unix,addr.path=/tmp/wirework.sock",
                    "stream,id=there,addr.type=inet,addr.host=127.0.0.1,addr.port=5000,reconnect-ms=500",
                ]),
            NetdevExample(
                "a TCP server and a name that is in no file system; the second netdev as JSON",
                [
                    "stream,id=tcp,server=on,addr.type=inet,addr.host=::1,addr.port=5000",
                    """
                    {"type":"stream","id":"guest","server":true,"addr":{"type":"unix","path":"lab","abstract":true}}
                    """,
                ]),
        ],
        peers: [
            NetdevPeer(
                "QEMU 7.2, stream client", netdev: "stream,server=on,addr.type=unix,addr.path=/tmp/wirework.sock",
                command: """
                    qemu-system-x86_64 -netdev stream,id=n,addr.type=unix,addr.path=/tmp/wirework.sock \
                    -device e1000,netdev=n
                    """, test: "TransportTests"),
            NetdevPeer(
                "QEMU 7.2, stream server",
                netdev: "stream,addr.type=inet,addr.host=127.0.0.1,addr.port=5000,reconnect-ms=500",
                command: """
                    qemu-system-x86_64 -netdev \
                    stream,id=n,server=on,addr.type=inet,addr.host=127.0.0.1,addr.port=5000 -device e1000,netdev=n
                    """, test: "TransportTests"),
        ]
    ) { reader throws(OptionError) in
        .stream(try StreamOptions(reader))
    }

    /// The rows, by name.
    enum StreamKey {
        static let type = NetdevKey(
            "addr.type", .choice(["inet", "unix", "fd"]), isMandatory: true,
            "what carries the bytes: TCP, a unix socket, or a descriptor that was inherited",
            refusing: [RefusedWord("vsock", "QEMU takes it; it reaches a virtual machine's host, not another netdev")])
        static let host = NetdevKey(
            "addr.host", .host, "inet: the server's address or name",
            rule: "QEMU takes no text for 0.0.0.0; here it is written")
        static let port = NetdevKey(
            "addr.port", .port(0...UInt16.max), "inet: the server's TCP port; 0 for any, with server=on",
            rule: "plain decimal, no names of services")
        static let ipv4 = NetdevKey(
            "addr.ipv4", .flag, "inet: off, or addr.ipv6=on alone, passes over a name's IPv4 addresses")
        static let ipv6 = NetdevKey(
            "addr.ipv6", .flag, "inet: off, or addr.ipv4=on alone, passes over a name's IPv6 addresses")
        static let path = NetdevKey("addr.path", .socketPath, "unix: where the server's socket is")
        static let abstract = NetdevKey(
            "addr.abstract", .flag, default: "off", "unix: addr.path is a name outside of the file system (unix(7))")
        static let tight = NetdevKey(
            "addr.tight", .flag, default: "on",
            "unix, abstract: the name ends with its last byte; off: zeros follow to the end of the address")
        static let str = NetdevKey(
            "addr.str", .descriptor, "fd: the number of a byte stream that is open already, and connected",
            rule: "QEMU: Invalid file descriptor number; names that a monitor gave to descriptors mean nothing here")
        static let server = NetdevKey(
            "server", .flag, default: "off", "wait for a client, one at a time, instead of being one")
        static let reconnectMilliseconds = NetdevKey(
            "reconnect-ms", .integer(0...UInt64(UInt32.max)), default: "0",
            """
            client: connect again when the server is not there, or has gone, after so many milliseconds, then after \
            twice as many, to 16 times or 30 s at the most, a quarter more or less; 0: do not
            """,
            rule: "QEMU has it since 9.2, with a fixed interval")
        static let reconnect = NetdevKey(
            "reconnect", .integer(0...UInt64(UInt32.max / 1000)), "client: reconnect-ms in seconds",
            rule: "QEMU 8.0 to 10.1 had it; write reconnect-ms")

        static let address = [host, port, ipv4, ipv6, path, abstract, tight, str]
        static let all = [type] + address + [server, reconnectMilliseconds, reconnect]

        private static let alwaysOn = "it is on: a peer that is gone without a word is noticed within half a minute"
        /// What QEMU's SocketAddress has besides.
        static let refused =
            [
                RefusedWord("addr.to", "a range of ports: write one port, or 0 for any"),
                RefusedWord("addr.numeric", "an address as addr.host is never looked up"),
                RefusedWord("addr.mptcp", "TCP has one path here"),
                RefusedWord("addr.cid", "QEMU takes it for vsock, which stream does not speak here"),
            ]
            + ["", "-count", "-idle", "-interval"].map { RefusedWord("addr.keep-alive\($0)", alwaysOn) }
    }
}
