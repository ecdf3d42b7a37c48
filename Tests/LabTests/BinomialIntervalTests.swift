import Testing

@testable import Lab

@Suite("The interval of a binomial distribution")
struct BinomialIntervalTests {
    @Test("agrees with sums of the distribution itself", arguments: [(20, 0.1), (100, 0.5), (500, 0.01), (300, 0.9)])
    func againstSums(trials: Int, chance: Double) {
        var terms = [Double](repeating: 0, count: trials + 1)
        // Exactly as long as it does not underflow: by the recurrence of Pascal's triangle.
        terms[0] = 1
        for _ in 0..<trials {
            for count in stride(from: trials, through: 1, by: -1) {
                terms[count] = terms[count] * (1 - chance) + terms[count - 1] * chance
            }
            terms[0] *= 1 - chance
        }
        let interval = BinomialInterval(trials: Int64(trials), partsPerMillion: Int64(chance * 1e6))
        for count in 0...trials {
            let atMost = terms[...count].reduce(0, +)
            let atLeast = terms[count...].reduce(0, +)
            let isInside = atMost >= 1e-4 && atLeast >= 1e-4
            #expect(interval.contains(Int64(count)) == isInside, "\(count) of \(trials)")
        }
        let inside = (0...trials).filter { interval.contains(Int64($0)) }
        #expect(interval.bounds == Int64(inside[0])...Int64(inside[inside.count - 1]))
    }

    @Test("917 frames are the fewest that tell 1 % from nothing")
    func least() {
        #expect(BinomialInterval(trials: 916, partsPerMillion: 10_000).contains(0))
        #expect(!BinomialInterval(trials: 917, partsPerMillion: 10_000).contains(0))
    }

    @Test("nothing and all are what they are; many trials and small chances stay in range")
    func edges() {
        #expect(BinomialInterval(trials: 10, partsPerMillion: 0).bounds == 0...0)
        #expect(BinomialInterval(trials: 10, partsPerMillion: 1_000_000).bounds == 10...10)
        #expect(BinomialInterval(trials: 0, partsPerMillion: 500_000).bounds == 0...0)
        let wide = BinomialInterval(trials: 10_000_000, partsPerMillion: 100_000)
        #expect(wide.contains(1_000_000))
        // Its standard deviation is 949; one in ten thousand lies 3.72 of them away.
        #expect(wide.bounds.lowerBound > 996_400 && wide.bounds.lowerBound < 996_550)
        #expect(wide.bounds.upperBound > 1_003_450 && wide.bounds.upperBound < 1_003_600)
        #expect(!BinomialInterval(trials: 10, partsPerMillion: 1).contains(11))
    }
}
