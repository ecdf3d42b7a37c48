import TestSupport
import Testing

@testable import Lab

@Suite("The hole in a flow")
struct FlowHoleTests {
    /// A flow of `#` for delivered frames and `.` for lost ones.
    private static func hole(_ frames: String, rate: Int64 = 750_000, window: Int = 4) -> FlowHole? {
        let frames = Array(frames)
        return FlowHole(in: 0..<frames.count, rate: rate, window: window) { frames[$0] == "#" }
    }

    @Test("runs from the first lost to the first delivered behind the last bad")
    func ends() throws {
        let hole = try #require(Self.hole("######....######"))
        #expect(hole.numbers == 6..<10)
        #expect(hole.lost == 4)
        #expect(hole.isOver)
    }

    @Test("what the rate allows is no hole")
    func allowed() {
        #expect(Self.hole("####.####.####") == nil)
        #expect(Self.hole("####..####")?.numbers == 4..<6)
        #expect(Self.hole("####.####", rate: 1_000_000)?.numbers == 4..<5)
    }

    @Test("frames delivered between two lost ones are in it, and not counted as lost")
    func between() throws {
        let hole = try #require(Self.hole("####..##..####"))
        #expect(hole.numbers == 4..<10)
        #expect(hole.lost == 4)
    }

    @Test("that nothing ends is not over")
    func open() throws {
        let hole = try #require(Self.hole("######......"))
        #expect(hole.numbers == 6..<12)
        #expect(!hole.isOver)
    }

    @Test("windows lie wholly in what is looked at")
    func wholeWindows() {
        #expect(Self.hole("...") == nil)
        #expect(Self.hole("########..")?.numbers == 8..<10)
        #expect(Self.hole("#########.") == nil)
    }

    @Test("is what its definition says, of any flow")
    func definition() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<3000 {
            let count = Int.random(in: 0...40, using: &random)
            let chance = Int.random(in: 0...100, using: &random)
            let arrived = (0..<count).map { _ in Int.random(in: 0..<100, using: &random) < chance }
            let window = Int.random(in: 1...8, using: &random)
            let rate = Int64.random(in: 1...1_000_000, using: &random)
            let bad = (0..<count).filter { first in
                first + window <= count
                    && Int64(arrived[first..<first + window].count { $0 }) * 1_000_000 < rate * Int64(window)
            }
            let hole = FlowHole(in: 0..<count, rate: rate, window: window) { arrived[$0] }
            #expect((hole == nil) == bad.isEmpty)
            guard let hole, let last = bad.last, let lost = bad.first(where: { !arrived[$0] }) else { continue }
            #expect(hole.numbers.lowerBound == lost)
            let end = arrived.indices.first { $0 > last && arrived[$0] }
            #expect(hole.numbers.upperBound == end ?? count)
            #expect(hole.isOver == (end != nil))
            #expect(hole.lost == Int64(arrived[hole.numbers].count { !$0 }))
        }
    }
}
