import Testing

@Suite("Mistakes in VLANs and netdevs")
struct SwitchErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "VLANs",
            #"""
            version: 1
            topology:
              nodes:
                s1: { kind: switch, vlans: [10] }
                s2: { kind: switch, vlans: { p1: 0, p2: 4095, p3: ten } }
                s3: { kind: switch, vlans: { p1: [10, 10], p2: [], p3: , p4: {} } }
                s4: { kind: switch, vlans: { p1: { natve: 1 }, p2: { native: 10, tagged: [10] }, p3: { untagged: 1 } } }
                s5: { kind: switch, vlans: { 1: 10, "p 1": 10 }, listen: /tmp/x }
                s6: { kind: hub, vlans: {} }
            """#, ""),
        Golden(
            "ports of VLANs",
            #"""
            version: 1
            topology:
              nodes:
                s1: { kind: switch, vlans: { h1: 10, h22: 20, p1: 30, s2: 5 } }
                s2: switch
                h1: host
                h2: host
              links: [[s1, h1], [s1, h2], [s1, s2], { id: again, endpoints: [s1, s2] }]
            """#, ""),
        Golden(
            "VLANs of a port without a link",
            #"""
            version: 1
            topology:
              nodes: { s1: { kind: switch, vlans: { p1: 10, p9: 20 } }, h1: host }
              links: [[s1, h1]]
            """#, ""),
        Golden(
            "netdevs",
            #"""
            version: 1
            topology:
              nodes:
                a: netdev
                b: { kind: netdev }
                c: { kind: netdev, netdev: [] }
                d: { kind: netdev, netdev: "dgrm,local.type=unix" }
                e: { kind: netdev, netdev: "l2tpv3,src=127.0.0.1,dst=127.0.0.2,txsession=1,cokie64=on" }
                f: { kind: netdev, netdev: { type: l2tpv3, src: 127.0.0.1, dst: 127.0.0.2, txsession: 0 } }
                g: { kind: netdev, netdev: { type: dgram, local: { type: unix, pth: /tmp/a }, remote: { type: unix, path: /tmp/b } } }
                h: { kind: netdev, netdev: { src: 127.0.0.1 } }
                i: { kind: netdev, netdev: { eth0: "vde,sock=/tmp/x", eth2: { type: dgram } } }
                j: { kind: netdev, netdev: { type: l2tpv3, src: ~, dst: [1], udp: } }
                k: { kind: netdev, netdev: , ip: none }
            """#, ""),
        Golden(
            "netdevs with parameters",
            #"""
            version: 1
            params: { port: 99999 }
            topology:
              nodes:
                a: { kind: netdev, netdev: "dgram,local.type=inet,local.host=127.0.0.1,local.port=${port},remote.type=inet,remote.host=127.0.0.1,remote.port=5" }
                b: { kind: netdev, netdev: { type: l2tpv3, src: 127.0.0.1, dst: 127.0.0.2, txsession: 1, srcport: "${port}" } }
            """#, ""),
        Golden(
            "netdevs at one place",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }
                b: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/c" }
                h: host
              links: [[a, h], [b, h], [a:eth1, h], [a, h:eth9]]
            """#, ""),
        Golden(
            "netdevs under the virtual clock",
            #"""
            version: 1
            clock: virtual
            topology:
              nodes:
                a: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }
                h: host
              links: [[a, h]]
            """#, ""),
        Golden(
            "a netdev has the links of its netdevs",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }
                h: host
              links: [[a, h], { id: two, endpoints: [a, h] }, { id: three, endpoints: [a:eth1, h] }]
            """#, ""),
    ]
}
