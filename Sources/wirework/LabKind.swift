import LinuxNet
import NetdevOptions
import ScenarioFile

/// Something that a lab can be made of, and what of this host it needs in real time.
struct LabKind {
    /// A thing that this host may have.
    enum Need: Hashable {
        case feature(HostFeature)
        /// A file at one of these paths that runs with the rights of root.
        case program([String])
        /// A file.
        case file(String)

        /// The word of `have(...)`, or the program's path.
        var name: String {
            switch self {
            case .feature(let feature): feature.rawValue
            case .program(let paths): paths.first ?? ""
            case .file(let path): path
            }
        }

        fileprivate func isMet(by features: [HostFeature]) -> Bool {
            switch self {
            case .feature(let feature): features.contains(feature)
            case .program(let paths): paths.contains(where: HostProbe.runsAsRoot)
            case .file(let path): HostProbe.exists(path)
            }
        }
    }

    let name: String
    /// It needs one of each.
    let needs: [[Need]]
    /// What a process has to be allowed for it, in words; nil: nothing beyond an ordinary user's rights.
    let right: String?

    private init(name: String, needs: [[HostFeature]], right: String? = nil) {
        self.name = name
        self.needs = needs.map { $0.map(Need.feature) }
        self.right = right
    }

    /// A netdev type, with the right that the table names.
    private init(_ type: NetdevType) {
        name = "netdev: \(type.name)"
        needs = Self.needs[type.name] ?? []
        right = type.right
    }

    /// The kinds: nodes, links, then netdevs as the table has them.
    static let all =
        [
            LabKind(name: "nodes: host, hub, switch, netdev", needs: []),
            LabKind(name: "links: wire, dgram, l2tpv3", needs: []),
            LabKind(name: "l2tpv3 with ipv6: on", needs: [[.ipv6]]),
            LabKind(
                name: "l2tpv3 with udp: off", needs: [[.raw, .userns]],
                right: "CAP_NET_RAW, or a user namespace"),
        ] + NetdevTable.types.map(LabKind.init)

    /// What the types need that have a right in the table.
    private static let needs: [String: [[Need]]] = [
        "tap": [[.feature(.tap)]],
        "bridge": [[.program(BridgeOptions.standardHelpers)], [.file("/etc/qemu/bridge.conf")]],
        // The interfaces of this host are in no namespace of one's own.
        "packet": [[.feature(.packet)]],
    ]

    /// The needs that nothing here meets.
    func lacks(of findings: [HostFinding]) -> [[Need]] {
        let here = findings.filter(\.isHere).map(\.feature)
        return needs.filter { $0.allSatisfy { !$0.isMet(by: here) } }
    }
}
