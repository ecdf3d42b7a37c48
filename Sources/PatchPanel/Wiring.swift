import NetCore
import NetdevOptions

/// What is plugged into what.
struct Wiring {
    /// Netdevs that no hubport names, by their places.
    let ends: [Int]
    /// `hub`, `switch`; `wire` for two ends without either, `hubport` where hubports do it all.
    let name: String
    /// What is wired by half, a sentence each.
    let warnings: [String]

    private let plugs: [HubportPlugs.Plug]
    private let isWire: Bool

    init(_ netdevs: [NetdevConfiguration], via: PatchPanel.Via?) throws(PatchPanelError) {
        let hubports = HubportPlugs(netdevs)
        if let refusal = hubports.refusals.first {
            throw PatchPanelError("netdev \(refusal.hubport + 1): \(refusal.message)", netdev: refusal.hubport)
        }
        guard via != nil || hubports.ends.count <= 2 else {
            throw PatchPanelError("\(hubports.ends.count) netdevs need something that they are wired to")
        }
        plugs = hubports.plugs
        ends = hubports.ends
        isWire = via == nil && ends.count == 2
        name = via?.rawValue ?? (isWire ? "wire" : "hubport")
        let hasPeers = via != nil ? ends.count > 1 : isWire
        let alone = hasPeers ? [] : ends
        warnings =
            HubportPlugs.warnings(netdevs) { netdevs[$0].name(at: $0) }.map(\.text)
            + alone.map { "netdev `\(netdevs[$0].name(at: $0))` has no peer: what comes in there goes nowhere" }
    }

    /// Plugs ports into each other.
    ///
    /// - Parameters:
    ///   - ports: Those of the netdevs, by place.
    ///   - inner: Those of what stands between the ends; empty for a wire.
    func plug(_ ports: [Port], into inner: [Port]) throws(PortError) {
        for plug in plugs { try ports[plug.netdev].connect(to: ports[plug.hubport]) }
        if isWire { try ports[ends[0]].connect(to: ports[ends[1]]) }
        for (end, port) in zip(ends, inner) { try ports[end].connect(to: port) }
    }
}

extension NetdevConfiguration {
    /// The id, or a name made of type and place.
    func name(at place: Int) -> String { id ?? "\(type.name).\(place + 1)" }
}
