/// What the virtual clock cannot have: nothing outside of the lab knows about its time.
struct ClockRules {
    let sink: DiagnosticSink

    /// Reports the nodes and links that need the real clock, with the way out.
    ///
    /// - Parameters:
    ///   - nodes: The nodes that `when` has not taken out.
    ///   - links: The links, likewise.
    ///   - clock: The clock of the run, after the command line.
    func check(_ nodes: [Scenario.Node], _ links: [Scenario.Link], clock: Scenario.Clock) {
        guard clock == .virtual else { return }
        for link in links {
            guard case .vde(let ends) = link.kind, let outside = ends.lazy.compactMap(\.outside).first else { continue }
            sink.error(
                "`\(link.id)` plugs into \(outside), which needs the real clock", at: link.source,
                notes: [.init("write `clock: real`, or leave out `sock`: then the network is the link's own")])
        }
        for node in nodes {
            if node.listen != nil {
                sink.error(
                    "`\(node.name)` listens for plugs, which needs the real clock: they come at times of their own",
                    at: node.source,
                    notes: [.init("write `clock: real`, or leave out `listen`")])
            }
            guard case .netdev = node.kind else { continue }
            sink.error(
                "`\(node.name)` is a netdev, which needs the real clock", at: node.source,
                notes: [.init("`when: clock == real` takes a node out of runs under the virtual clock")])
        }
    }
}
