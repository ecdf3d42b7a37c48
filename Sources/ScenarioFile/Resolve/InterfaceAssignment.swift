/// Gives every endpoint of every link an interface: written ones first, then free ones in file order.
struct InterfaceAssignment {
    private let index: NodeIndex
    private let sink: DiagnosticSink
    /// For each node, who has which port.
    private var taken: [[Int: SourceSpan]]
    private var lowestFree: [Int]

    /// No switch has more ports than this.
    private static let mostPorts = 4096

    init(index: NodeIndex, sink: DiagnosticSink) {
        self.index = index
        self.sink = sink
        taken = Array(repeating: [:], count: index.nodes.count)
        lowestFree = Array(repeating: 0, count: index.nodes.count)
    }

    /// The endpoints in the order of `entries`; nil where one could not be had, which is reported.
    mutating func assign(_ entries: [EndpointEntry]) -> [Scenario.Link.Endpoint?] {
        let nodes = entries.map { index.find($0.node) }
        var ports: [Int?] = Array(repeating: nil, count: entries.count)
        for (position, entry) in entries.enumerated() {
            guard let node = nodes[position], let interface = entry.interface else { continue }
            ports[position] = Self.port(interface, on: index.nodes[node], sink: sink).flatMap {
                take($0, of: node, for: interface.span) ? $0 : nil
            }
        }
        for (position, entry) in entries.enumerated() where entry.interface == nil {
            guard let node = nodes[position] else { continue }
            ports[position] = takeFree(of: node, for: entry.node.span)
        }
        return zip(nodes, ports).map { node, port in
            guard let node, let port else { return nil }
            return Scenario.Link.Endpoint(node: node, port: port, interface: index.nodes[node].interface(at: port))
        }
    }

    /// The number of the highest port in use, from 1.
    func portCount(of node: Int) -> Int {
        max(index.nodes[node].portCount, (taken[node].keys.max() ?? -1) + 1)
    }

    private mutating func take(_ port: Int, of node: Int, for span: SourceSpan) -> Bool {
        if let earlier = taken[node][port] {
            sink.error(
                "`\(index.nodes[node].name):\(index.nodes[node].interface(at: port))` has two links", at: span,
                notes: [sink.note("the other link is here", at: earlier)])
            return false
        }
        taken[node][port] = span
        return true
    }

    private mutating func takeFree(of node: Int, for span: SourceSpan) -> Int? {
        let name = index.nodes[node].name
        if index.nodes[node].isHost {
            guard let earlier = taken[node][0] else { return take(0, of: node, for: span) ? 0 : nil }
            sink.error(
                "`\(name)` has one interface, and it is taken; hosts with several NICs are not supported yet", at: span,
                notes: [sink.note("the other link is here", at: earlier)])
            return nil
        }
        while taken[node][lowestFree[node]] != nil { lowestFree[node] += 1 }
        guard lowestFree[node] < Self.mostPorts else {
            sink.error("`\(name)` has more than \(Self.mostPorts) ports", at: span)
            return nil
        }
        return take(lowestFree[node], of: node, for: span) ? lowestFree[node] : nil
    }

    /// The number of an interface from its name; nil after reporting that the node cannot have it.
    static func port(_ interface: Located<String>, on node: Scenario.Node, sink: DiagnosticSink) -> Int? {
        let text = interface.value
        let prefix = node.isHost ? "eth" : "p"
        let digits = text.dropFirst(prefix.count)
        if text.hasPrefix(prefix), digits.count <= 4, let number = Int(digits), String(number) == digits {
            let port = node.isHost ? number : number - 1
            if node.isHost, port > 0 {
                sink.error("hosts with several NICs are not supported yet", at: interface.span)
                return nil
            }
            if (0..<mostPorts).contains(port) { return port }
        }
        let rule =
            node.isHost ? "the interface of a host is eth0" : "the ports of a hub or a switch are p1, p2, ..., p4096"
        sink.error("`\(node.name)` has no interface `\(text)`", at: interface.span, notes: [.init(rule)])
        return nil
    }
}
