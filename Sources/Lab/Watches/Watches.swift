import NetCore
import ScenarioFile

/// Everything that is looked at while a run goes on, because counters at its end do not tell it.
///
/// Only ports that a line of `expect` or a `frames` flow names are watched; at others a frame costs one comparison.
final class Watches {
    /// By port number; nil where nothing is looked at.
    private(set) var ports: [PortWatch?] = []
    /// By index of the expectation.
    private(set) var frames: [Int: FrameWatch] = [:]
    private(set) var strangers: [Int: StrangerWatch] = [:]
    private(set) var bytes: [Int: ByteWatch] = [:]
    private(set) var captures: [Int: PcapWatch] = [:]
    /// By flow: whether it stands in `expect`.
    private var isExpected: [Bool]
    /// `frames` flows, by content.
    private var contents: [FrameContents] = []
    /// Those of them that stand in `expect`.
    private var expectedContents: [FrameContents] = []

    /// - Parameter zero: The loop's time that windows count from.
    init(_ scenario: Scenario, topology: Topology, zero: Int64) {
        isExpected = Array(repeating: false, count: scenario.flows.count)
        for (index, flow) in scenario.flows.enumerated() {
            guard let frames = flow.kind.writtenFrames, !frames.isEmpty else { continue }
            let content = FrameContents(index: index, frames: frames)
            contents.append(content)
            guard let to = flow.to else { continue }
            for port in topology.ports(ofNode: to.node, to.port) {
                watch(port).deliveries.append(content)
            }
        }
        for expectation in scenario.expectations {
            if case .flow(let flow) = expectation.kind { for index in flow.flows { isExpected[index] = true } }
        }
        expectedContents = contents.filter { isExpected[$0.index] }
        for (index, expectation) in scenario.expectations.enumerated() {
            let window = WatchWindow(expectation.window, zero: zero)
            switch expectation.kind {
            case .frames(let expected):
                if expected.match == nil && expectation.window == .whole { continue }
                let watch = FrameWatch(expected, window: window)
                frames[index] = watch
                add(watch, topology)
            case .nothingElse(let expected):
                let watch = StrangerWatch(expected, window: window)
                strangers[index] = watch
                for port in topology.ports(of: expected.place) { self.watch(port).strangers.append(watch) }
            case .bytes(let expected):
                let watch = ByteWatch(expected, window: window)
                bytes[index] = watch
                add(watch, topology)
            case .pcap(let expected):
                let watch = PcapWatch(expected, window: window)
                captures[index] = watch
                for (number, port) in topology.ports(of: expected.place).enumerated() {
                    self.watch(port).captures.append((watch, number))
                }
            case .flow, .dropped, .state, .converge, .conserve: break
            }
        }
        // What counters tell accounts for frames nevertheless.
        for expectation in scenario.expectations {
            guard case .frames(let expected) = expectation.kind, expected.match == nil, expected.direction == .rx,
                expectation.window == .whole
            else { continue }
            for port in topology.ports(of: expected.places) where ports.indices.contains(port.number) {
                ports[port.number]?.strangers = []
            }
        }
    }

    private func add(_ watch: FrameWatch, _ topology: Topology) {
        for port in topology.ports(of: watch.expected.places) {
            switch watch.expected.direction {
            case .rx: self.watch(port).arriving.append(watch)
            case .tx: if let peer = port.peer { self.watch(peer).leaving.append(watch) }
            }
        }
    }

    private func add(_ watch: ByteWatch, _ topology: Topology) {
        for port in topology.ports(of: watch.expected.place) { self.watch(port).bytes.append(watch) }
        guard watch.expected.layer == .wire else { return }
        for port in topology.ports(of: watch.expected.place) {
            for link in topology.links where link.a == port || link.b == port {
                guard let wire = link.wirePorts else { continue }
                self.watch(link.a == port ? wire.a : wire.b).datagrams.append(watch)
            }
        }
    }

    private func watch(_ port: Port) -> PortWatch {
        while ports.count <= port.number { ports.append(nil) }
        if let known = ports[port.number] { return known }
        let watch = PortWatch()
        ports[port.number] = watch
        return watch
    }

    /// Whether a frame without a name has the bytes of one that a flow sends as written.
    func isOfFlow(_ frame: Frame) -> Bool {
        guard !contents.isEmpty else { return false }
        let hashes = FrameHashes(frame)
        return contents.contains { $0.contains(hashes) }
    }

    /// Whether a frame belongs to a flow that stands in `expect`.
    func isExpected(_ frame: Frame, id: FrameID?) -> Bool {
        if let id {
            let index = Int(id.flow) - 1
            return isExpected.indices.contains(index) && isExpected[index]
        }
        guard !expectedContents.isEmpty else { return false }
        let hashes = FrameHashes(frame)
        return expectedContents.contains { $0.contains(hashes) }
    }
}

extension Topology {
    /// The ports of an interface, or of all interfaces of a node.
    func ports(of place: InterfacePlace) -> [Port] { ports(ofNode: place.node, place.port) }

    /// The ports of several places, each once.
    func ports(of places: [InterfacePlace]) -> [Port] {
        var known: Set<Int> = []
        return places.flatMap { ports(of: $0) }.filter { known.insert($0.number).inserted }
    }

    func ports(ofNode node: Int, _ index: Int?) -> [Port] {
        let ports = nodes[node].ports
        guard let index else { return ports }
        return ports.indices.contains(index) ? [ports[index]] : []
    }
}
