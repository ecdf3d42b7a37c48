/// Which netdevs the hubports among several are plugged into, and what is left for others to wire.
///
/// The order of netdevs does not matter: a hubport may name one that stands behind it.
package struct HubportPlugs: Sendable {
    /// A hubport and the netdev that it names, by their places.
    package struct Plug: Hashable, Sendable {
        /// The hubport.
        package let hubport: Int
        /// What is plugged into it.
        package let netdev: Int
    }

    /// A `netdev=` that cannot be had.
    package struct Refusal: Error, Hashable, Sendable {
        /// The place of the hubport.
        package let hubport: Int
        /// What is wrong, in one clause.
        package let message: String
        /// What was probably meant.
        package let suggestion: String?
        /// The rule that was broken, and what to write instead.
        package let notes: [String]

        fileprivate init(
            _ hubport: Int, _ message: String, suggestion: String? = nil, rule: String? = nil, remedy: String? = nil
        ) {
            self.hubport = hubport
            self.message = message
            self.suggestion = suggestion
            notes = [rule, remedy].compactMap(\.self)
        }
    }

    /// In the order of the hubports.
    package private(set) var plugs: [Plug] = []
    /// In the order of the hubports; none where all is well.
    package private(set) var refusals: [Refusal] = []
    /// Those that are in no plug, and are wired by somebody else.
    package private(set) var ends: [Int] = []

    /// The plugs among netdevs of one loop.
    package init(_ netdevs: [NetdevConfiguration]) {
        var owner: [Int: Int] = [:]
        for (place, hubport) in netdevs.enumerated() {
            guard case .hubport(let options) = hubport.backend, let id = options.netdev else { continue }
            do throws(Refusal) {
                let netdev = try Self.find(id, for: place, options, among: netdevs, owner)
                owner[netdev] = place
                plugs.append(Plug(hubport: place, netdev: netdev))
            } catch {
                refusals.append(error)
            }
        }
        ends = netdevs.indices.filter { owner[$0] == nil && netdevs[$0].hubport?.netdev == nil }
    }

    /// What QEMU warns of at its start, and is true: of a hub with one port.
    ///
    /// - Parameter name: What the netdev at a place is called.
    package static func warnings(
        _ netdevs: [NetdevConfiguration], name: (Int) -> String
    ) -> [(netdev: Int, text: String)] {
        let ports = netdevs.indices.compactMap { place in netdevs[place].hubport.map { (place, $0.hub) } }
        return ports.filter { port in ports.count { $0.1 == port.1 } == 1 }.map { place, hub in
            (place, "hub \(hub) has one port, `\(name(place))`: what comes in there goes nowhere")
        }
    }

    private static func find(
        _ id: String, for place: Int, _ hubport: HubportOptions, among netdevs: [NetdevConfiguration],
        _ owner: [Int: Int]
    ) throws(Refusal) -> Int {
        let found = netdevs.indices.filter { netdevs[$0].id == id }
        guard let netdev = found.first else {
            let ids = netdevs.indices.compactMap { $0 == place ? nil : netdevs[$0].id }
            throw Refusal(
                place, "netdev '\(id)' not found", suggestion: NearestWord.nearest(to: id, among: ids),
                remedy: ids.isEmpty ? "give the netdev that is meant an id" : nil)
        }
        guard found.count == 1 else {
            throw Refusal(place, "\(found.count) netdevs are called '\(id)'")
        }
        guard netdev != place else {
            throw Refusal(
                place, "'\(id)' is this hubport itself", remedy: "without netdev= the port is wired as any netdev is")
        }
        if let other = netdevs[netdev].hubport {
            guard other.hub != hubport.hub else {
                throw Refusal(
                    place, "'\(id)' is a port of hub \(hubport.hub), too",
                    rule: "what comes in at a hub would go round between two of its ports")
            }
            guard other.netdev == nil else {
                throw Refusal(
                    place, "'\(id)' is plugged into '\(other.netdev ?? "")'", rule: Self.onePeer)
            }
        }
        guard let earlier = owner[netdev] else { return netdev }
        let hub = netdevs[earlier].hubport?.hub ?? 0
        throw Refusal(
            place, "'\(id)' is plugged into hub \(hub) already", rule: Self.onePeer,
            remedy: "to join two hubs, plug a port of one into a port of the other")
    }

    private static let onePeer = "a netdev has one peer; QEMU ends on an assertion"
}

extension NetdevType {
    /// The key of a hubport whose value ``HubportPlugs`` may refuse.
    package static let hubportNetdevKey = HubportKey.netdev.name
}

extension NetdevConfiguration {
    /// The options, if it is a hubport.
    package var hubport: HubportOptions? {
        if case .hubport(let options) = backend { options } else { nil }
    }
}
