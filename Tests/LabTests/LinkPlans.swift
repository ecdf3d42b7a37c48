import NetCore
import NetdevOptions
import TestSupport
import Testing

@testable import ScenarioFile

extension Scenario {
    /// The scenario with its links, nodes or expectations replaced: what a file says in its own words.
    func with(
        nodes: [Node]? = nil, links: [Link]? = nil, flows: [Flow]? = nil, timeline: [TimelineEntry]? = nil,
        expectations: [ScenarioFile.Expectation]? = nil
    ) -> Scenario {
        Scenario(
            file: file, name: name, id: id, description: description, seed: seed, sharesSeed: sharesSeed, clock: clock,
            timeout: timeout,
            duration: duration, settle: settle, frameLimit: frameLimit, parameters: parameters,
            nodes: nodes ?? self.nodes, links: links ?? self.links, flows: flows ?? self.flows,
            timeline: timeline ?? self.timeline,
            expectations: expectations ?? self.expectations, skipped: skipped, skipReason: skipReason,
            warnings: warnings)
    }

    /// The same with all links of another kind.
    func linked(by kind: Link.Kind) -> Scenario {
        with(
            links: links.map {
                Link(
                    id: $0.id, kind: kind, a: $0.a, b: $0.b, forward: $0.forward, reverse: $0.reverse,
                    source: $0.source)
            })
    }

    /// The same with impairments on a link, or on all.
    func impaired(
        _ id: String? = nil, forward: [ImpairmentSetting] = [], reverse: [ImpairmentSetting] = []
    ) -> Scenario {
        with(
            links: links.map { link in
                guard id == nil || id == link.id else { return link }
                var (there, back) = (link.forward, link.reverse)
                for setting in forward { there.set(setting) }
                for setting in reverse { back.set(setting) }
                return Link(
                    id: link.id, kind: link.kind, a: link.a, b: link.b, forward: there, reverse: back,
                    source: link.source)
            })
    }
}

extension Scenario.TimelineEntry {
    /// An entry that acts once; times in milliseconds.
    init(at time: Int64, _ target: Target, _ action: Action, for duration: Int64? = nil) {
        self.init(
            name: nil, start: .at(time * 1_000_000), every: nil, until: nil, target: target, action: action,
            duration: duration.map { $0 * 1_000_000 }, source: .none, text: "at \(time)ms")
    }
}

extension Scenario.Link.Kind {
    /// A dgram link; what is not given is picked.
    static func dgram(
        _ transport: DgramEndPlan.Transport, a: DgramEndPlan.Place = .init(), b: DgramEndPlan.Place = .init()
    ) -> Scenario.Link.Kind {
        .dgram(
            a: DgramEndPlan(transport: transport, local: a, remote: b),
            b: DgramEndPlan(transport: transport, local: b, remote: a))
    }
}

/// Two hosts and a wire, which tests replace by other links.
let pairOfHosts = """
    version: 1
    topology:
      nodes: { h1: host, h2: host }
      links:
        - { id: cable, endpoints: [h1, h2] }
    traffic:
      hello: { kind: ping, from: h1, to: h2, count: 3, interval: 5ms }
      there: { kind: udp, from: h1, to: h2, count: 50, rate: 5kpps, size: 100 }
      back: { kind: udp, from: h2, to: h1, count: 50, rate: 5kpps, size: 1514 }
    """
