import Testing

@Suite("Mistakes in routers")
struct RouterErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "where there is a router, hosts and routers say where they are",
            #"""
            version: 1
            topology:
              nodes:
                h1: host
                h2: { kind: host, mtu: 1400 }
                h3: { kind: host, ip: none }
                h4: { kind: host, nics: [{ ip: 10.0.1.4/24 }] }
                r1: router
                r2: { kind: router, gateway: 10.0.1.1 }
                r3: { kind: router, ip: { eth0: 10.0.1.1/24, eth1.30: 10.0.2.1/24 } }
              links: [[h1, r3], [h2, r3:eth1]]
            """#,
            #"""
            lab.yaml:4:5: error: `h1` has no `ip`, and the file has routers
             4 |     h1: host
               |     ^~
               = where there are routers, a host says on which network it is; `ip: none` is on none
            lab.yaml:5:5: error: `h2` has no `ip`, and the file has routers
             5 |     h2: { kind: host, mtu: 1400 }
               |     ^~
               = where there are routers, a host says on which network it is; `ip: none` is on none
            lab.yaml:8:5: error: router `r1` has no `ip`
             8 |     r1: router
               |     ^~
               = write `ip: { eth0: 10.0.1.1/24, eth1: 10.0.2.1/24 }`
            lab.yaml:9:5: error: router `r2` has no `ip`
             9 |     r2: { kind: router, gateway: 10.0.1.1 }
               |     ^~
               = write `ip: { eth0: 10.0.1.1/24, eth1: 10.0.2.1/24 }`
            lab.yaml:9:34: warning: the next hop 10.0.1.1 is on no network of `r2`: packets to 0.0.0.0/0 end as no-route
             9 |     r2: { kind: router, gateway: 10.0.1.1 }
               |                                  ^~~~~~~~
               = a next hop is a neighbour: it lies in a network that the router has an address of
            """#),
        Golden(
            "what cannot be read is not said to lack an address as well",
            #"""
            version: 1
            topology:
              nodes:
                h1: hots
                h2: { kind: host, ip: 10.0.0.1 }
                h3: { kind: host, ip: { eth: 10.0.0.1/24 } }
                r1: { kind: router, ip: 10.0.0.9/24 }
                r2: { kind: router, ip: }
            """#,
            #"""
            lab.yaml:4:9: error: unknown kind of node `hots`
             4 |     h1: hots
               |         ^~~~ did you mean `host`?
               = kind of node: host, router, hub, switch, netdev
            lab.yaml:5:27: error: `10.0.0.1` has no prefix length
             5 |     h2: { kind: host, ip: 10.0.0.1 }
               |                           ^~~~~~~~ did you mean `10.0.0.1/24`?
               = an address with the length of its network: 10.0.0.1/24
            lab.yaml:6:29: error: a host has no interface `eth`
             6 |     h3: { kind: host, ip: { eth: 10.0.0.1/24 } }
               |                             ^~~
               = the interfaces of a host are eth0, eth1, ..., and eth1.30 for VLAN 30 on eth1
            lab.yaml:8:25: error: `ip` has no value
             8 |     r2: { kind: router, ip: }
               |                         ^~
            """#),
        Golden(
            "routes of a router",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, ip: 10.0.1.2/24, gateway: 10.0.1.1 }
                r1:
                  kind: router
                  ip: { eth0: 10.0.1.1/24, eth1: 10.0.2.1/24 }
                  routes:
                    10.0.3.1/24: 10.0.2.2
                    10.0.4.0/24: 10.0.2.1
                    10.0.5.0/24: [10.0.2.2, 10.0.9.2]
                    "::/0": 10.0.2.2
                    0.0.0.0/0: 10.0.2.2
                    default: 10.0.2.3
                  aging: 3s
              links: [[h1, r1]]
            """#,
            #"""
            lab.yaml:9:9: error: 10.0.3.1/24 is an address in a network, not a network
             9 |         10.0.3.1/24: 10.0.2.2
               |         ^~~~~~~~~~~ did you mean `10.0.3.0/24`?
               = the bits behind the length of a network are zero
            lab.yaml:10:22: error: the next hop 10.0.2.1 is `r1` itself
             10 |         10.0.4.0/24: 10.0.2.1
                |                      ^~~~~~~~
            lab.yaml:12:17: error: the next hop 10.0.2.2 is IPv4, and ::/0 is IPv6
             12 |         "::/0": 10.0.2.2
                |                 ^~~~~~~~
            lab.yaml:14:9: error: two routes of `r1` lead to 0.0.0.0/0
             14 |         default: 10.0.2.3
                |         ^~~~~~~
            lab.yaml:13:9: note: the other one stands here
             13 |         0.0.0.0/0: 10.0.2.2
                |         ^~~~~~~~~
                = several next hops are a list, best first
            lab.yaml:15:7: error: `aging` belongs to switches
             15 |       aging: 3s
                |       ^~~~~
                = a router takes: kind, ip, gateway, routes, mac, model, nics, netdev, mtu, when
            lab.yaml:11:33: warning: the next hop 10.0.9.2 is on no network of `r1`: packets to 10.0.5.0/24 end as no-route
             11 |         10.0.5.0/24: [10.0.2.2, 10.0.9.2]
                |                                 ^~~~~~~~
                = a next hop is a neighbour: it lies in a network that the router has an address of
            """#),
    ]
}
