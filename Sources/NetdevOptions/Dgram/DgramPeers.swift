/// The programs that dgram is proven against, with the command lines of both ends.
enum DgramPeers {
    static let all = [
        NetdevPeer(
            "QEMU 7.2, dgram over UDP",
            netdev: """
                dgram,local.type=inet,local.host=127.0.0.1,local.port=5001,remote.type=inet,remote.host=127.0.0.1,\
                remote.port=5002
                """,
            command: """
                qemu-system-x86_64 -netdev dgram,id=n,local.type=inet,local.host=127.0.0.1,local.port=5002,\
                remote.type=inet,remote.host=127.0.0.1,remote.port=5001 -device e1000,netdev=n
                """, test: "TransportTests"),
        NetdevPeer(
            "QEMU 7.2, dgram over unix sockets",
            netdev: "dgram,local.type=unix,local.path=/tmp/wirework.sock,remote.type=unix,remote.path=/tmp/qemu.sock",
            command: """
                qemu-system-x86_64 -netdev dgram,id=n,local.type=unix,local.path=/tmp/qemu.sock,remote.type=unix,\
                remote.path=/tmp/wirework.sock -device e1000,netdev=n
                """, test: "TransportTests"),
        NetdevPeer(
            "QEMU 7.2, dgram over multicast",
            netdev: """
                dgram,local.type=inet,local.host=127.0.0.1,remote.type=inet,remote.host=239.1.1.1,remote.port=5000
                """,
            command: """
                qemu-system-x86_64 -netdev dgram,id=n,local.type=inet,local.host=127.0.0.1,local.port=0,\
                remote.type=inet,remote.host=239.1.1.1,remote.port=5000 -device e1000,netdev=n
                """, test: "MulticastTests"),
    ]
}
