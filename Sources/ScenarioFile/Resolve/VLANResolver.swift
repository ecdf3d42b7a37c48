import NetCore

/// Gives the ports of switches their VLANs: by the name of the port, or by the neighbour that it is linked to.
struct VLANResolver {
    private let nodes: [Scenario.Node]
    private let skipped: Set<String>
    private let sink: DiagnosticSink
    /// For each node, its ports with the names of their neighbours.
    private lazy var neighbors: [[(port: Int, name: String)]] = findNeighbors()
    private let links: [Scenario.Link]

    /// The VLAN of ports of which nothing is said (IEEE 802.1Q 9.6, the default PVID).
    private static let defaultVLAN: UInt16 = 1

    init(nodes: [Scenario.Node], links: [Scenario.Link], skipped: Set<String>, sink: DiagnosticSink) {
        self.nodes = nodes
        self.links = links
        self.skipped = skipped
        self.sink = sink
    }

    /// The VLANs of each port of a switch.
    mutating func ports(_ entries: [PortEntry], of node: Int) -> [PortVLANs] {
        let portCount = nodes[node].portCount
        var result = Array(repeating: PortVLANs(untagged: Self.defaultVLAN), count: portCount)
        var written: [Int: SourceSpan] = [:]
        for entry in entries {
            guard let port = port(entry.port, of: node) else { continue }
            if let earlier = written.updateValue(entry.port.span, forKey: port) {
                sink.error(
                    "the VLANs of `\(nodes[node].name):p\(port + 1)` are written twice", at: entry.port.span,
                    notes: [sink.note("they stand here already", at: earlier)])
            }
            if port < portCount { result[port] = entry.vlans }
        }
        return result
    }

    private mutating func port(_ name: Located<String>, of node: Int) -> Int? {
        let own = nodes[node].name
        if let port = InterfaceName.number(name.value[...], prefix: "p") {
            let isLinked = neighbors[node].contains { $0.port == port }
            if !isLinked, !sink.hasErrors, skipped.isEmpty {
                sink.warning("nothing is linked to `\(own):\(name.value)`", at: name.span)
            }
            return port
        }
        let ports = neighbors[node].filter { $0.name == name.value }.map(\.port)
        if ports.count > 1 {
            let list = ports.map { "p\($0 + 1)" }.joined(separator: ", ")
            sink.error(
                "`\(own)` has several links to `\(name.value)`", at: name.span, notes: [.init("write a port: \(list)")])
            return nil
        }
        // With errors about, the link may only have failed to resolve; a node that is skipped has no port.
        if ports.isEmpty, !sink.hasErrors, !skipped.contains(name.value) {
            sink.error(
                "`\(own)` has no port and no neighbour `\(name.value)`", at: name.span,
                suggestion: nearest(to: name.value, in: neighbors[node].map(\.name)),
                notes: [.init("ports are p1, p2, ...; the name of a node stands for the port that it is linked to")])
        }
        return ports.first
    }

    private func findNeighbors() -> [[(port: Int, name: String)]] {
        var result: [[(port: Int, name: String)]] = Array(repeating: [], count: nodes.count)
        for link in links {
            let ends = link.endpoints
            for (index, end) in ends.enumerated() {
                for (other, far) in ends.enumerated() where other != index {
                    result[end.node].append((end.port, nodes[far.node].name))
                }
            }
        }
        return result
    }
}
