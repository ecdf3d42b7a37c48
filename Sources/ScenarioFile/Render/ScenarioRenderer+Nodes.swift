import NetCore
import NetdevOptions
import WireFormats

extension ScenarioRenderer {
    static func node(_ node: Scenario.Node) -> String {
        let entries: [(String, String)] =
            switch node.kind {
            case .netdev(let netdevs): [("kind", "netdev"), ("netdev", self.netdevs(netdevs))]
            case .hub: [("kind", "hub")]
            case .switch(let plan):
                [("kind", "switch"), ("aging", TimeValue.text(plan.aging))]
                    + (plan.vlans.map { [("vlans", vlans($0))] } ?? [])
            case .host(let plan): [("kind", "host")] + host(plan)
            case .router(let plan): [("kind", "router")] + host(plan)
            }
        return YAMLText.flowMapping(entries + (node.listen.map { [("listen", listen($0))] } ?? []))
    }

    private static func listen(_ options: VDESwitchOptions) -> String {
        var entries = [("vde", YAMLText.scalar(options.sock))]
        if options.mode != VDESwitchOptions.defaultMode {
            entries.append(("mode", "0" + String(options.mode, radix: 8)))
        }
        if options.ports != VDESwitchOptions.defaultPorts { entries.append(("ports", String(options.ports))) }
        return YAMLText.flowMapping(entries)
    }

    private static func netdevs(_ netdevs: [NetdevConfiguration]) -> String {
        let texts = netdevs.map { YAMLText.scalar($0.optionString) }
        if texts.count == 1 { return texts[0] }
        return YAMLText.flowMapping(texts.enumerated().map { ("eth\($0)", $1) })
    }

    private static func vlans(_ ports: [PortVLANs]) -> String {
        YAMLText.flowMapping(
            ports.enumerated().map { number, port in
                let tagged = YAMLText.flowSequence(port.tagged.map { String($0) })
                let text =
                    switch (port.untagged, port.tagged.isEmpty) {
                    case (let vlan?, true): String(vlan)
                    case (nil, _): tagged
                    case (let native?, false):
                        YAMLText.flowMapping([("native", String(native)), ("tagged", tagged)])
                    }
                return ("p\(number + 1)", text)
            })
    }

    /// The short form where there is one NIC without VLANs, else everything by interface.
    private static func host(_ plan: Scenario.HostPlan) -> [(String, String)] {
        let routes = plan.routes.isEmpty ? [] : [("routes", self.routes(plan.routes))]
        if plan.nics.count == 1, plan.interfaces.count == 1, plan.interfaces[0].vlan == nil {
            let nic = plan.nics[0]
            return [
                ("ip", addresses(plan.interfaces[0].addresses)), ("mac", YAMLText.scalar(nic.mac.description)),
                ("mtu", String(nic.mtu)),
            ] + routes
        }
        let interfaces = plan.interfaces.map { interface in
            let tag = interface.vlan.map { ".\($0)" } ?? ""
            return ("eth\(interface.nic)\(tag)", addresses(interface.addresses))
        }
        let nics = plan.nics.map { nic in
            YAMLText.flowMapping([("mac", YAMLText.scalar(nic.mac.description)), ("mtu", String(nic.mtu))])
        }
        return [("ip", YAMLText.flowMapping(interfaces)), ("nics", YAMLText.flowSequence(nics))] + routes
    }

    private static func addresses(_ addresses: [IPPrefix]) -> String {
        let texts = addresses.map { YAMLText.scalar($0.description) }
        return texts.isEmpty ? "none" : texts.count == 1 ? texts[0] : YAMLText.flowSequence(texts)
    }

    private static func routes(_ routes: [Scenario.RoutePlan]) -> String {
        YAMLText.flowMapping(
            routes.map { route in
                let hops = route.nextHops.map { YAMLText.scalar($0.description) }
                return (
                    YAMLText.scalar(route.destination.description),
                    hops.count == 1 ? hops[0] : YAMLText.flowSequence(hops)
                )
            })
    }
}
