import Testing

@Suite("Mistakes in hosts")
struct HostErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "IPv6 addresses",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, ip: "fd00::1" }
                b: { kind: host, ip: "fd00::/64" }
                c: { kind: host, ip: "ff02::1/64" }
                d: { kind: host, ip: "::1/128" }
                e: { kind: host, ip: "::/0" }
                f: { kind: host, ip: "fd00:::1/64" }
                g: { kind: host, ip: ["fe80::1/64", 10.0.0.1] }
            """#, ""),
        Golden(
            "addresses by interface",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, ip: { eth: 10.0.0.1/8, p1: none, eth01: none } }
                b: { kind: host, ip: { eth0.0: 10.0.0.1/8, eth0.4095: none, eth0.x: none } }
                c: { kind: host, ip: { eth0: , eth1: [] } }
                d: { kind: host, ip: {} }
                e: { kind: host, ip: { eth4096: none } }
            """#, ""),
        Golden(
            "NICs",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, nics: { eth0: {} } }
                b: { kind: host, nics: [{ model: e1000 }, { model: plane }, { vlan: 0, mtu: 60 }] }
                c: { kind: host, nics: [{ ip: { eth0: none } }, { macs: 1 }, { vlan: 4095 }] }
                d: { kind: host, mac: "52:54:00:00:00:01", nics: [{ mac: "52:54:00:00:00:02" }] }
                e: { kind: host, ip: 10.0.0.1/8, nics: [{ ip: 10.0.0.2/8 }] }
                f: { kind: host, model: virtio-net, nics: 5 }
            """#, ""),
        Golden(
            "routes",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, ip: 10.0.0.1/24, routes: { 10.0.3.7/24: 10.0.0.9, 10.0.4.0: 10.0.0.9 } }
                b: { kind: host, ip: 10.0.0.2/24, routes: { 10.0.3.0/24: 10.0.0.9/24, 10.0.5.0/24: h9 } }
                c: { kind: host, ip: 10.0.0.3/24, gateway: 10.0.0.9, routes: { default: 10.0.0.8 } }
                d: { kind: host, ip: 10.0.0.4/24, routes: { 0.0.0.0/0: 10.0.0.8 }, gateway: 224.0.0.1 }
                e: { kind: host, ip: 10.0.0.5/24, routes: [10.0.0.9] }
                f: { kind: host, ip: 10.0.0.6/24, routes: { 10.0.3.0/24: [] } }
                g: { kind: host, ip: 10.0.0.7/24, rotes: {}, gatway: 10.0.0.9 }
            """#, ""),
        Golden(
            "next hops",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, ip: 10.0.0.1/24, gateway: 10.0.0.1 }
                b: { kind: host, ip: 10.0.0.2/24, routes: { 10.0.3.0/24: "fd00::1", "fd01::/64": [10.0.0.9] } }
                c: { kind: host, ip: 10.0.0.3/24, gateway: 10.0.0.9, routes: { 0.0.0.0/0: 10.0.0.8 } }
            """#, ""),
        Golden(
            "doubtful hosts",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, ip: 10.0.0.1/24, gateway: 10.0.1.1 }
                b: { kind: host, ip: { eth0: 10.0.0.2/24, eth1: 10.0.9.1/24 } }
                c: { kind: host, ip: ["fe80::1/64", 10.0.0.2/24] }
                d: { kind: host, ip: "fe80::1/64" }
              links: [[a, b], [c, d]]
            """#, ""),
    ]
}
