import ScenarioFile

/// Something that a scenario can be made of, and what of this host it needs in real time.
struct LabKind {
    let name: String
    /// It needs one of each.
    let needs: [[HostFeature]]

    /// The kinds, nodes before links.
    static let all = [
        LabKind(name: "nodes: host, hub, switch, netdev", needs: []),
        LabKind(name: "links: wire, dgram, l2tpv3", needs: []),
        LabKind(name: "l2tpv3 with ipv6: on", needs: [[.ipv6]]),
        LabKind(name: "l2tpv3 with udp: off", needs: [[.raw, .userns]]),
    ]

    /// The needs that nothing here meets.
    func lacks(of findings: [HostFinding]) -> [[HostFeature]] {
        let here = findings.filter(\.isHere).map(\.feature)
        return needs.filter { $0.allSatisfy { !here.contains($0) } }
    }
}
