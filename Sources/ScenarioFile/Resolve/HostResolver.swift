import NetCore
import WireFormats

/// Makes hosts: gives MAC addresses in order of nodes, then NICs, and the next free address to who says none.
struct HostResolver {
    private let sink: DiagnosticSink
    /// Where there are routers, no address is given: nobody could say on which network it is.
    private let hasRouters: Bool
    private var macs = MACTable()
    private var free: FreeAddresses

    /// Written addresses are reserved before any is given.
    init(_ entries: [NodeEntry], sink: DiagnosticSink) {
        self.sink = sink
        hasRouters = entries.contains { $0.kind == .router }
        free = FreeAddresses(reserved: entries.flatMap { $0.host.interfaces.flatMap(\.addresses) }.map(\.value.address))
        for mac in entries.flatMap({ $0.host.nics.compactMap(\.mac) }) { _ = try? macs.claim(mac.value) }
    }

    /// A host with so many NICs.
    mutating func plan(_ entry: NodeEntry, nicCount: Int) -> Scenario.HostPlan {
        let nics = (0..<nicCount).map { nic(entry, number: $0) }
        let interfaces = interfaces(entry, nicCount: nicCount)
        return .init(nics: nics, interfaces: interfaces, routes: routes(entry, interfaces))
    }

    private mutating func nic(_ entry: NodeEntry, number: Int) -> Scenario.NICPlan {
        let written = number < entry.host.nics.count ? entry.host.nics[number] : .init()
        let mac = written.mac?.value ?? (try? macs.claim())
        if mac == nil { sink.error("no MAC address is free for `\(entry.name.value)`", at: entry.name.span) }
        return .init(mac: mac ?? .zero, mtu: written.mtu ?? entry.host.mtu ?? NodeResolver.defaultMTU)
    }

    /// What has addresses, in file order; then the NICs of which nothing is said.
    private mutating func interfaces(_ entry: NodeEntry, nicCount: Int) -> [Scenario.InterfacePlan] {
        var result = entry.host.interfaces.map { interface in
            Scenario.InterfacePlan(
                nic: interface.nic, vlan: interface.vlan, addresses: interface.addresses.map(\.value))
        }
        if result.isEmpty {
            result.append(
                .init(nic: 0, vlan: entry.host.nics.first?.vlan, addresses: [given(entry)].compactMap(\.self)))
        }
        let untagged = Set(result.filter { $0.vlan == nil }.map(\.nic))
        return result
            + (0..<nicCount).filter { !untagged.contains($0) }.map { .init(nic: $0, vlan: nil, addresses: []) }
    }

    /// The address of a host that says none; nil after reporting that it must say one.
    private mutating func given(_ entry: NodeEntry) -> IPPrefix? {
        if hasRouters {
            // A router without an address has been reported, as has what could not be read.
            guard entry.lacksAddress else { return nil }
            sink.error(
                "`\(entry.name.value)` has no `ip`, and the file has routers", at: entry.name.span,
                notes: [.init("where there are routers, a host says on which network it is; `ip: none` is on none")])
            return nil
        }
        let address = free.next().map { IPPrefix.v4($0) }
        if address == nil {
            sink.error("no address is free in 10.0.0.0/16 for `\(entry.name.value)`", at: entry.name.span)
        }
        return address
    }

    // MARK: Routes

    private func routes(_ entry: NodeEntry, _ interfaces: [Scenario.InterfacePlan]) -> [Scenario.RoutePlan] {
        guard !entry.host.routes.isEmpty else { return [] }
        let networks = interfaces.flatMap(\.addresses)
        var spans: [IPPrefix: SourceSpan] = [:]
        var result: [Scenario.RoutePlan] = []
        for route in entry.host.routes {
            for (destination, nextHops) in destinations(route) {
                if let earlier = spans.updateValue(route.span, forKey: destination) {
                    sink.error(
                        "two routes of `\(entry.name.value)` lead to \(destination)", at: route.span,
                        notes: [
                            sink.note("the other one stands here", at: earlier),
                            .init("several next hops are a list, best first"),
                        ])
                    continue
                }
                for hop in nextHops { check(hop, to: destination, networks, of: entry) }
                result.append(.init(destination: destination, nextHops: nextHops.map(\.value)))
            }
        }
        return result
    }

    /// A route; the default one is one for each version that its next hops have.
    private func destinations(_ route: HostEntry.Route) -> [(IPPrefix, [Located<IPAddress>])] {
        guard let destination = route.destination else {
            return ["0.0.0.0/0", "::/0"].compactMap { IPPrefix($0) }.compactMap { everything in
                let hops = route.nextHops.filter { $0.value.version == everything.address.version }
                return hops.isEmpty ? nil : (everything, hops)
            }
        }
        let version = destination.value.address.version
        if let stranger = route.nextHops.first(where: { $0.value.version != version }) {
            sink.error(
                "the next hop \(stranger.value) is IPv\(stranger.value.version), and \(destination.value) is IPv\(version)",
                at: stranger.span)
            return []
        }
        return route.nextHops.isEmpty ? [] : [(destination.value, route.nextHops)]
    }

    /// A next hop that is nobody's neighbour may be the lesson of the file, so it is a warning.
    private func check(
        _ hop: Located<IPAddress>, to destination: IPPrefix, _ networks: [IPPrefix], of entry: NodeEntry
    ) {
        let name = entry.name.value
        if networks.contains(where: { $0.address == hop.value }) {
            sink.error("the next hop \(hop.value) is `\(name)` itself", at: hop.span)
        } else if !networks.contains(where: { $0.contains(hop.value) }) {
            let rule = "a next hop is a neighbour: it lies in a network that the \(entry.kind) has an address of"
            sink.warning(
                "the next hop \(hop.value) is on no network of `\(name)`: packets to \(destination) end as no-route",
                at: hop.span, notes: [.init(rule)])
        }
    }
}

/// Hands out 10.0.0.1/16 and upwards, without those that the file writes and without a last byte of 0 or 255.
private struct FreeAddresses {
    private var candidate = IPv4Address(10, 0, 0, 0).rawValue
    private let reserved: Set<IPAddress>

    init(reserved: [IPAddress]) {
        self.reserved = Set(reserved)
    }

    mutating func next() -> IPv4Prefix? {
        while candidate < IPv4Address(10, 0, 255, 254).rawValue {
            candidate += 1
            let address = IPv4Address(rawValue: candidate)
            let last = candidate & 0xff
            if last != 0, last != 255, !reserved.contains(.v4(address)) {
                return IPv4Prefix(address: address, length: 16)
            }
        }
        return nil
    }
}
