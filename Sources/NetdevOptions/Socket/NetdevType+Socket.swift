extension NetdevType {
    /// QEMU's older netdev of several kinds: QEMU's NetdevSocketOptions.
    static let socket = NetdevType(
        name: "socket", summary: "QEMU's older netdev: frames over TCP, or datagrams over UDP or UDP multicast",
        keys: [
            SocketKey.fd, SocketKey.listen, SocketKey.connect, SocketKey.mcast, SocketKey.udp, SocketKey.localaddr,
        ],
        examples: [
            NetdevExample(
                "wait for a QEMU that has -netdev socket,connect=127.0.0.1:1234, and join it to a second one",
                ["socket,id=first,listen=127.0.0.1:1234", "socket,id=second,listen=127.0.0.1:1235"]),
            NetdevExample(
                "a multicast group of QEMUs, heard on the loopback interface, and one more over UDP",
                [
                    "socket,id=group,mcast=230.0.0.1:1234,localaddr=127.0.0.1",
                    "socket,id=one,udp=127.0.0.1:5001,localaddr=127.0.0.1:5002",
                ]),
        ],
        peers: [
            NetdevPeer(
                "QEMU 7.2, socket connect=", netdev: "socket,listen=127.0.0.1:1234",
                command: "qemu-system-x86_64 -netdev socket,id=n,connect=127.0.0.1:1234 -device e1000,netdev=n",
                test: "TransportTests"),
            NetdevPeer(
                "QEMU 7.2, socket listen=", netdev: "socket,connect=127.0.0.1:1234",
                command: "qemu-system-x86_64 -netdev socket,id=n,listen=127.0.0.1:1234 -device e1000,netdev=n",
                test: "TransportTests"),
            NetdevPeer(
                "QEMU 7.2, socket udp=", netdev: "socket,udp=127.0.0.1:5002,localaddr=127.0.0.1:5001",
                command: """
                    qemu-system-x86_64 -netdev socket,id=n,udp=127.0.0.1:5001,localaddr=127.0.0.1:5002 \
                    -device e1000,netdev=n
                    """, test: "TransportTests"),
            NetdevPeer(
                "QEMU 7.2, socket mcast=", netdev: "socket,mcast=230.0.0.1:1234,localaddr=127.0.0.1",
                command: """
                    qemu-system-x86_64 -netdev socket,id=n,mcast=230.0.0.1:1234,localaddr=127.0.0.1 \
                    -device e1000,netdev=n
                    """, test: "MulticastTests"),
        ]
    ) { reader throws(OptionError) in
        .socket(try SocketOptions(reader))
    }

    /// The rows, by name.
    enum SocketKey {
        private static let portRule = "the port is plain decimal, 1...65535; an IPv6 address stands in brackets"

        static let fd = NetdevKey(
            "fd", .descriptor, "the number of a socket that is open already, and connected: a byte stream or datagrams",
            rule: "names that a monitor gave to descriptors mean nothing here")
        static let listen = NetdevKey(
            "listen", .text("[HOST]:PORT"), mirroredAs: "connect",
            "TCP server, one client at a time; without a host on every address", rule: portRule)
        static let connect = NetdevKey(
            "connect", .text("[HOST]:PORT"), mirroredAs: "listen",
            "TCP client of a server that is there; `stream` has one that connects again", rule: portRule)
        static let mcast = NetdevKey(
            "mcast", .text("GROUP:PORT"), "UDP multicast, a group in 224.0.0.0/4 or ff00::/8", rule: portRule)
        static let udp = NetdevKey(
            "udp", .text("[HOST]:PORT"), mirroredAs: "localaddr", "UDP: the far end", rule: portRule)
        static let localaddr = NetdevKey(
            "localaddr", .text("ADDRESS|[HOST]:PORT"), mirroredAs: "udp",
            "with udp: what is bound, host and port; with mcast: the address of the interface")

        /// One of these says what it is.
        static let kinds = [fd, listen, connect, mcast, udp]
    }
}
