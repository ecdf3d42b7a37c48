/// An end of a link whose node is found.
struct FoundEnd {
    let node: Int
    let interface: Located<String>?
    let span: SourceSpan
}

/// Gives every endpoint of every link an interface: written ones first, then free ones in file order.
struct InterfaceAssignment {
    private let index: NodeIndex
    private let sink: DiagnosticSink
    /// For each node, who has which port.
    private var taken: [[Int: SourceSpan]]
    private var lowestFree: [Int]
    private let plugs: NetdevPlugs

    init(index: NodeIndex, plugs: NetdevPlugs, sink: DiagnosticSink) {
        self.index = index
        self.sink = sink
        self.plugs = plugs
        taken = Array(repeating: [:], count: index.nodes.count)
        lowestFree = Array(repeating: 0, count: index.nodes.count)
    }

    /// The endpoints in the order of `ends`; nil where one could not be had, which is reported.
    mutating func assign(_ ends: [FoundEnd]) -> [Scenario.Link.Endpoint?] {
        var ports: [Int?] = Array(repeating: nil, count: ends.count)
        for (position, end) in ends.enumerated() {
            guard let interface = end.interface else { continue }
            ports[position] = Self.port(interface, on: index.nodes[end.node], grows: true, sink: sink).flatMap {
                take($0, of: end.node, for: interface.span) ? $0 : nil
            }
        }
        for (position, end) in ends.enumerated() where end.interface == nil {
            ports[position] = takeFree(of: end.node, for: end.span)
        }
        return zip(ends, ports).map { end, port in
            port.map { port in
                .init(node: end.node, port: port, interface: index.nodes[end.node].interface(at: port))
            }
        }
    }

    /// The number of the highest port in use, from 1.
    func portCount(of node: Int) -> Int {
        max(index.nodes[node].portCount, (taken[node].keys.max() ?? -1) + 1)
    }

    /// Whether an interface of a node has a link.
    func isTaken(_ port: Int, of node: Int) -> Bool { taken[node][port] != nil }

    private mutating func take(_ port: Int, of node: Int, for span: SourceSpan) -> Bool {
        if plugs.has(port, of: node) {
            sink.error(
                "`\(index.nodes[node].name):\(index.nodes[node].interface(at: port))` is plugged into a hub already",
                at: span,
                notes: [.init("a netdev that a hubport names is on its hub, and a hubport that names one too")])
            return false
        }
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
        let (name, most) = (index.nodes[node].name, Self.mostPorts(of: index.nodes[node]))
        while taken[node][lowestFree[node]] != nil || plugs.has(lowestFree[node], of: node) { lowestFree[node] += 1 }
        let port = lowestFree[node]
        if port < most { return take(port, of: node, for: span) ? port : nil }
        let other = taken[node][0].map { [sink.note("another link is here", at: $0)] } ?? []
        let count = most == 1 ? "one interface, and it is taken" : "\(most) interfaces, and all are taken"
        sink.error("`\(name)` has \(count)", at: span, notes: other)
        return nil
    }

    private static func mostPorts(of node: Scenario.Node) -> Int {
        if case .netdev = node.kind { node.portCount } else { InterfaceName.mostPorts }
    }

    /// The number of an interface from its name; nil after reporting that the node cannot have it.
    ///
    /// - Parameters:
    ///   - interface: The name, without that of the node.
    ///   - node: The node.
    ///   - grows: Whether a host gets the interface by being linked to it, or must have it already.
    ///   - sink: Takes the report.
    static func port(
        _ interface: Located<String>, on node: Scenario.Node, grows: Bool = false, sink: DiagnosticSink
    ) -> Int? {
        let text = interface.value
        let (prefix, most) =
            switch node.kind {
            case .host, .router: ("eth", grows ? InterfaceName.mostPorts : node.portCount)
            case .netdev: ("eth", node.portCount)
            case .hub, .switch: ("p", InterfaceName.mostPorts)
            }
        if let port = InterfaceName.number(text[...], prefix: prefix), port < most { return port }
        let rule =
            switch node.kind {
            case .hub, .switch: "the ports of a hub or a switch are p1, p2, ..., p4096"
            case .host where grows: "the interfaces of a host are eth0, eth1, ..., eth4095"
            case .router where grows: "the interfaces of a router are eth0, eth1, ..., eth4095"
            case .host, .router, .netdev:
                most == 1 ? "its interface is eth0" : "its interfaces are eth0 to eth\(most - 1)"
            }
        sink.error("`\(node.name)` has no interface `\(text)`", at: interface.span, notes: [.init(rule)])
        return nil
    }
}
