import NetCore
import TestSupport
import Testing

@Suite("Carrier through stages")
struct StageCarrierTests {
    @Test(
        "each side of a link has carrier when both are up, whoever comes and goes, through one stage or two",
        arguments: 1...2, UInt64(0)..<20)
    func carrier(stages count: Int, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let loop = Loop()
        let (left, right) = (Probe(), Probe())
        let (a, b) = (loop.makePort(for: left, name: "a"), loop.makePort(for: right, name: "b"))
        a.setUp(Bool.random(using: &random))
        b.setUp(Bool.random(using: &random))
        let stages = (0..<count).map { _ in ImpairmentStage(loop: loop, name: "stage", .init(name: "stage", seed: 1)) }
        var last = a
        for stage in stages {
            try last.connect(to: stage.near)
            last = stage.far
        }
        try last.connect(to: b)
        for stage in stages { stage.passCarrier() }
        loop.settle()
        for _ in 0..<200 {
            #expect(a.hasCarrier == (a.isUp && b.isUp) && b.hasCarrier == (a.isUp && b.isUp))
            #expect(left.carriers.last ?? false == a.hasCarrier && right.carriers.last ?? false == b.hasCarrier)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let port = Bool.random(using: &random) ? a : b
                port.setUp(!port.isUp)
                // Several changes may come before the loop tells of any.
                if Bool.random(using: &random) { loop.settle() }
            }
            loop.settle()
        }
    }
}
