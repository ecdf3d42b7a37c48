import Results

// The tables of a text report; each is empty where there is nothing to show.

extension TextReport {
    static func nodes(_ nodes: [NodeResult]) -> [StyledLine] {
        guard !nodes.isEmpty else { return [] }
        var table = Table([
            .left("node"), .left("kind"), .left("nic"), .left("mac"), .right("sent"), .right("received"),
            .left("dropped"),
        ])
        for node in nodes {
            for nic in node.nics {
                table.add([
                    node.name, node.kind, nic.name, nic.mac, String(nic.txFrames), String(nic.rxFrames),
                    DropText.cell(nic.dropped),
                ])
            }
            let rest = DropText.difference(node.dropped, node.nics.flatMap(\.dropped))
            if node.nics.isEmpty || !rest.isEmpty {
                table.add([node.name, node.kind, "-", "-", "-", "-", DropText.cell(rest)])
            }
        }
        return table.lines
    }

    static func flows(_ flows: [FlowResult]) -> [StyledLine] {
        guard !flows.isEmpty else { return [] }
        var table = Table([
            .left("flow"), .left("kind"), .right("sent"), .right("delivered"), .right("lost"), .right("duplicates"),
            .right("reordered"), .right("latency p50"), .right("max"),
        ])
        var losses: [StyledLine] = []
        for flow in flows {
            let sent = flow.sent == flow.planned ? "\(flow.sent)" : "\(flow.sent) of \(flow.planned)"
            table.add([
                flow.name, flow.kind, sent, String(flow.delivered), String(flow.lost), String(flow.duplicates),
                String(flow.reordered), flow.latency.map { TimeText($0.p50).text } ?? "-",
                flow.latency.map { TimeText($0.max).text } ?? "-",
            ])
            losses += flow.losses.map { loss in
                [.plain("  \(flow.name): \(loss.count) \(loss.reason) at \(loss.place), from number \(loss.first)")]
            }
        }
        return table.lines + losses
    }

    static func links(_ links: [LinkResult]) -> [StyledLine] {
        guard !links.isEmpty else { return [] }
        var table = Table([
            .left("link"), .left("kind"), .left("from"), .left("to"), .right("frames"), .right("bytes"),
            .left("dropped"),
        ])
        for link in links {
            let far = ([link.b] + link.others).joined(separator: ", ")
            for (from, to, way) in [(link.a, far, link.forward), (far, link.a, link.reverse)] {
                table.add([
                    link.id, link.kind, from, to, String(way.frames), String(way.bytes), DropText.cell(way.dropped),
                ])
            }
        }
        return table.lines + links.flatMap(numbers) + links.flatMap(netdevs)
    }

    /// What receivers have seen in the numbers of a tunnel, where that is worth a line.
    private static func numbers(_ link: LinkResult) -> [StyledLine] {
        [(link.b, link.forward), (link.a, link.reverse)].compactMap { place, way in
            way.sequence?.text.map { [.plain("  \(link.id), numbers that reach \(place): \($0)")] }
        }
    }

    /// Each string on a line by itself, so that a double click and a copy bring it into a command line.
    private static func netdevs(_ link: LinkResult) -> [StyledLine] {
        guard let netdev = link.netdev else { return [] }
        let all = [(link.a, netdev.a), (link.b, netdev.b)] + zip(link.others, netdev.others)
        return all.flatMap { place, options -> [StyledLine] in
            [[.plain("  \(link.id) at \(place), as a netdev:")], [.plain("    \(options)")]]
        }
    }

    static func timeline(_ result: RunResult) -> [StyledLine] {
        guard !result.timeline.isEmpty else { return [] }
        var table = Table([.right("at"), .left("what happened"), .left("effect")])
        for event in result.timeline.prefix(shownEvents) {
            table.add([TimeText(event.nanoseconds).text, event.text, event.effect?.text ?? ""])
        }
        let rest = result.timeline.count - min(result.timeline.count, shownEvents) + result.unlistedEvents
        return table.lines + (rest > 0 ? [[.plain("  and \(rest) more")]] : [])
    }

    /// More than these are rather looked up in a report for programs.
    private static let shownEvents = 20

    static func expectations(_ results: [ExpectationResult]) -> [StyledLine] {
        guard !results.isEmpty else { return [] }
        var table = Table([.left(""), .left("line"), .left("expected"), .left("seen")])
        for result in results {
            // What the row says already is not said again below it.
            let repeated = ["expected: \(result.expected)", "seen: \(result.observed)"]
            table.add(
                [word(result), result.line > 0 ? String(result.line) : "-", result.expected, result.observed],
                style: style(result), below: result.message.filter { !repeated.contains($0) })
        }
        return table.lines
    }

    /// `ok` and `FAIL` differ in more than colour.
    private static func word(_ result: ExpectationResult) -> String {
        switch result.verdict {
        case .pass: result.message.isEmpty ? "ok" : "warning"
        case .fail: "FAIL"
        case .skip: "skip"
        case .error: "ERROR"
        }
    }

    private static func style(_ result: ExpectationResult) -> StyledText.Style {
        result.verdict == .pass && !result.message.isEmpty ? .caution : result.verdict.style
    }
}
