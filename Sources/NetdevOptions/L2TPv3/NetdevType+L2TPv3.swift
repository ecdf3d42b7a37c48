extension NetdevType {
    /// The L2TPv3 pseudowire: QEMU's NetdevL2TPv3Options and what Wirework adds.
    static let l2tpv3 = NetdevType(
        name: "l2tpv3", summary: "an L2TPv3 pseudowire (RFC 3931) over UDP or IP",
        keys: [
            Key.src, Key.dst, Key.srcport, Key.dstport, Key.ipv6, Key.udp, Key.txsession, Key.rxsession,
            Key.cookie64, Key.txcookie, Key.rxcookie, Key.counter, Key.pincounter, Key.offset, Key.sublayer,
            Key.sequence, Key.strictPeer,
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
        ]
    ) { reader throws(OptionError) in
        .l2tpv3(try L2TPv3Options(reader))
    }

    /// The rows, by name.
    enum L2TPv3Key {
        private static let sessionRule = "RFC 3931 4.1.1.2: session 0 is reserved for control messages"
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
            "txcookie", cookie, mirroredAs: "rxcookie", "the cookie in what is sent; only with rxcookie")
        static let rxcookie = NetdevKey(
            "rxcookie", cookie, mirroredAs: "txcookie", "the cookie expected in what arrives; only with txcookie")
        static let counter = NetdevKey("counter", .flag, default: "off", "a 32-bit counter after the cookie, from 1")
        static let pincounter = NetdevKey("pincounter", .flag, default: "off", "that counter's field, but always zero")
        static let offset = NetdevKey("offset", .integer(0...256), default: "0", "zero bytes before the frame")
        static let sublayer = NetdevKey(
            "sublayer", .choice(L2TPv3Options.Sublayer.allCases.map(\.rawValue)), default: "none", isBeyondQEMU: true,
            "what stands between cookie and frame; counter and pinned as above, default as in RFC 3931 4.6")
        static let sequence = NetdevKey(
            "sequence", .choice(L2TPv3Options.Sequencing.allCases.map(\.rawValue)), default: "off", isBeyondQEMU: true,
            "what to do with numbers that are old, double or early")
        static let strictPeer = NetdevKey(
            "strict-peer", .flag, default: "off", isBeyondQEMU: true, "refuse datagrams from any other address or port")
    }
}

private typealias Key = NetdevType.L2TPv3Key
