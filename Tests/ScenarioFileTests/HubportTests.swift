import NetdevOptions
import ScenarioFile
import Testing

@Suite("Hubports of a scenario")
struct HubportTests {
    @Test("each mistake is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    @Test("netdevs that a hubport names need no link, and hosts may stand at hubports of their own")
    func valid() throws {
        let scenario = try scenario(
            """
            version: 1
            topology:
              nodes:
                h1: { kind: host, netdev: "hubport,hubid=4" }
                out:
                  kind: netdev
                  netdev:
                    eth0: "dgram,id=wide,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b"
                    eth1: { type: hubport, id: h0, hubid: 4, netdev: wide }
                    eth2: { type: hubport, hubid: 4 }
                s1: switch
              links:
                - [out, s1]

            """)
        let out = try #require(scenario.nodes.first { $0.name == "out" })
        #expect(out.portCount == 3)
        let link = try #require(scenario.links.first { $0.id == "out-s1" })
        #expect(link.a.interface == "eth2")
    }

    static let cases: [Golden] = [
        Golden(
            "no such netdev, a netdev that is taken, a link to one that is plugged, and a hub with one port",
            #"""
            version: 1
            topology:
              nodes:
                h1: host
                out:
                  kind: netdev
                  netdev:
                    eth0: "dgram,id=wide,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b"
                    eth1: "hubport,hubid=1,netdev=wide"
                    eth2: "hubport,hubid=2,netdev=wide"
                    eth3: "hubport,hubid=2,netdev=wild"
              links:
                - [h1, "out:eth0"]
            """#,
            #"""
            lab.yaml:10:15: error: 'wide' is plugged into hub 1 already
             10 |         eth2: "hubport,hubid=2,netdev=wide"
                |               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                = a netdev has one peer; QEMU ends on an assertion
                = to join two hubs, plug a port of one into a port of the other
            lab.yaml:11:15: error: netdev 'wild' not found
             11 |         eth3: "hubport,hubid=2,netdev=wild"
                |               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~ did you mean `wide`?
            lab.yaml:13:12: error: `out:eth0` is plugged into a hub already
             13 |     - [h1, "out:eth0"]
                |            ^~~~~~~~~~
                = a netdev that a hubport names is on its hub, and a hubport that names one too
            lab.yaml:9:15: warning: hub 1 has one port, `out:eth1`: what comes in there goes nowhere
             9 |         eth1: "hubport,hubid=1,netdev=wide"
               |               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """#),
        Golden(
            "C11: a hub with one port",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, netdev: "hubport,hubid=1" }
            """#,
            #"""
            lab.yaml:4:31: warning: hub 1 has one port, `h1-eth0:eth0`: what comes in there goes nowhere
             4 |     h1: { kind: host, netdev: "hubport,hubid=1" }
               |                               ^~~~~~~~~~~~~~~~~
            """#),
    ]
}
