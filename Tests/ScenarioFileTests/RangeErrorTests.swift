import Testing

@Suite("Mistakes in ranges and generators")
struct RangeErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "ranges of nodes",
            #"""
            version: 1
            params: { n: 3 }
            topology:
              nodes:
                "a[8..1]": host
                "b[*]": host
                "c[1-8]": host
                "d[1..200000]": host
                "e[1..${m}]": host
                "f[1..${n}": host
                "g[1..60000]": host
                "h[1..60000]": host
            """#, ""),
        Golden(
            "what is wrong in all of a range is wrong once",
            #"""
            version: 1
            topology:
              nodes:
                "a[1..8]": hots
                "b[1..8]": { kind: host, ip: "10.0.0.30${i}/24", mtu: 1 }
                "c[1..8]": { kind: host, mac: "${x}" }
                "d[1..3]": host
                "d[3..4]": host
                e: { kind: host, description: "${i}" }
            """#, ""),
        Golden(
            "twins of a range",
            #"""
            version: 1
            topology:
              nodes:
                "c[1..3]": { kind: host, ip: 10.0.0.1/24 }
              links: [{ chain: "c[*]" }]
            """#, ""),
        Golden(
            "patterns in endpoints",
            #"""
            version: 1
            topology:
              nodes: { "c[1..8]": host, "d[1..4]": host, s1: switch }
              links:
                - ["c[*]", "d[*]"]
                - ["c[1..9]", s1]
                - ["e[*]", s1]
                - ["cc[1..2]", s1]
                - ["c[4..2]", s1]
                - ["c[1", s1]
                - ["d[*]", s1:p1]
                - ["c[9]", s1]
                - [c*, s1]
            """#, ""),
        Golden(
            "generators",
            #"""
            version: 1
            topology:
              nodes: { "c[1..3]": host, s1: switch, s2: switch }
              links:
                - star: { centre: s1, leaves: "c[*]" }
                - star: { center: s1 }
                - star: { center: "c[*]", leaves: s1 }
                - star: { center: c1, leaves: "c[*]" }
                - star: { center: s1, leaves: [] }
                - star: s1
                - chain: [s1]
                - chain: [s1:p1, s2]
                - chain: { nodes: [s1, s2] }
                - ring: [s1, s2]
                - mesh: [s1, s2, s1]
                - tree: { nodes: [s1, s2], fanout: 0 }
                - tree: [s1, s2]
                - { chain: [s1, s2], endpoints: [s1, s2] }
                - { chain: , id: x }
                - { stars: { center: s1, leaves: "c[*]" } }
                - mesh: "x[*]"
            """#, ""),
        Golden(
            "ids of generators",
            #"""
            version: 1
            topology:
              nodes: { "c[1..3]": host, s1: switch, spoke2: host }
              links:
                - { star: { center: s1, leaves: "c[*]" }, id: spoke }
                - { star: { center: s1, leaves: "c[*]" }, id: "x[1..3]" }
            """#, ""),
        Golden(
            "too many links",
            #"""
            version: 1
            topology:
              nodes: { "c[1..1000]": switch }
              links: [mesh: "c[*]"]
            """#, ""),
        Golden(
            "defaults",
            #"""
            version: 1
            topology:
              defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
              nodes: { s1: switch, s2: switch }
              links: [[s1, s2]]
            """#, ""),
        Golden(
            "defaults of links",
            #"""
            version: 1
            topology:
              defaults: { model: e1000, links: { kind: dgram, options: { local.tpe: unix } } }
              nodes: { "s[1..9]": switch }
              links: [{ chain: "s[*]" }]
            """#, ""),
    ]
}
