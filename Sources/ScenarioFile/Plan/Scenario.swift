/// A scenario as meant: nothing implicit is left, and it cannot hold a mistake of the file.
///
/// Nodes, links, flows and timeline entries stand in file order and refer to each other by index. All times are nanoseconds.
public struct Scenario: Sendable, Hashable {
    /// The kind of time that the scenario runs in.
    public enum Clock: String, Sendable, Hashable, CaseIterable {
        /// Real kernel sockets in real time.
        case real
        /// Virtual time, which jumps from event to event.
        case virtual
    }

    /// A named value of the file, with what the command line made of it.
    public struct Parameter: Sendable, Hashable {
        /// The name, as in `${name}`.
        public let name: String
        /// The text that was put in.
        public let value: String
    }

    /// The file as the caller named it.
    public let file: String
    /// The name; by default the base name of the file.
    public let name: String
    /// The name and the values that tell this run from others of the same file: `name[size=64,udp=on]`.
    public let id: String
    /// What the scenario is about, in the author's words.
    public let description: String?
    /// The seed of the file or of the command line; random streams derive from ``streamSeed``.
    public var seed: UInt64
    /// Whether all runs of the file draw the same random streams.
    public let sharesSeed: Bool
    /// The kind of time; the command line may override it.
    public var clock: Clock
    /// How long a real run may go on after the last planned thing, in nanoseconds.
    public let timeout: Int64
    /// When the run ends whatever is still planned, in nanoseconds after time zero; nil to wait for all of it.
    public let duration: Int64?
    /// How long a real run waits for what cannot be traced, in nanoseconds.
    public let settle: Int64
    /// The number of frames after which a run is taken for a loop.
    public let frameLimit: Int64
    /// The parameters, in file order, with the values that were put in.
    public let parameters: [Parameter]
    /// The nodes, in file order.
    public let nodes: [Node]
    /// The links, in file order.
    public let links: [Link]
    /// The flows, in file order.
    public let flows: [Flow]
    /// What happens to the network, in file order.
    public let timeline: [TimelineEntry]
    /// The expectations, in file order; those that hold by default stand at the end.
    public let expectations: [Expectation]
    /// What `when` took out, each with the reason: `node h3: when have(qemu)`.
    public let skipped: [String]
    /// Why the whole run is left out; nil: it is not.
    public let skipReason: String?
    /// What is doubtful in the file: it runs nevertheless.
    public let warnings: [Diagnostic]

    /// What every random stream of this run derives from: the seed and the id of the run, or with `same-seed` the seed
    /// alone.
    public var streamSeed: UInt64 { sharesSeed ? seed : StreamSeed.derive(seed, id) }

    /// The scenario without what only says where it was written: two files that mean the same are equal in this.
    package var meaning: Scenario {
        Scenario(
            file: "", name: id, id: id, description: description, seed: seed, sharesSeed: sharesSeed, clock: clock,
            timeout: timeout, duration: duration, settle: settle, frameLimit: frameLimit, parameters: [],
            nodes: nodes.map(\.meaning),
            links: links.map(\.meaning), flows: flows.map(\.meaning), timeline: timeline.map(\.meaning),
            expectations: expectations.map(\.meaning), skipped: [], skipReason: nil, warnings: [])
    }
}
