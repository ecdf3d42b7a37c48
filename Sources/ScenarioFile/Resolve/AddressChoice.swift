import WireFormats

/// Chooses the addresses that a flow goes from and to.
struct AddressChoice {
    /// Why there is no pair of addresses.
    enum Refusal: Error, Equatable {
        /// An end has no address of the versions that are looked at.
        case missing(atSender: Bool)
        /// Each end has addresses, but none of the other's version.
        case strangers
    }

    /// What was found.
    struct Pair: Equatable {
        let source: IPPrefix
        let destination: IPAddress
        /// Whether the destination is in a network of the sender, or a route leads there.
        let isReachable: Bool

        var addresses: Scenario.Flow.AddressPair { .init(source: source.address, destination: destination) }
    }

    private let sources: [IPPrefix]
    private let destinations: [IPAddress]
    private let routes: [Scenario.RoutePlan]
    private let versions: [Int]

    /// - Parameters:
    ///   - from: The sending end, whose node is a host.
    ///   - to: The receiving end.
    ///   - nodes: All nodes.
    ///   - version: 4 or 6, where the file chooses.
    init(from: FlowEnd, to: FlowEnd, nodes: [Scenario.Node], version: Int?) {
        let sender = from.node.flatMap { nodes[$0].host }
        sources = sender.map { Self.prefixes(of: from, on: $0) } ?? []
        routes = sender?.routes ?? []
        if let address = to.address {
            destinations = [address]
        } else {
            let receiver = to.node.flatMap { nodes[$0].host }
            destinations = receiver.map { Self.prefixes(of: to, on: $0).map(\.address) } ?? []
        }
        versions = version.map { [$0] } ?? [4, 6]
    }

    /// The addresses; IPv4 goes first, and what reaches its end before what does not.
    func pair() throws(Refusal) -> Pair {
        var first: Pair?
        for version in versions {
            let sources = sources.filter { $0.address.version == version }
            let destinations = destinations.filter { $0.version == version }
            guard let source = sources.first, let destination = destinations.first else { continue }
            if let pair = direct(sources, destinations) ?? routed(sources, destinations) { return pair }
            first = first ?? Pair(source: source, destination: destination, isReachable: false)
        }
        if let first { return first }
        if !sources.contains(where: { versions.contains($0.address.version) }) { throw .missing(atSender: true) }
        if !destinations.contains(where: { versions.contains($0.version) }) { throw .missing(atSender: false) }
        throw .strangers
    }

    private func direct(_ sources: [IPPrefix], _ destinations: [IPAddress]) -> Pair? {
        for destination in destinations {
            if let source = sources.first(where: { $0.contains(destination) }) {
                return Pair(source: source, destination: destination, isReachable: true)
            }
        }
        return nil
    }

    /// By the route of the longest prefix, from the address that shares a network with its next hop.
    private func routed(_ sources: [IPPrefix], _ destinations: [IPAddress]) -> Pair? {
        for destination in destinations {
            var best: Scenario.RoutePlan?
            for route in routes where route.destination.contains(destination) {
                if best.map({ $0.destination.length < route.destination.length }) ?? true { best = route }
            }
            for hop in best?.nextHops ?? [] {
                guard let source = sources.first(where: { $0.contains(hop) }) else { continue }
                return Pair(source: source, destination: destination, isReachable: true)
            }
        }
        return nil
    }

    /// The addresses that an end may use: the one that is written, those of the interface, or all.
    private static func prefixes(of end: FlowEnd, on host: Scenario.HostPlan) -> [IPPrefix] {
        if let address = end.address { return host.addresses.filter { $0.address == address } }
        guard let port = end.port else { return host.addresses }
        return host.interfaces.filter { $0.nic == port && $0.vlan == end.vlan }.flatMap(\.addresses)
    }
}
