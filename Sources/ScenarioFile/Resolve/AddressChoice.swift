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
    /// All addresses of the sending host: it may send from one address over the interface of another.
    private let networks: [IPPrefix]
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
        networks = sender?.addresses ?? []
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

    /// Over another interface of the host than the one that is named, or by the route of the longest prefix; from the
    /// address that shares a network with the next hop, if it may be used.
    private func routed(_ sources: [IPPrefix], _ destinations: [IPAddress]) -> Pair? {
        for destination in destinations {
            if networks.contains(where: { $0.contains(destination) }) {
                return sources.first.map { Pair(source: $0, destination: destination, isReachable: true) }
            }
            var best: (length: Int, hop: IPAddress)?
            for route in routes where route.destination.contains(destination) {
                // As in the host: a next hop is looked for in its own networks.
                let hop = route.nextHops.first { hop in networks.contains { $0.contains(hop) } }
                guard let hop, best.map({ $0.length < route.destination.length }) ?? true else { continue }
                best = (route.destination.length, hop)
            }
            guard let best else { continue }
            let source = sources.first { $0.contains(best.hop) } ?? sources.first
            return source.map { Pair(source: $0, destination: destination, isReachable: true) }
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
