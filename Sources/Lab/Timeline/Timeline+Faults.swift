import NetdevOptions
import Pseudowires
import Results
import ScenarioFile

// What the timeline makes of faults, and how far they have come.

extension Timeline {
    /// Has the next frames of one way of links struck.
    ///
    /// - Parameter index: Of the entry.
    /// - Returns: How many of them were.
    func strike(
        next frames: Int64, with fault: L2TPv3Fault, _ direction: Scenario.Direction, _ links: [Int], _ index: Int
    ) -> Effect? {
        let orders = links.compactMap {
            topology.links[$0].injector(direction)?.strike(next: frames, with: fault, tag: index)
        }
        return {
            let asked = orders.reduce(Int64(0)) { $0.saturatingAdd($1.frames) }
            return .struck(orders.reduce(0) { $0 + $1.struck }, of: asked)
        }
    }

    /// Entries that have struck fewer frames than they were to, in the order of the file.
    var unstruck: [String] {
        var counts: [Int: (frames: Int64, struck: Int64)] = [:]
        for link in topology.links {
            for order in Scenario.Direction.allCases.flatMap({ link.injector($0)?.unfinished ?? [] }) {
                let count = counts[order.tag] ?? (0, 0)
                counts[order.tag] = (count.frames.saturatingAdd(order.frames), count.struck + order.struck)
            }
        }
        return plan.indices.compactMap { index in
            counts[index].map { "\(plan[index].text): struck \($0.struck) of \($0.frames) frames" }
        }
    }
}
