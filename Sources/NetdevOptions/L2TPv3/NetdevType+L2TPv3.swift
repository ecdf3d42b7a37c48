extension NetdevType {
    /// The L2TPv3 pseudowire: QEMU's NetdevL2TPv3Options and what Wirework adds.
    static let l2tpv3 = NetdevType(
        name: "l2tpv3", summary: "an L2TPv3 pseudowire (RFC 3931) over UDP or IP",
        keys: [
            Key.src, Key.dst, Key.srcport, Key.dstport, Key.ipv6, Key.udp, Key.txsession, Key.rxsession,
            Key.cookie64, Key.txcookie, Key.rxcookie, Key.counter, Key.pincounter, Key.offset, Key.txcookieBits,
            Key.rxcookieBits, Key.sublayer, Key.sequence, Key.strictPeer, Key.fragment,
        ],
        examples: [
            NetdevExample(
                "a pseudowire over UDP, and at its end a QEMU with dgram and unix sockets",
                [
                    """
                    l2tpv3,id=tunnel,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=1701,dstport=1702,txsession=1,\
                    rxsession=2
                    """,
                    """
                    dgram,id=guest,local.type=unix,local.path=/tmp/wirework.sock,remote.type=unix,\
                    remote.path=/tmp/qemu.sock
                    """,
                ]),
            NetdevExample(
                "from one pseudowire to another: with cookies and numbers here, over IPv6 there",
                [
                    """
                    l2tpv3,id=west,src=127.0.0.1,dst=127.0.0.2,udp=on,srcport=1701,dstport=1701,txsession=0x10,\
                    cookie64=on,txcookie=0x1122334455667788,rxcookie=0x8877665544332211,counter=on
                    """,
                    "l2tpv3,id=east,ipv6=on,src=::1,dst=::1,udp=on,srcport=1703,dstport=1704,txsession=7,rxsession=8",
                ]),
        ],
        right: "over UDP none; over IP alone CAP_NET_RAW, or a network namespace of its own",
        peers: l2tpv3Peers + kernelPeers
    ) { reader throws(OptionError) in
        .l2tpv3(try L2TPv3Options(reader))
    }

    /// What the far end runs, and what this one is given.
    private static let l2tpv3Peers: [NetdevPeer] = [
        peer(
            "QEMU 7.2, l2tpv3 over UDP", "udp=on,srcport=1701,dstport=1702,txsession=7,rxsession=9,counter=on",
            "udp=on,srcport=1702,dstport=1701,txsession=9,rxsession=7,counter=on", "HeaderOptionTests"),
        peer(
            "QEMU 7.2, l2tpv3 over UDP and IPv6",
            "ipv6=on,udp=on,srcport=1701,dstport=1702,txsession=7,rxsession=9,cookie64=on,txcookie=1,rxcookie=2",
            "ipv6=on,udp=on,srcport=1702,dstport=1701,txsession=9,rxsession=7,cookie64=on,txcookie=2,rxcookie=1",
            "HeaderOptionTests"),
        peer(
            "QEMU 7.2, l2tpv3 over IP", "txsession=7,rxsession=9,txcookie=1,rxcookie=2",
            "txsession=9,rxsession=7,txcookie=2,rxcookie=1", "RawIPTests"),
        peer(
            "QEMU 7.2, l2tpv3 over IPv6 alone", "ipv6=on,txsession=7,rxsession=9,counter=on,pincounter=on",
            "ipv6=on,txsession=9,rxsession=7,counter=on,pincounter=on", "RawIPTests"),
    ]

    /// A QEMU without a machine, which joins its l2tpv3 with a netdev that a guest would have.
    private static func peer(_ name: String, _ near: String, _ far: String, _ test: String) -> NetdevPeer {
        let isIPv6 = near.hasPrefix("ipv6=on")
        let (here, there) = isIPv6 ? ("::1", "::1") : ("127.0.0.1", "127.0.0.2")
        return NetdevPeer(
            name, netdev: "l2tpv3,src=\(here),dst=\(there),\(near)",
            command: """
                qemu-system-x86_64 -netdev l2tpv3,id=tunnel,src=\(there),dst=\(here),\(far) \
                -device virtio-net-pci,netdev=tunnel
                """, test: test)
    }

    /// The rows, by name.
    enum L2TPv3Key {
        private static let sessionRule = "RFC 3931 4.1.1.2: session 0 is reserved for control messages"
        private static let cookieRule =
            "RFC 3931 5.4.4: each end assigns the cookie that it expects, of 32 or 64 bits or none"
        private static let portRule = "plain decimal; QEMU also takes names of services"
        private static let session = OptionValueKind.integer(1...UInt64(UInt32.max))
        private static let cookie = OptionValueKind.integer(0...UInt64.max)

        static let src = NetdevKey(
            "src", .text("ADDRESS"), isMandatory: true, mirroredAs: "dst", "the local address or name, which is bound")
        static let dst = NetdevKey(
            "dst", .text("ADDRESS"), isMandatory: true, mirroredAs: "src", "the far end's address or name")
        static let srcport = NetdevKey(
            "srcport", .port(0...UInt16.max), mirroredAs: "dstport", "the local UDP port, 0 for any", rule: portRule)
        static let dstport = NetdevKey(
            "dstport", .port(1...UInt16.max), mirroredAs: "srcport", "the far end's UDP port", rule: portRule)
        static let ipv6 = NetdevKey("ipv6", .flag, default: "off", "IPv6 addresses")
        static let udp = NetdevKey("udp", .flag, default: "off", "UDP encapsulation; off: IP protocol 115")
        static let txsession = NetdevKey(
            "txsession", session, isMandatory: true, mirroredAs: "rxsession", "the session in what is sent",
            rule: sessionRule)
        static let rxsession = NetdevKey(
            "rxsession", session, default: "txsession", mirroredAs: "txsession", "the session expected in what arrives",
            rule: sessionRule)
        static let cookie64 = NetdevKey("cookie64", .flag, default: "off", "cookies of 64 bits; off: 32 bits")
        static let txcookie = NetdevKey(
            "txcookie", cookie, mirroredAs: "rxcookie",
            "the cookie in what is sent; only with rxcookie, or rxcookie-bits=0")
        static let rxcookie = NetdevKey(
            "rxcookie", cookie, mirroredAs: "txcookie",
            "the cookie expected in what arrives; only with txcookie, or txcookie-bits=0")
        static let counter = NetdevKey("counter", .flag, default: "off", "a 32-bit counter after the cookie, from 1")
        static let pincounter = NetdevKey("pincounter", .flag, default: "off", "that counter's field, but always zero")
        static let offset = NetdevKey("offset", .integer(0...256), default: "0", "zero bytes before the frame")
        private static let cookieBits = OptionValueKind.choice(["0", "32", "64"])
        static let txcookieBits = NetdevKey(
            "txcookie-bits", cookieBits, isBeyondQEMU: true, mirroredAs: "rxcookie-bits",
            "the length of txcookie, otherwise as cookie64 says; 0: none, and rxcookie may stand alone",
            rule: cookieRule)
        static let rxcookieBits = NetdevKey(
            "rxcookie-bits", cookieBits, isBeyondQEMU: true, mirroredAs: "txcookie-bits",
            "the length of rxcookie, otherwise as cookie64 says; 0: none, and txcookie may stand alone",
            rule: cookieRule)
        static let sublayer = NetdevKey(
            "sublayer", .choice(L2TPv3Options.Sublayer.allCases.map(\.rawValue)), default: "none", isBeyondQEMU: true,
            "what stands between cookie and frame; counter and pinned as above, default as in RFC 3931 4.6")
        static let sequence = NetdevKey(
            "sequence", .choice(L2TPv3Options.Sequencing.allCases.map(\.rawValue)), default: "off", isBeyondQEMU: true,
            "what to do with numbers that are old, double or early")
        static let strictPeer = NetdevKey(
            "strict-peer", .flag, default: "off", isBeyondQEMU: true, "refuse datagrams from any other address or port")
        static let fragment = NetdevKey(
            "fragment", .flag, default: "on", isBeyondQEMU: true,
            "fragments of outer packets that the path does not take whole; off: their frames are counted as oversize")
    }
}

private typealias Key = NetdevType.L2TPv3Key
