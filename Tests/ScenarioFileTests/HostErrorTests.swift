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
            """#,
            #"""
            lab.yaml:4:26: error: `fd00::1` has no prefix length
             4 |     a: { kind: host, ip: "fd00::1" }
               |                          ^~~~~~~~~ did you mean `fd00::1/64`?
               = an address with the length of its network: "fd00::1/64"
            lab.yaml:5:26: error: fd00::/64 is the network itself, not a host
             5 |     b: { kind: host, ip: "fd00::/64" }
               |                          ^~~~~~~~~~~
               = RFC 4291 2.6.1: its first address is that of any router
               = an address with the length of its network: "fd00::1/64"
            lab.yaml:6:26: error: ff02::1 cannot be the address of a host
             6 |     c: { kind: host, ip: "ff02::1/64" }
               |                          ^~~~~~~~~~~~
            lab.yaml:7:26: error: ::1 cannot be the address of a host
             7 |     d: { kind: host, ip: "::1/128" }
               |                          ^~~~~~~~~
            lab.yaml:8:26: error: :: cannot be the address of a host
             8 |     e: { kind: host, ip: "::/0" }
               |                          ^~~~~~
            lab.yaml:9:26: error: `fd00:::1/64` is not an IPv6 address with a prefix length
             9 |     f: { kind: host, ip: "fd00:::1/64" }
               |                          ^~~~~~~~~~~~~
               = an address with the length of its network: "fd00::1/64"
            lab.yaml:10:41: error: `10.0.0.1` has no prefix length
             10 |     g: { kind: host, ip: ["fe80::1/64", 10.0.0.1] }
                |                                         ^~~~~~~~ did you mean `10.0.0.1/24`?
                = an address with the length of its network: 10.0.0.1/24
            """#),
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
            """#,
            #"""
            lab.yaml:4:28: error: a host has no interface `eth`
             4 |     a: { kind: host, ip: { eth: 10.0.0.1/8, p1: none, eth01: none } }
               |                            ^~~
               = the interfaces of a host are eth0, eth1, ..., and eth1.30 for VLAN 30 on eth1
            lab.yaml:4:45: error: a host has no interface `p1`
             4 |     a: { kind: host, ip: { eth: 10.0.0.1/8, p1: none, eth01: none } }
               |                                             ^~
               = the interfaces of a host are eth0, eth1, ..., and eth1.30 for VLAN 30 on eth1
            lab.yaml:4:55: error: a host has no interface `eth01`
             4 |     a: { kind: host, ip: { eth: 10.0.0.1/8, p1: none, eth01: none } }
               |                                                       ^~~~~
               = the interfaces of a host are eth0, eth1, ..., and eth1.30 for VLAN 30 on eth1
            lab.yaml:5:28: error: `0` in `eth0.0` is no VLAN
             5 |     b: { kind: host, ip: { eth0.0: 10.0.0.1/8, eth0.4095: none, eth0.x: none } }
               |                            ^~~~~~
               = VLANs are 1 to 4094: eth1.30 is VLAN 30 on eth1
            lab.yaml:5:48: error: `4095` in `eth0.4095` is no VLAN
             5 |     b: { kind: host, ip: { eth0.0: 10.0.0.1/8, eth0.4095: none, eth0.x: none } }
               |                                                ^~~~~~~~~
               = VLANs are 1 to 4094: eth1.30 is VLAN 30 on eth1
            lab.yaml:5:65: error: `x` in `eth0.x` is no VLAN
             5 |     b: { kind: host, ip: { eth0.0: 10.0.0.1/8, eth0.4095: none, eth0.x: none } }
               |                                                                 ^~~~~~
               = VLANs are 1 to 4094: eth1.30 is VLAN 30 on eth1
            lab.yaml:6:28: error: `eth0` has no value
             6 |     c: { kind: host, ip: { eth0: , eth1: [] } }
               |                            ^~~~
               = inside { } and [ ] text with a comma is quoted
            lab.yaml:6:42: error: `eth1` is an empty list
             6 |     c: { kind: host, ip: { eth0: , eth1: [] } }
               |                                          ^
               = write `eth1: none` for no address
            lab.yaml:7:26: error: `ip` is an empty mapping
             7 |     d: { kind: host, ip: {} }
               |                          ^
               = write `ip: none` for no address
            lab.yaml:8:28: error: a host has no interface `eth4096`
             8 |     e: { kind: host, ip: { eth4096: none } }
               |                            ^~~~~~~
               = the interfaces of a host are eth0, eth1, ..., and eth1.30 for VLAN 30 on eth1
            """#),
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
            """#,
            #"""
            lab.yaml:4:28: error: expected NICs as a list, found a mapping
             4 |     a: { kind: host, nics: { eth0: {} } }
               |                            ^
               = write `nics: [{ mac: "52:54:00:00:00:01" }, {}]`: eth0, eth1
            lab.yaml:5:38: error: model `e1000` is not supported yet
             5 |     b: { kind: host, nics: [{ model: e1000 }, { model: plane }, { vlan: 0, mtu: 60 }] }
               |                                      ^~~~~
            lab.yaml:5:56: error: unknown model `plane`
             5 |     b: { kind: host, nics: [{ model: e1000 }, { model: plane }, { vlan: 0, mtu: 60 }] }
               |                                                        ^~~~~ did you mean `plain`?
               = model: plain
            lab.yaml:5:73: error: 0 is out of range: from 1 to 4094
             5 |     b: { kind: host, nics: [{ model: e1000 }, { model: plane }, { vlan: 0, mtu: 60 }] }
               |                                                                         ^
            lab.yaml:5:81: error: 60 is out of range: from 68 to 65535
             5 |     b: { kind: host, nics: [{ model: e1000 }, { model: plane }, { vlan: 0, mtu: 60 }] }
               |                                                                                 ^~
            lab.yaml:6:35: error: `ip` of a NIC is its addresses, not a mapping
             6 |     c: { kind: host, nics: [{ ip: { eth0: none } }, { macs: 1 }, { vlan: 4095 }] }
               |                                   ^
               = by interface it is written beside `nics`: `ip: { eth0: ..., eth1: ... }`
            lab.yaml:6:55: error: unknown key `macs` in a NIC
             6 |     c: { kind: host, nics: [{ ip: { eth0: none } }, { macs: 1 }, { vlan: 4095 }] }
               |                                                       ^~~~ did you mean `mac`?
               = a NIC takes: mac, model, ip, vlan, mtu, netdev
            lab.yaml:6:74: error: 4095 is out of range: from 1 to 4094
             6 |     c: { kind: host, nics: [{ ip: { eth0: none } }, { macs: 1 }, { vlan: 4095 }] }
               |                                                                          ^~~~
            lab.yaml:7:27: error: the MAC address of `eth0` is written twice
             7 |     d: { kind: host, mac: "52:54:00:00:00:01", nics: [{ mac: "52:54:00:00:00:02" }] }
               |                           ^~~~~~~~~~~~~~~~~~~
            lab.yaml:7:62: note: it stands here already
             7 |     d: { kind: host, mac: "52:54:00:00:00:01", nics: [{ mac: "52:54:00:00:00:02" }] }
               |                                                              ^~~~~~~~~~~~~~~~~~~
            lab.yaml:8:47: error: the addresses of `eth0` are written twice
             8 |     e: { kind: host, ip: 10.0.0.1/8, nics: [{ ip: 10.0.0.2/8 }] }
               |                                               ^~
            lab.yaml:8:22: note: they stand here already
             8 |     e: { kind: host, ip: 10.0.0.1/8, nics: [{ ip: 10.0.0.2/8 }] }
               |                      ^~
            lab.yaml:9:29: error: model `virtio-net` is not supported yet
             9 |     f: { kind: host, model: virtio-net, nics: 5 }
               |                             ^~~~~~~~~~
            lab.yaml:9:47: error: expected NICs as a list, found a single value
             9 |     f: { kind: host, model: virtio-net, nics: 5 }
               |                                               ^
               = write `nics: [{ mac: "52:54:00:00:00:01" }, {}]`: eth0, eth1
            """#),
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
            """#,
            #"""
            lab.yaml:4:49: error: 10.0.3.7/24 is an address in a network, not a network
             4 |     a: { kind: host, ip: 10.0.0.1/24, routes: { 10.0.3.7/24: 10.0.0.9, 10.0.4.0: 10.0.0.9 } }
               |                                                 ^~~~~~~~~~~ did you mean `10.0.3.0/24`?
               = the bits behind the length of a network are zero
            lab.yaml:4:72: error: `10.0.4.0` is not a network
             4 |     a: { kind: host, ip: 10.0.0.1/24, routes: { 10.0.3.7/24: 10.0.0.9, 10.0.4.0: 10.0.0.9 } }
               |                                                                        ^~~~~~~~ did you mean `10.0.4.0/24`?
               = a route leads to a network, 10.0.3.0/24, or is the `default` one
            lab.yaml:5:62: error: `10.0.0.9/24` is not the address of a next hop
             5 |     b: { kind: host, ip: 10.0.0.2/24, routes: { 10.0.3.0/24: 10.0.0.9/24, 10.0.5.0/24: h9 } }
               |                                                              ^~~~~~~~~~~ did you mean `10.0.0.9`?
               = a next hop is an address without a length: 10.0.9.2
            lab.yaml:5:88: error: `h9` is not the address of a next hop
             5 |     b: { kind: host, ip: 10.0.0.2/24, routes: { 10.0.3.0/24: 10.0.0.9/24, 10.0.5.0/24: h9 } }
               |                                                                                        ^~
               = a next hop is an address without a length: 10.0.9.2
            lab.yaml:6:68: error: `gateway` and the route `default` say the same
             6 |     c: { kind: host, ip: 10.0.0.3/24, gateway: 10.0.0.9, routes: { default: 10.0.0.8 } }
               |                                                                    ^~~~~~~
            lab.yaml:6:39: note: `gateway` stands here
             6 |     c: { kind: host, ip: 10.0.0.3/24, gateway: 10.0.0.9, routes: { default: 10.0.0.8 } }
               |                                       ^~~~~~~
            lab.yaml:7:81: error: 224.0.0.1 cannot be a next hop
             7 |     d: { kind: host, ip: 10.0.0.4/24, routes: { 0.0.0.0/0: 10.0.0.8 }, gateway: 224.0.0.1 }
               |                                                                                 ^~~~~~~~~
            lab.yaml:8:47: error: expected routes by network, found a list
             8 |     e: { kind: host, ip: 10.0.0.5/24, routes: [10.0.0.9] }
               |                                               ^
               = write `routes: { 10.0.3.0/24: 10.0.9.2 }`
            lab.yaml:9:49: error: `10.0.3.0/24` has no next hop
             9 |     f: { kind: host, ip: 10.0.0.6/24, routes: { 10.0.3.0/24: [] } }
               |                                                 ^~~~~~~~~~~
            lab.yaml:10:39: error: unknown key `rotes` in a host
             10 |     g: { kind: host, ip: 10.0.0.7/24, rotes: {}, gatway: 10.0.0.9 }
                |                                       ^~~~~ did you mean `routes`?
                = a host takes: kind, ip, gateway, routes, mac, model, nics, netdev, mtu, when
            lab.yaml:10:50: error: unknown key `gatway` in a host
             10 |     g: { kind: host, ip: 10.0.0.7/24, rotes: {}, gatway: 10.0.0.9 }
                |                                                  ^~~~~~ did you mean `gateway`?
                = a host takes: kind, ip, gateway, routes, mac, model, nics, netdev, mtu, when
            """#),
        Golden(
            "next hops",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, ip: 10.0.0.1/24, gateway: 10.0.0.1 }
                b: { kind: host, ip: 10.0.0.2/24, routes: { 10.0.3.0/24: "fd00::1", "fd01::/64": [10.0.0.9] } }
                c: { kind: host, ip: 10.0.0.3/24, gateway: 10.0.0.9, routes: { 0.0.0.0/0: 10.0.0.8 } }
            """#,
            #"""
            lab.yaml:4:48: error: the next hop 10.0.0.1 is `a` itself
             4 |     a: { kind: host, ip: 10.0.0.1/24, gateway: 10.0.0.1 }
               |                                                ^~~~~~~~
            lab.yaml:5:62: error: the next hop fd00::1 is IPv6, and 10.0.3.0/24 is IPv4
             5 |     b: { kind: host, ip: 10.0.0.2/24, routes: { 10.0.3.0/24: "fd00::1", "fd01::/64": [10.0.0.9] } }
               |                                                              ^~~~~~~~~
            lab.yaml:5:87: error: the next hop 10.0.0.9 is IPv4, and fd01::/64 is IPv6
             5 |     b: { kind: host, ip: 10.0.0.2/24, routes: { 10.0.3.0/24: "fd00::1", "fd01::/64": [10.0.0.9] } }
               |                                                                                       ^~~~~~~~
            lab.yaml:6:68: error: two routes of `c` lead to 0.0.0.0/0
             6 |     c: { kind: host, ip: 10.0.0.3/24, gateway: 10.0.0.9, routes: { 0.0.0.0/0: 10.0.0.8 } }
               |                                                                    ^~~~~~~~~
            lab.yaml:6:39: note: the other one stands here
             6 |     c: { kind: host, ip: 10.0.0.3/24, gateway: 10.0.0.9, routes: { 0.0.0.0/0: 10.0.0.8 } }
               |                                       ^~~~~~~
               = several next hops are a list, best first
            """#),
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
            """#,
            #"""
            lab.yaml:4:48: warning: the next hop 10.0.1.1 is on no network of `a`: packets to 0.0.0.0/0 end as no-route
             4 |     a: { kind: host, ip: 10.0.0.1/24, gateway: 10.0.1.1 }
               |                                                ^~~~~~~~
               = a next hop is a neighbour: it lies in a network that the host has an address of
            lab.yaml:5:47: warning: nothing is linked to `b:eth1`
             5 |     b: { kind: host, ip: { eth0: 10.0.0.2/24, eth1: 10.0.9.1/24 } }
               |                                               ^~~~
            lab.yaml:6:41: warning: two nodes have the address 10.0.0.2
             6 |     c: { kind: host, ip: ["fe80::1/64", 10.0.0.2/24] }
               |                                         ^~~~~~~~~~~
            lab.yaml:5:34: note: it stands here already
             5 |     b: { kind: host, ip: { eth0: 10.0.0.2/24, eth1: 10.0.9.1/24 } }
               |                                  ^~~~~~~~~~~
            """#),
    ]
}
