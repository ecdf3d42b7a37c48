extension NetdevType {
    /// Kernels that speak L2TPv3 by themselves.
    ///
    /// `ip l2tp` wants root and the modules l2tp_eth and l2tp_ip or l2tp_ip6. Its names cross ours: its `session_id` is
    /// `txsession` here and its `peer_session_id` `rxsession`; what it puts into what it sends, `cookie`, is `rxcookie`, and
    /// what it expects, `peer_cookie`, is `txcookie`.
    static let kernelPeers: [NetdevPeer] = [
        NetdevPeer(
            "Linux 6.1, ip l2tp over UDP",
            netdev: """
                l2tpv3,src=10.99.0.1,dst=10.99.0.2,udp=on,srcport=1701,dstport=1701,txsession=1,rxsession=2,\
                cookie64=on,rxcookie=0x1122334455667788,txcookie=0xfedcba9876543210,sublayer=default
                """,
            command: """
                ip l2tp add tunnel tunnel_id 1 peer_tunnel_id 1 encap udp local 10.99.0.2 remote 10.99.0.1 \
                udp_sport 1701 udp_dport 1701 && \
                ip l2tp add session name wire tunnel_id 1 session_id 1 peer_session_id 2 \
                cookie 1122334455667788 peer_cookie fedcba9876543210 seq both && ip link set wire up
                """,
            test: kernelSuite),
        NetdevPeer(
            "Linux 6.1, ip l2tp over IP",
            netdev: "l2tpv3,src=10.99.0.1,dst=10.99.0.2,txsession=1,rxsession=2,sublayer=pinned",
            command: """
                ip l2tp add tunnel tunnel_id 1 peer_tunnel_id 1 encap ip local 10.99.0.2 remote 10.99.0.1 && \
                ip l2tp add session name wire tunnel_id 1 session_id 1 peer_session_id 2 && ip link set wire up
                """,
            test: kernelSuite),
        NetdevPeer(
            "Linux 6.1, ip l2tp over UDP and IPv6, no sublayer",
            netdev: """
                l2tpv3,src=fd99::1,dst=fd99::2,ipv6=on,udp=on,srcport=1701,dstport=1701,txsession=1,rxsession=2
                """,
            command: """
                ip l2tp add tunnel tunnel_id 1 peer_tunnel_id 1 encap udp local fd99::2 remote fd99::1 \
                udp_sport 1701 udp_dport 1701 && \
                ip l2tp add session name wire tunnel_id 1 session_id 1 peer_session_id 2 l2spec_type none && \
                ip link set wire up
                """,
            test: kernelSuite),
        NetdevPeer(
            "User-Mode Linux 6.1, vector l2tpv3",
            netdev: """
                l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=6100,dstport=6101,txsession=6,rxsession=5,counter=on
                """,
            command: """
                linux.uml mem=64M initrd=initramfs con0=fd:0,fd:1 con=null \
                vec0:transport=l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=1,srcport=6101,dstport=6100,\
                tx_session=5,rx_session=6,counter=1,depth=64
                """,
            test: userModeSuite),
    ]

    private static let kernelSuite = "LinuxKernelTests"
    private static let userModeSuite = "UMLTests"
}
