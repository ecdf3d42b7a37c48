import Testing

/// Ways from one station to another, and which of them frames come through.
///
/// A way is open when the last probe that was sent has arrived, each round a little later than the one before: then
/// everything that was on the way before is out of it, and so are the other probes.
struct Probing {
    private let ways: [(from: Station, to: Station)]

    /// - Parameter ways: At most 255.
    init(_ ways: [(from: Station, to: Station)]) { self.ways = ways }

    /// Probes until every way is open, or fails the test.
    func run(within seconds: Double, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var open = Array(repeating: false, count: ways.count)
        let deadline = secondsNow() + seconds
        var round: UInt8 = 0
        while open.contains(false), secondsNow() < deadline {
            // A mark a way: where several come to one station, each has to come.
            for (index, way) in ways.enumerated() where !open[index] {
                _ = try way.from.send(Filler.frame(UInt8(truncatingIfNeeded: index), round: round))
            }
            let roundEnd = secondsNow() + min(0.01 + 0.002 * Double(round), 0.2)
            while open.contains(false), secondsNow() < roundEnd { try receive(round, &open) }
            round &+= 1
        }
        for (index, way) in ways.enumerated() where !open[index] {
            Issue.record(
                """
                in \(seconds) s no frame got from \(way.from.name) to \(way.to.name)
                \(way.from.account)\(way.to.account)
                """, sourceLocation: sourceLocation)
        }
        try #require(!open.contains(false), "no way", sourceLocation: sourceLocation)
    }

    /// Looks for probes of a round.
    private func receive(_ round: UInt8, _ open: inout [Bool]) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Station.bufferByteCount, alignment: 16)
        defer { buffer.deallocate() }
        let stations = ways.map(\.to)
        for arrival in Station.wait(for: stations, blocked: stations.map { _ in false }, milliseconds: 5) {
            while let count = try stations[arrival].receive(into: buffer) {
                let marks = Filler.marks(of: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                guard let marks, marks.round == round else { continue }
                for index in ways.indices
                where stations[index] === stations[arrival] && UInt8(truncatingIfNeeded: index) == marks.mark {
                    open[index] = true
                }
            }
        }
    }
}
