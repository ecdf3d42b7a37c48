import Testing

@Suite("Mistakes in nodes")
struct NodeErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "unknown kinds",
            #"""
            version: 1
            topology:
              nodes:
                h1: hots
                h2: router
                h3: { kind: swich }
                h4: {}
                h5: [host]
            """#,
            #"""
            lab.yaml:4:9: error: unknown kind of node `hots`
             4 |     h1: hots
               |         ^~~~ did you mean `host`?
               = kind of node: host, router, hub, switch, netdev
            lab.yaml:5:5: error: router `h2` has no `ip`
             5 |     h2: router
               |     ^~
               = write `ip: { eth0: 10.0.1.1/24, eth1: 10.0.2.1/24 }`
            lab.yaml:6:17: error: unknown kind of node `swich`
             6 |     h3: { kind: swich }
               |                 ^~~~~ did you mean `switch`?
               = kind of node: host, router, hub, switch, netdev
            lab.yaml:7:5: error: node `h4` has no kind
             7 |     h4: {}
               |     ^~
               = write `h4: host`; kinds are host, router, hub, switch and netdev
            lab.yaml:8:9: error: expected a node as a mapping or its kind, found a list
             8 |     h5: [host]
               |         ^
            """#),
        Golden(
            "names",
            #"""
            version: 1
            topology:
              nodes:
                1h: host
                h 2: host
                "c[1..8": host
                h_3-x: hub
            """#,
            #"""
            lab.yaml:4:5: error: `1h` is not a name for a node
             4 |     1h: host
               |     ^~
               = a name begins with a letter and has letters, digits, `_` and `-`
            lab.yaml:5:5: error: `h 2` is not a name for a node
             5 |     h 2: host
               |     ^~~
               = a name begins with a letter and has letters, digits, `_` and `-`
            lab.yaml:6:5: error: `c[1..8` is no pattern
             6 |     "c[1..8": host
               |     ^~~~~~~~
               = a pattern is c[*] for every c and a number, c[2..4] for some of them, c[3] for one
            """#),
        Golden(
            "addresses",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, ip: 10.0.0.1 }
                b: { kind: host, ip: 10.0.0.0/24 }
                c: { kind: host, ip: 10.0.0.255/24 }
                d: { kind: host, ip: 300.0.0.1/8 }
                e: { kind: host, ip: 224.0.0.1/8 }
                f: { kind: host, ip: [] }
                g: { kind: host, ip: { eth0: 10.0.0.1/8, 10.0.0.2/8: } }
            """#,
            #"""
            lab.yaml:4:26: error: `10.0.0.1` has no prefix length
             4 |     a: { kind: host, ip: 10.0.0.1 }
               |                          ^~~~~~~~ did you mean `10.0.0.1/24`?
               = an address with the length of its network: 10.0.0.1/24
            lab.yaml:5:26: error: 10.0.0.0/24 is the network itself, not a host
             5 |     b: { kind: host, ip: 10.0.0.0/24 }
               |                          ^~~~~~~~~~~
               = an address with the length of its network: 10.0.0.1/24
            lab.yaml:6:26: error: 10.0.0.255/24 is the broadcast address of its network, not a host
             6 |     c: { kind: host, ip: 10.0.0.255/24 }
               |                          ^~~~~~~~~~~~~
               = an address with the length of its network: 10.0.0.1/24
            lab.yaml:7:26: error: `300.0.0.1/8` is not an IPv4 address with a prefix length
             7 |     d: { kind: host, ip: 300.0.0.1/8 }
               |                          ^~~~~~~~~~~
               = an address with the length of its network: 10.0.0.1/24
            lab.yaml:8:26: error: 224.0.0.1 cannot be the address of a host
             8 |     e: { kind: host, ip: 224.0.0.1/8 }
               |                          ^~~~~~~~~~~
            lab.yaml:9:26: error: `ip` is an empty list
             9 |     f: { kind: host, ip: [] }
               |                          ^
               = write `ip: none` for no address
            lab.yaml:10:46: error: a host has no interface `10.0.0.2/8`
             10 |     g: { kind: host, ip: { eth0: 10.0.0.1/8, 10.0.0.2/8: } }
                |                                              ^~~~~~~~~~
                = the interfaces of a host are eth0, eth1, ..., and eth1.30 for VLAN 30 on eth1
            """#),
        Golden(
            "MAC addresses and MTU",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: host, mac: 01:00:5e:00:00:01 }
                b: { kind: host, mac: 00:00:00:00:00:00 }
                c: { kind: host, mtu: 67 }
                d: { kind: host, mtu: 65536 }
            """#,
            #"""
            lab.yaml:4:27: error: 01:00:5e:00:00:01 is a group address; a NIC has an individual one
             4 |     a: { kind: host, mac: 01:00:5e:00:00:01 }
               |                           ^~~~~~~~~~~~~~~~~
               = the lowest bit of the first byte is 0 (IEEE 802-2014 8.2.2)
            lab.yaml:5:27: error: 00:00:00:00:00:00 means no address
             5 |     b: { kind: host, mac: 00:00:00:00:00:00 }
               |                           ^~~~~~~~~~~~~~~~~
               = leave `mac` out for the next free one
            lab.yaml:6:27: error: 67 is out of range: from 68 to 65535
             6 |     c: { kind: host, mtu: 67 }
               |                           ^~
            lab.yaml:7:27: error: 65536 is out of range: from 68 to 65535
             7 |     d: { kind: host, mtu: 65536 }
               |                           ^~~~~
            """#),
        Golden(
            "keys of other kinds",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, aging: 5s, listen: x, forward: on, ipp: none }
                s1: { kind: switch, mtu: 1500, vlan: {}, listen: x }
                x: { kind: hub, aging: 1s }
            """#,
            #"""
            lab.yaml:4:23: error: `aging` belongs to switches
             4 |     h1: { kind: host, aging: 5s, listen: x, forward: on, ipp: none }
               |                       ^~~~~
               = a host takes: kind, ip, gateway, routes, mac, model, nics, netdev, mtu, when
            lab.yaml:4:34: error: `listen` belongs to hubs and switches
             4 |     h1: { kind: host, aging: 5s, listen: x, forward: on, ipp: none }
               |                                  ^~~~~~
               = a host takes: kind, ip, gateway, routes, mac, model, nics, netdev, mtu, when
            lab.yaml:4:45: error: `forward` is not supported yet
             4 |     h1: { kind: host, aging: 5s, listen: x, forward: on, ipp: none }
               |                                             ^~~~~~~
            lab.yaml:4:58: error: unknown key `ipp` in a host
             4 |     h1: { kind: host, aging: 5s, listen: x, forward: on, ipp: none }
               |                                                          ^~~ did you mean `ip`?
               = a host takes: kind, ip, gateway, routes, mac, model, nics, netdev, mtu, when
            lab.yaml:5:25: error: `mtu` belongs to hosts and routers
             5 |     s1: { kind: switch, mtu: 1500, vlan: {}, listen: x }
               |                         ^~~
               = a switch takes: kind, aging, vlans, listen, when
            lab.yaml:5:36: error: unknown key `vlan` in a switch
             5 |     s1: { kind: switch, mtu: 1500, vlan: {}, listen: x }
               |                                    ^~~~ did you mean `vlans`?
               = a switch takes: kind, aging, vlans, listen, when
            lab.yaml:5:54: error: expected what to listen for as a mapping, found a single value
             5 |     s1: { kind: switch, mtu: 1500, vlan: {}, listen: x }
               |                                                      ^
               = write `listen: { vde: /tmp/lan.ctl }`, a directory for the sockets
            lab.yaml:6:21: error: `aging` belongs to switches
             6 |     x: { kind: hub, aging: 1s }
               |                     ^~~~~
               = a hub takes: kind, listen, when
            """#),
    ]
}
