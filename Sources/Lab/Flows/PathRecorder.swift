import NetCore
import ScenarioFile

/// Which way the frames of some flows go, for `via`: the nodes and links between the sender and the first arrival at
/// the receiver.
///
/// A frame that is flooded is seen in many places; its path is followed back from where it arrived. Of a ping the way
/// of the request counts. So many frames of a flow are followed at once that none is missed unless that many are on
/// their way.
final class PathRecorder {
    /// Waypoints by name, in order.
    typealias Path = [FlowExpectation.Waypoint]

    fileprivate struct Flow {
        let ledger: FlowLedger
        /// Expectations on it, by their index, with their waypoints.
        let wanted: [(expectation: Int, via: Path)]
        /// By number, modulo their count.
        var trails: [Trail] = []
        /// Numbers that went another way, by expectation as in `wanted`.
        var strays: [Bits]
        var examples: [(number: Int, path: Path)?]
    }

    fileprivate struct Trail {
        var number: UInt64
        /// Ports of nodes that it arrived at, by number, in order.
        var ports: [Int32] = []
        var isClosed = false
    }

    /// A node's interface: where it stands.
    private struct Place {
        let node: Int
        let link: Int
        /// Nodes at the other ends of the link.
        let farNodes: [Int]
    }

    /// By port number.
    private var places: [Place?] = []
    /// By flow; nil for those that nobody asks about.
    private var flows: [Flow?]
    /// Those that send frames as written, by content.
    private var contents: [FrameContents] = []

    private static let followed = 16_384
    private static let longestTrail = 1024

    /// - Returns: nil if no expectation of the file has `via`.
    init?(_ scenario: Scenario, topology: Topology, ledgers: [FlowLedger]) {
        var wanted: [[(Int, Path)]] = Array(repeating: [], count: ledgers.count)
        for (index, expectation) in scenario.expectations.enumerated() {
            guard case .flow(let flow) = expectation.kind, !flow.via.isEmpty else { continue }
            for number in flow.flows { wanted[number].append((index, flow.via)) }
        }
        guard wanted.contains(where: { !$0.isEmpty }) else { return nil }
        flows = zip(ledgers, wanted).map { ledger, wanted in
            wanted.isEmpty
                ? nil
                : Flow(
                    ledger: ledger, wanted: wanted, strays: wanted.map { _ in Bits() },
                    examples: wanted.map { _ in nil })
        }
        for (index, ledger) in ledgers.enumerated() {
            guard flows[index] != nil, let frames = ledger.plan.kind.writtenFrames else { continue }
            contents.append(FrameContents(index: index, frames: frames))
        }
        for (index, link) in topology.links.enumerated() {
            let ends = link.plan.endpoints
            for (number, end) in ends.enumerated() {
                let port = topology.nodes[end.node].ports[end.port].number
                while places.count <= port { places.append(nil) }
                let farNodes = ends.indices.filter { $0 != number }.map { ends[$0].node }
                places[port] = Place(node: end.node, link: index, farNodes: farNodes)
            }
        }
    }

    /// Names a frame that a socket has taken the name of, if its bytes stand in one flow once.
    func identify(_ frame: Frame) -> FrameID? {
        guard !contents.isEmpty else { return nil }
        let hashes = FrameHashes(frame)
        for content in contents {
            guard let ledger = flows[content.index]?.ledger, let number = content.only(hashes, of: ledger.plan.count)
            else { continue }
            return ledger.frameID(Int64(clamping: number))
        }
        return nil
    }

    /// Notes a frame of a flow at a port of a node.
    func arrive(_ id: FrameID, at port: Int) {
        let index = Int(id.flow) - 1
        guard places.indices.contains(port), let place = places[port], flows.indices.contains(index),
            let ledger = flows[index]?.ledger, id.number < UInt64(ledger.sentTimes.count)
        else { return }
        let plan = ledger.plan
        let isThere = plan.to.map { $0.node == place.node } ?? false
        let slot = Int(id.number % UInt64(Self.followed))
        let trail = flows[index]?.note(id.number, slot, port, limit: Self.longestTrail)
        if isThere, let trail { close(index, slot, trail, at: plan.from.node) }
    }

    /// Follows a trail back from its last port, and holds it against the waypoints.
    private func close(_ index: Int, _ slot: Int, _ ports: [Int32], at sender: Int) {
        var path: Path = []
        var position = ports.count - 1
        while position >= 0, let place = places[Int(ports[position])] {
            path.append(.node(place.node))
            path.append(.link(place.link))
            if place.farNodes.contains(sender) {
                path.append(.node(sender))
                break
            }
            // Where it arrived at the node that it came from.
            position =
                ports[..<position].lastIndex { port in
                    places[Int(port)].map { place.farNodes.contains($0.node) } ?? false
                } ?? -1
        }
        flows[index]?.close(slot, path.reversed())
    }

    /// How many delivered frames of a flow went another way than an expectation says.
    ///
    /// - Parameters:
    ///   - flow: Its index.
    ///   - expectation: The index of the expectation.
    ///   - isJudged: Whether a number was delivered in the window of the expectation.
    /// - Returns: Their number, the first of them, and the way of one of them.
    func strays(
        of flow: Int, expectation: Int, where isJudged: (Int) -> Bool
    ) -> (count: Int, example: (number: Int, path: Path)?) {
        guard let flow = flows[flow], let place = flow.wanted.firstIndex(where: { $0.expectation == expectation })
        else { return (0, nil) }
        let count = flow.ledger.arrivalTimes.indices.count { flow.strays[place].contains($0) && isJudged($0) }
        return (count, flow.examples[place])
    }
}

extension PathRecorder.Flow {
    /// - Returns: The ports so far; nil if the way of this number is known already.
    fileprivate mutating func note(_ number: UInt64, _ slot: Int, _ port: Int, limit: Int) -> [Int32]? {
        while trails.count <= slot { trails.append(.init(number: .max)) }
        if trails[slot].number != number { trails[slot] = .init(number: number) }
        guard !trails[slot].isClosed, trails[slot].ports.count < limit else { return nil }
        trails[slot].ports.append(Int32(truncatingIfNeeded: port))
        return trails[slot].ports
    }

    fileprivate mutating func close(_ slot: Int, _ path: PathRecorder.Path) {
        trails[slot].isClosed = true
        trails[slot].ports = []
        let number = Int(trails[slot].number)
        for (index, wanted) in wanted.enumerated() {
            var rest = wanted.via[...]
            for place in path where place == rest.first { rest.removeFirst() }
            if !rest.isEmpty {
                strays[index].insert(number)
                if examples[index] == nil { examples[index] = (number, path) }
            }
        }
    }
}
