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
            """#,
            #"""
            lab.yaml:4:32: error: expected VLANs by port, found a list
             4 |     s1: { kind: switch, vlans: [10] }
               |                                ^
               = write `vlans: { p1: 10, p2: [10, 20] }`
               = a number is an access port, a list a trunk, { native: 1, tagged: [10] } both
            lab.yaml:5:38: error: 0 is out of range: from 1 to 4094
             5 |     s2: { kind: switch, vlans: { p1: 0, p2: 4095, p3: ten } }
               |                                      ^
            lab.yaml:5:45: error: 4095 is out of range: from 1 to 4094
             5 |     s2: { kind: switch, vlans: { p1: 0, p2: 4095, p3: ten } }
               |                                             ^~~~
            lab.yaml:5:55: error: `ten` is not an integer
             5 |     s2: { kind: switch, vlans: { p1: 0, p2: 4095, p3: ten } }
               |                                                       ^~~
               = integers are written 1000, 1_000 or 0x3e8
            lab.yaml:6:43: error: VLAN 10 stands twice
             6 |     s3: { kind: switch, vlans: { p1: [10, 10], p2: [], p3: , p4: {} } }
               |                                           ^~
            lab.yaml:6:52: error: `p2` is an empty list
             6 |     s3: { kind: switch, vlans: { p1: [10, 10], p2: [], p3: , p4: {} } }
               |                                                    ^
               = a number is an access port, a list a trunk, { native: 1, tagged: [10] } both
            lab.yaml:6:56: error: `p3` has no VLANs
             6 |     s3: { kind: switch, vlans: { p1: [10, 10], p2: [], p3: , p4: {} } }
               |                                                        ^~
               = a number is an access port, a list a trunk, { native: 1, tagged: [10] } both
            lab.yaml:6:62: error: `p4` has no VLANs
             6 |     s3: { kind: switch, vlans: { p1: [10, 10], p2: [], p3: , p4: {} } }
               |                                                              ^~
               = a number is an access port, a list a trunk, { native: 1, tagged: [10] } both
            lab.yaml:7:40: error: unknown key `natve` in a port of a switch
             7 |     s4: { kind: switch, vlans: { p1: { natve: 1 }, p2: { native: 10, tagged: [10] }, p3: { untagged: 1 } } }
               |                                        ^~~~~ did you mean `native`?
               = a port of a switch takes: native, tagged
            lab.yaml:7:66: error: VLAN 10 leaves `p2` both with its tag and without
             7 |     s4: { kind: switch, vlans: { p1: { natve: 1 }, p2: { native: 10, tagged: [10] }, p3: { untagged: 1 } } }
               |                                                                  ^~
               = the native VLAN does not stand in `tagged`
            lab.yaml:7:92: error: `untagged` is `native` here
             7 |     s4: { kind: switch, vlans: { p1: { natve: 1 }, p2: { native: 10, tagged: [10] }, p3: { untagged: 1 } } }
               |                                                                                            ^~~~~~~~
               = a port of a switch takes: native, tagged
            lab.yaml:8:34: error: `1` is neither a port nor a neighbour
             8 |     s5: { kind: switch, vlans: { 1: 10, "p 1": 10 }, listen: /tmp/x }
               |                                  ^
               = ports are p1, p2, ...; the name of a node stands for the port that it is linked to
            lab.yaml:8:41: error: `p 1` is neither a port nor a neighbour
             8 |     s5: { kind: switch, vlans: { 1: 10, "p 1": 10 }, listen: /tmp/x }
               |                                         ^~~~~
               = ports are p1, p2, ...; the name of a node stands for the port that it is linked to
            lab.yaml:8:62: error: expected what to listen for as a mapping, found a single value
             8 |     s5: { kind: switch, vlans: { 1: 10, "p 1": 10 }, listen: /tmp/x }
               |                                                              ^~~~~~
               = write `listen: { vde: /tmp/lan.ctl }`, a directory for the sockets
            lab.yaml:9:22: error: `vlans` belongs to switches
             9 |     s6: { kind: hub, vlans: {} }
               |                      ^~~~~
               = a hub takes: kind, listen, when
            """#),
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
            """#,
            #"""
            lab.yaml:4:42: error: `s1` has no port and no neighbour `h22`
             4 |     s1: { kind: switch, vlans: { h1: 10, h22: 20, p1: 30, s2: 5 } }
               |                                          ^~~ did you mean `h2`?
               = ports are p1, p2, ...; the name of a node stands for the port that it is linked to
            lab.yaml:4:51: error: the VLANs of `s1:p1` are written twice
             4 |     s1: { kind: switch, vlans: { h1: 10, h22: 20, p1: 30, s2: 5 } }
               |                                                   ^~
            lab.yaml:4:34: note: they stand here already
             4 |     s1: { kind: switch, vlans: { h1: 10, h22: 20, p1: 30, s2: 5 } }
               |                                  ^~
            lab.yaml:4:59: error: `s1` has several links to `s2`
             4 |     s1: { kind: switch, vlans: { h1: 10, h22: 20, p1: 30, s2: 5 } }
               |                                                           ^~
               = write a port: p3, p4
            """#),
        Golden(
            "VLANs of a port without a link",
            #"""
            version: 1
            topology:
              nodes: { s1: { kind: switch, vlans: { p1: 10, p9: 20 } }, h1: host }
              links: [[s1, h1]]
            """#,
            #"""
            lab.yaml:3:49: warning: nothing is linked to `s1:p9`
             3 |   nodes: { s1: { kind: switch, vlans: { p1: 10, p9: 20 } }, h1: host }
               |                                                 ^~
            """#),
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
                i: { kind: netdev, netdev: { eth0: "user,id=xxxxxxx", eth2: { type: dgram } } }
                j: { kind: netdev, netdev: { type: l2tpv3, src: ~, dst: [1], udp: } }
                k: { kind: netdev, netdev: , ip: none }
            """#,
            #"""
            lab.yaml:4:5: error: netdev node `a` has no `netdev`
             4 |     a: netdev
               |     ^
               = write `{ kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }`
            lab.yaml:5:5: error: netdev node `b` has no `netdev`
             5 |     b: { kind: netdev }
               |     ^
               = write `{ kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }`
            lab.yaml:6:32: error: expected a netdev, found a list
             6 |     c: { kind: netdev, netdev: [] }
               |                                ^
               = a netdev is QEMU's option string, or a mapping with `type:`
            lab.yaml:7:33: error: unknown netdev type 'dgrm'
             7 |     d: { kind: netdev, netdev: "dgrm,local.type=unix" }
               |                                 ^~~~ did you mean `dgram`?
               = the types are \#(TypeNames.listed)
            lab.yaml:8:80: error: unknown option 'cokie64' of l2tpv3
             8 |     e: { kind: netdev, netdev: "l2tpv3,src=127.0.0.1,dst=127.0.0.2,txsession=1,cokie64=on" }
               |                                                                                ^~~~~~~ did you mean `cookie64`?
            lab.yaml:9:91: error: txsession: 0 is not in 1...2^32-1
             9 |     f: { kind: netdev, netdev: { type: l2tpv3, src: 127.0.0.1, dst: 127.0.0.2, txsession: 0 } }
               |                                                                                           ^
               = RFC 3931 4.1.1.2: session 0 is reserved for control messages
            lab.yaml:10:68: error: unknown option 'local.pth' of dgram
             10 |     g: { kind: netdev, netdev: { type: dgram, local: { type: unix, pth: /tmp/a }, remote: { type: unix, path: /tmp/b } } }
                |                                                                    ^~~ did you mean `path`?
            lab.yaml:11:32: error: the netdev's type is missing: one of \#(TypeNames.joined)
             11 |     h: { kind: netdev, netdev: { src: 127.0.0.1 } }
                |                                ^
                = a netdev is TYPE,KEY=VALUE,... or {"type":"TYPE",...}
            lab.yaml:12:41: error: netdev type 'user' is not supported yet
             12 |     i: { kind: netdev, netdev: { eth0: "user,id=xxxxxxx", eth2: { type: dgram } } }
                |                                         ^~~~
                = the types are \#(TypeNames.listed)
            lab.yaml:12:59: error: `eth2` leaves a gap: there are 2 netdevs
             12 |     i: { kind: netdev, netdev: { eth0: "user,id=xxxxxxx", eth2: { type: dgram } } }
                |                                                           ^~~~ did you mean `eth1`?
            lab.yaml:13:48: error: `src` has no value
             13 |     j: { kind: netdev, netdev: { type: l2tpv3, src: ~, dst: [1], udp: } }
                |                                                ^~~
            lab.yaml:13:61: error: expected a single value, found a list
             13 |     j: { kind: netdev, netdev: { type: l2tpv3, src: ~, dst: [1], udp: } }
                |                                                             ^
            lab.yaml:13:66: error: `udp` has no value
             13 |     j: { kind: netdev, netdev: { type: l2tpv3, src: ~, dst: [1], udp: } }
                |                                                                  ^~~
            lab.yaml:14:24: error: `netdev` has no value
             14 |     k: { kind: netdev, netdev: , ip: none }
                |                        ^~~~~~
            lab.yaml:14:34: error: `ip` belongs to hosts and routers
             14 |     k: { kind: netdev, netdev: , ip: none }
                |                                  ^~
                = a netdev node takes: kind, netdev, when
            """#),
        Golden(
            "netdevs with parameters",
            #"""
            version: 1
            params: { port: 99999 }
            topology:
              nodes:
                a: { kind: netdev, netdev: "dgram,local.type=inet,local.host=127.0.0.1,local.port=${port},remote.type=inet,remote.host=127.0.0.1,remote.port=5" }
                b: { kind: netdev, netdev: { type: l2tpv3, src: 127.0.0.1, dst: 127.0.0.2, txsession: 1, srcport: "${port}" } }
            """#,
            #"""
            lab.yaml:5:32: error: local.port: '99999' is not a port number in 0...65535
             5 |     a: { kind: netdev, netdev: "dgram,local.type=inet,local.host=127.0.0.1,local.port=${port},remote.type=inet,remote.host=127.0.0.1,remote.port=5" }
               |                                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
               = plain decimal; QEMU would take 99999 for 34463 and 80x for 80
               = `${port}` is `99999`
            lab.yaml:6:103: error: srcport: '99999' is not a port number in 0...65535
             6 |     b: { kind: netdev, netdev: { type: l2tpv3, src: 127.0.0.1, dst: 127.0.0.2, txsession: 1, srcport: "${port}" } }
               |                                                                                                       ^~~~~~~~~
               = plain decimal; QEMU also takes names of services
               = `${port}` is `99999`
            """#),
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
            """#,
            #"""
            lab.yaml:5:32: error: the path '/tmp/a' is already bound by `a:eth0`
             5 |     b: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/c" }
               |                                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            lab.yaml:4:32: note: it is bound here
             4 |     a: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }
               |                                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            lab.yaml:7:28: error: `a` has no interface `eth1`
             7 |   links: [[a, h], [b, h], [a:eth1, h], [a, h:eth9]]
               |                            ^~~~~~
               = its interface is eth0
            lab.yaml:7:41: error: `a` has one interface, and it is taken
             7 |   links: [[a, h], [b, h], [a:eth1, h], [a, h:eth9]]
               |                                         ^
            lab.yaml:7:12: note: another link is here
             7 |   links: [[a, h], [b, h], [a:eth1, h], [a, h:eth9]]
               |            ^
            """#),
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
            """#,
            #"""
            lab.yaml:5:5: error: `a` is a netdev, which needs the real clock
             5 |     a: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }
               |     ^
               = `when: clock == real` takes a node out of runs under the virtual clock
            """#),
        Golden(
            "a netdev has the links of its netdevs",
            #"""
            version: 1
            topology:
              nodes:
                a: { kind: netdev, netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }
                h: host
              links: [[a, h], { id: two, endpoints: [a, h] }, { id: three, endpoints: [a:eth1, h] }]
            """#,
            #"""
            lab.yaml:6:42: error: `a` has one interface, and it is taken
             6 |   links: [[a, h], { id: two, endpoints: [a, h] }, { id: three, endpoints: [a:eth1, h] }]
               |                                          ^
            lab.yaml:6:12: note: another link is here
             6 |   links: [[a, h], { id: two, endpoints: [a, h] }, { id: three, endpoints: [a:eth1, h] }]
               |            ^
            lab.yaml:6:76: error: `a` has no interface `eth1`
             6 |   links: [[a, h], { id: two, endpoints: [a, h] }, { id: three, endpoints: [a:eth1, h] }]
               |                                                                            ^~~~~~
               = its interface is eth0
            """#),
    ]
}
