import Testing

/// The stations at both ends of a wire.
struct Wire {
    let name: String
    let left: Station
    let right: Station

    /// Waits until frames get through both ways.
    func reach(within seconds: Double = 10, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try Wire.reach([self], within: seconds, sourceLocation: sourceLocation)
    }

    /// Sends frames both ways at once, and looks at each as it arrives.
    func exchange(
        _ count: Int, of sizes: [Int], window: Window = Window(), seed: UInt64 = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try Exchange(flows(count, of: sizes, seed: seed), window: window).run(sourceLocation: sourceLocation)
    }

    /// A flow of so many frames each way.
    func flows(_ count: Int, of sizes: [Int], seed: UInt64) -> [Flow] {
        [
            Flow("\(name), left to right", from: left, to: [right], FrameSeries(count, of: sizes, seed: 2 * seed)),
            Flow("\(name), right to left", from: right, to: [left], FrameSeries(count, of: sizes, seed: 2 * seed + 1)),
        ]
    }
}

extension Wire {
    /// Opens both ends of each wire: the subject's on the left, QEMU's on the right, or what is asked for.
    ///
    /// The programs have begun when this returns; whether frames get through is another matter, see ``reach(_:within:)``.
    ///
    /// - Parameter statistics: Where Wirework writes the counts of the left end when it ends; one pair only.
    static func open(
        _ pairs: [NetdevPair], left: Program = .subject, right: Program = .qemu, statistics: String? = nil
    ) throws -> [Wire] {
        let first = pairs.first?.opensFirst
        var near = first?.side == .left ? try left.open(pairs.map(\.left), statistics: statistics) : []
        if first?.side == .left { try first?.wait(for: near) }
        let far = try right.open(pairs.map(\.right))
        if first?.side == .right { try first?.wait(for: far) }
        if near.isEmpty { near = try left.open(pairs.map(\.left), statistics: statistics) }
        return zip(pairs, zip(near, far)).map { Wire(name: $0.name, left: $1.0, right: $1.1) }
    }

    /// Opens both ends of one wire.
    static func open(
        _ pair: NetdevPair, left: Program = .subject, right: Program = .qemu, statistics: String? = nil
    ) throws -> Wire {
        try #require(try open([pair], left: left, right: right, statistics: statistics).first)
    }

    /// Waits until frames get through both ways on every wire.
    ///
    /// What is sent before an end is there is lost, so each way is probed until a probe arrives. Probes that are late are
    /// filler to an ``Exchange``.
    static func reach(
        _ wires: [Wire], within seconds: Double = 10, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try Probing(wires.flatMap { [($0.left, $0.right), ($0.right, $0.left)] })
            .run(within: seconds, sourceLocation: sourceLocation)
    }
}
