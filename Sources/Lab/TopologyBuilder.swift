import Hosts
import NICModels
import NetBackends
import NetCore
import NetdevOptions
import ScenarioFile

/// Builds a plan on a loop: with kernel sockets if there is a driver, else in process.
struct TopologyBuilder {
    let loop: Loop
    let driver: RealTimeDriver?
    /// Whether somebody wants to see the datagrams of all tunnels.
    let showsTunnels: Bool

    /// Hubs and switches take this long in virtual time, so that a loop in the topology is a storm and not a hang.
    private static let virtualLatency: Int64 = 1000

    init(loop: Loop, driver: RealTimeDriver?, showsTunnels: Bool = false) {
        self.loop = loop
        self.driver = driver
        self.showsTunnels = showsTunnels
    }

    func build(_ scenario: Scenario) throws(LabError) -> Topology {
        let nodes = try buildNodes(scenario.nodes)
        try plugHubports(of: nodes)
        var builder = LinkBuilder(loop: loop, driver: driver, scenario)
        let forms = scenario.linkForms(showsTunnels: showsTunnels)
        var links: [Topology.Link] = []
        for (number, plan) in scenario.links.enumerated() {
            let ports = plan.endpoints.map { nodes[$0.node].ports[$0.port] }
            links.append(try builder.build(plan, number, forms[number], at: ports))
        }
        return Topology(
            nodes: nodes, links: links, reservations: builder.sockets.reservations, directory: builder.directory)
    }

    // MARK: Nodes

    /// The nodes in the order of the plan.
    ///
    /// Those that listen are built first: netdevs of the others may plug into them.
    private func buildNodes(_ plans: [Scenario.Node]) throws(LabError) -> [Topology.Node] {
        var built: [(index: Int, node: Topology.Node)] = []
        let order = plans.indices.filter { plans[$0].listen != nil } + plans.indices.filter { plans[$0].listen == nil }
        do throws(LabError) {
            for index in order { built.append((index, try build(plans[index]))) }
        } catch {
            for (_, node) in built {
                node.listener?.close()
                node.netdevs.forEach { $0.close() }
            }
            throw error
        }
        return built.sorted { $0.index < $1.index }.map(\.node)
    }

    private func build(_ plan: Scenario.Node) throws(LabError) -> Topology.Node {
        let latency = driver == nil ? Self.virtualLatency : 0
        switch plan.kind {
        case .host(let host), .router(let host):
            let nics = host.nics.enumerated().map { index, nic in
                EmulatedNIC(
                    loop: loop, name: "\(plan.name):\(plan.interface(at: index))", macAddress: nic.mac, mtu: nic.mtu)
            }
            let stack = Host(
                loop: loop, name: plan.name, nics: nics,
                interfaces: host.interfaces.map { .init(nic: $0.nic, vlan: $0.vlan, addresses: $0.addresses) },
                routes: host.routes.map { .init(destination: $0.destination, nextHops: $0.nextHops) },
                forwards: plan.isRouter)
            return Topology.Node(plan: plan, ports: nics.map(\.port), nics: nics, host: stack)
        case .netdev(let configurations):
            let netdevs = try open(configurations, of: plan)
            return Topology.Node(plan: plan, ports: netdevs.map(\.port), netdevs: netdevs)
        case .hub:
            let hub = Hub(loop: loop, name: plan.name, latency: latency)
            let ports = (0..<plan.portCount).map { _ in hub.addPort() }
            return Topology.Node(plan: plan, ports: ports, listener: try listen(plan, addPort: hub.addPort))
        case .switch(let options):
            let element = Switch(
                loop: loop, name: plan.name, aging: options.aging, latency: latency, vlans: options.vlans)
            let ports = (0..<plan.portCount).map { _ in element.addPort() }
            return Topology.Node(
                plan: plan, ports: ports, bridge: element, listener: try listen(plan, addPort: element.addPort))
        }
    }

    /// Has plugs find a hub or a switch, if the plan says where; their ports stand behind those of the plan.
    private func listen(_ plan: Scenario.Node, addPort: () -> Port) throws(LabError) -> VDEListener? {
        guard let options = plan.listen else { return nil }
        guard let driver else {
            // The loader has refused the file.
            throw LabError(.internalError, "node \(plan.name): plugs have no virtual time")
        }
        do throws(BackendError) {
            return try VDEListener(options, name: plan.name, driver: driver, addPort: addPort)
        } catch {
            throw LabError(.host, "node \(plan.name), listen: \(error)")
        }
    }

    /// Plugs netdevs into the hubs of the hubports that name them, across nodes.
    private func plugHubports(of nodes: [Topology.Node]) throws(LabError) {
        let outlets = nodes.flatMap { node -> [(netdev: NetdevConfiguration, port: Port)] in
            guard case .netdev(let configurations) = node.plan.kind else { return [] }
            return Array(zip(configurations, node.ports))
        }
        do {
            for plug in HubportPlugs(outlets.map(\.netdev)).plugs {
                try outlets[plug.netdev].port.connect(to: outlets[plug.hubport].port)
            }
        } catch {
            // The loader has refused what cannot be plugged, so this is ours.
            throw LabError(.internalError, "a hubport: \(error)")
        }
    }

    private func open(
        _ configurations: [NetdevConfiguration], of plan: Scenario.Node
    ) throws(LabError) -> [any Backend] {
        guard let driver else {
            // The loader has refused the file.
            throw LabError(.internalError, "node \(plan.name): the outside has no virtual time")
        }
        var netdevs: [any Backend] = []
        for (index, configuration) in configurations.enumerated() {
            let name = "\(plan.name):\(plan.interface(at: index))"
            do {
                netdevs.append(try Backends.open(configuration, name: name, driver: driver))
            } catch {
                throw LabError(.host, "node \(plan.name), netdev \(plan.interface(at: index)): \(error)")
            }
        }
        return netdevs
    }
}
