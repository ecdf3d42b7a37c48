import Hosts
import LinuxNet
import NICModels
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import Results
import ScenarioFile
import Tunnels
import WireFormats

/// Builds a plan on a loop: with kernel sockets if there is a driver, else in process.
struct TopologyBuilder {
    let loop: Loop
    let driver: RealTimeDriver?
    private var sockets = TunnelSockets()

    /// Hubs and switches take this long in virtual time, so that a loop in the topology is a storm and not a hang.
    private static let virtualLatency: Int64 = 1000

    init(loop: Loop, driver: RealTimeDriver?) {
        self.loop = loop
        self.driver = driver
    }

    mutating func build(_ scenario: Scenario) throws(LabError) -> Topology {
        var nodes: [Topology.Node] = []
        for plan in scenario.nodes { nodes.append(try build(plan)) }
        var links: [Topology.Link] = []
        for (number, plan) in scenario.links.enumerated() {
            let a = nodes[plan.a.node].ports[plan.a.port]
            let b = nodes[plan.b.node].ports[plan.b.port]
            links.append(try build(plan, number, from: a, to: b))
        }
        return Topology(nodes: nodes, links: links)
    }

    // MARK: Nodes

    private func build(_ plan: Scenario.Node) throws(LabError) -> Topology.Node {
        let latency = driver == nil ? Self.virtualLatency : 0
        switch plan.kind {
        case .host(let host):
            let nics = host.nics.enumerated().map { index, nic in
                EmulatedNIC(
                    loop: loop, name: "\(plan.name):\(plan.interface(at: index))", macAddress: nic.mac, mtu: nic.mtu)
            }
            let stack = Host(
                loop: loop, name: plan.name, nics: nics,
                interfaces: host.interfaces.map { .init(nic: $0.nic, vlan: $0.vlan, addresses: $0.addresses) },
                routes: host.routes.map { .init(destination: $0.destination, nextHops: $0.nextHops) })
            return Topology.Node(plan: plan, ports: nics.map(\.port), nics: nics, host: stack)
        case .netdev:
            throw LabError(.internalError, "node \(plan.name): netdev nodes cannot be built yet")
        case .hub:
            let hub = Hub(loop: loop, name: plan.name, latency: latency)
            return Topology.Node(
                plan: plan, ports: (0..<plan.portCount).map { _ in hub.addPort() }, nics: [], host: nil)
        case .switch(let options):
            let element = Switch(loop: loop, name: plan.name, aging: options.aging, latency: latency)
            return Topology.Node(
                plan: plan, ports: (0..<plan.portCount).map { _ in element.addPort() }, nics: [], host: nil,
                bridge: element)
        }
    }

    // MARK: Links

    private mutating func build(
        _ plan: Scenario.Link, _ number: Int, from a: Port, to b: Port
    ) throws(LabError) -> Topology.Link {
        switch plan.kind {
        case .wire:
            try plug(a, b, plan.id)
            return Topology.Link(plan: plan, a: a, b: b, ends: .wire, netdev: nil)
        case .dgram:
            throw LabError(.internalError, "link \(plan.id): dgram links cannot be built yet")
        case .l2tpv3(let endA, let endB):
            if let driver { return try open(plan, (endA, endB), driver, from: a, to: b) }
            return try stage(plan, number, (endA, endB), from: a, to: b)
        }
    }

    private func stage(
        _ plan: Scenario.Link, _ number: Int, _ ends: (a: L2TPv3EndPlan, b: L2TPv3EndPlan), from a: Port, to b: Port
    ) throws(LabError) -> Topology.Link {
        // Addresses that nobody binds; fixed, so that a virtual run prints the same on any machine.
        func address(_ end: L2TPv3EndPlan, _ index: Int) -> (address: String, port: UInt16) {
            let host = UInt32(2 * number + index)
            if end.ipv6 { return ("::1", TunnelSockets.port &+ UInt16(truncatingIfNeeded: host)) }
            return ("\(IPv4Address(rawValue: 0x7f01_0001 &+ host))", TunnelSockets.port)
        }
        let (placeA, placeB) = (address(ends.a, 0), address(ends.b, 1))
        let optionsA = ends.a.options(local: placeA, remote: placeB)
        let optionsB = ends.b.options(local: placeB, remote: placeA)
        let limit = ends.a.ipv6 ? UDPHeader.maximumPayloadByteCount : UDPHeader.maximumIPv4PayloadByteCount
        func end(_ side: String, _ options: L2TPv3Options) -> L2TPv3End {
            L2TPv3End(
                loop: loop, name: "\(plan.id).\(side)", configuration: L2TPv3Configuration(options),
                datagramByteLimit: limit)
        }
        let (endA, endB) = (end("a", optionsA), end("b", optionsB))
        try plug(endA.outer, endB.outer, plan.id)
        try plug(a, endA.inner, plan.id)
        try plug(b, endB.inner, plan.id)
        return Topology.Link(
            plan: plan, a: a, b: b, ends: .staged(endA, endB), netdev: Self.netdevs(plan, optionsA, optionsB))
    }

    private mutating func open(
        _ plan: Scenario.Link, _ ends: (a: L2TPv3EndPlan, b: L2TPv3EndPlan), _ driver: RealTimeDriver,
        from a: Port, to b: Port
    ) throws(LabError) -> Topology.Link {
        let socketA = try sockets.bind(ends.a, "link \(plan.id), end a")
        let socketB = try sockets.bind(ends.b, "link \(plan.id), end b")
        let (placeA, placeB) = (socketA.localAddress, socketB.localAddress)
        let optionsA = ends.a.options(local: (placeA.host, placeA.port), remote: (placeB.host, placeB.port))
        let optionsB = ends.b.options(local: (placeB.host, placeB.port), remote: (placeA.host, placeA.port))
        do {
            let endA = try L2TPv3Backend(
                driver: driver, name: "\(plan.id).a", options: optionsA, socket: socketA,
                peer: L2TPv3Backend.peer(of: optionsA))
            let endB = try L2TPv3Backend(
                driver: driver, name: "\(plan.id).b", options: optionsB, socket: socketB,
                peer: L2TPv3Backend.peer(of: optionsB))
            try plug(a, endA.port, plan.id)
            try plug(b, endB.port, plan.id)
            return Topology.Link(
                plan: plan, a: a, b: b, ends: .sockets(endA, endB), netdev: Self.netdevs(plan, optionsA, optionsB))
        } catch let error as BackendError {
            throw LabError(.host, "link \(plan.id): \(error)")
        } catch {
            throw LabError(.internalError, "link \(plan.id): \(error)")
        }
    }

    private func plug(_ a: Port, _ b: Port, _ link: String) throws(LabError) {
        do {
            try a.connect(to: b)
        } catch {
            // The plan gives each interface to one link, so this is ours.
            throw LabError(.internalError, "link \(link): \(error)")
        }
    }

    private static func netdevs(_ plan: Scenario.Link, _ a: L2TPv3Options, _ b: L2TPv3Options) -> LinkResult.Netdevs {
        func string(_ side: String, _ options: L2TPv3Options) -> String {
            NetdevConfiguration(id: "\(plan.id).\(side)", backend: .l2tpv3(options)).optionString
        }
        return LinkResult.Netdevs(a: string("a", a), b: string("b", b))
    }
}
