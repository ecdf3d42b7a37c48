@testable import ScenarioFile
import Testing

@Suite("Values")
struct ValueTests {
    @Test(
        "times",
        arguments: [
            ("0", 0), ("0s", 0), ("1ns", 1), ("20us", 20_000), ("1.5ms", 1_500_000), ("3s", 3_000_000_000),
            ("0.5min", 30_000_000_000), ("1_000ms", 1_000_000_000), ("366.0s", 366_000_000_000),
            ("0.000000001s", 1), ("1.00000000000000000s", 1_000_000_000),
        ] as [(String, Int64)])
    func times(text: String, nanoseconds: Int64) throws {
        #expect(try TimeValue.parse(text) == nanoseconds)
        #expect(try TimeValue.parse(TimeValue.text(nanoseconds)) == nanoseconds)
    }

    @Test(
        "texts that are no times",
        arguments: [
            "", "s", "5", "5 s", "-1s", "1.s", ".5s", "1..2s", "1_s", "_1s", "1S", "1h", "0.1ns",
            "99999999999999999999s",
            "1e3s", "600000min", "٣s", "1.0000000000000000001s",
        ])
    func notTimes(text: String) {
        #expect(throws: ValueError.self) { try TimeValue.parse(text) }
    }

    @Test(
        "rates, exactly",
        arguments: [
            ("1kpps", 1, 1_000_000), ("3pps", 3, 1_000_000_000), ("2.5Mpps", 1, 400), ("0.5pps", 1, 2_000_000_000),
        ]
            as [(String, Int64, Int64)])
    func rates(text: String, frames: Int64, nanoseconds: Int64) throws {
        let pace = try RateValue.parse(text).pace(frameSize: 64)
        #expect(pace.frames == frames)
        #expect(pace.nanoseconds == nanoseconds)
    }

    @Test("a pace of thirds does not drift, and counts what is due before an end")
    func pace() throws {
        let thirds = try RateValue.parse("3pps").pace(frameSize: 64)
        #expect((0...3).map { thirds.offset(ofFrame: $0) } == [0, 333_333_333, 666_666_666, 1_000_000_000])
        #expect(thirds.frames(within: 1_000_000_000) == 3)
        #expect(thirds.frames(within: 1_000_000_001) == 4)
        #expect(thirds.frames(within: 333_333_333) == 1)
        #expect(thirds.frames(within: 333_333_334) == 2)
        #expect(thirds.offset(ofFrame: .max) == .max)
    }

    @Test(
        "integers",
        arguments: [
            ("0", 0), ("0110", 110), ("0x1F", 31), ("0Xff", 255), ("1_000", 1000), ("18446744073709551615", .max),
        ] as [(String, UInt64)])
    func integers(text: String, value: UInt64) throws {
        #expect(try IntegerValue.parse(text, in: 0...UInt64.max) == value)
    }

    @Test(
        "texts that are no integers",
        arguments: [
            "", "_", "1_", "_1", "1__0", "0x", "0x_1", "+1", "-1", "1e3", "1.0", " 1", "on", "18446744073709551616",
        ])
    func notIntegers(text: String) {
        #expect(throws: ValueError.self) { try IntegerValue.parse(text, in: 0...UInt64.max) }
    }

    @Test(
        "comparisons of frames",
        arguments: [
            ("all", .equal(.all)), ("none", .equal(.number(0))), ("16", .equal(.number(16))),
            ("100%", .equal(.all)), ("<5", .less(.number(5))), ("<= 5", .atMost(.number(5))),
            ("> 0.0001%", .greater(.share(partsPerMillion: 1))),
            (">=95.5%", .atLeast(.share(partsPerMillion: 955_000))),
            ("!= 0", .notEqual(.number(0))), ("295..315", .within(.number(295), .number(315))),
            ("5..5", .within(.number(5), .number(5))),
        ] as [(String, Comparison<FrameCount>)])
    func frameComparisons(text: String, comparison: Comparison<FrameCount>) throws {
        #expect(try ComparisonValue.frameCount(text) == comparison)
        let shown = comparison.text(\.description)
        #expect(try ComparisonValue.frameCount(shown) == comparison)
    }

    @Test(
        "texts that are no comparisons of frames",
        arguments: [
            "", "<", "<>5", "5..", "..5", "5..3", "5%..3%", "1..2..3", "-5", "101%", "0.00001%", "%", "5..50%", "=5",
        ])
    func notFrameComparisons(text: String) {
        #expect(throws: ValueError.self) { try ComparisonValue.frameCount(text) }
    }

    @Test("counts without a whole have no shares")
    func counts() throws {
        #expect(try ComparisonValue.count(">= 1") == .atLeast(1))
        #expect(throws: ValueError.self) { try ComparisonValue.count("all") }
        #expect(throws: ValueError.self) { try ComparisonValue.count("5%") }
        #expect(try ComparisonValue.time("1ms..2ms") == .within(1_000_000, 2_000_000))
    }

    @Test("comparisons hold where they say, and nowhere beside")
    func holding() {
        let cases: [(Comparison<Int64>, [Int64])] = [
            (.equal(5), [5]), (.notEqual(5), [3, 4, 6, 7]), (.less(5), [3, 4]), (.atMost(5), [3, 4, 5]),
            (.greater(5), [6, 7]), (.atLeast(5), [5, 6, 7]), (.within(4, 6), [4, 5, 6]),
        ]
        for (comparison, seen) in cases {
            #expect((3...7).filter { comparison.holds(for: $0) } == seen, "\(comparison)")
        }
    }

    @Test("shares are compared without rounding")
    func shares() {
        let third = Comparison<FrameCount>.atLeast(.share(partsPerMillion: 333_333))
        #expect(third.holds(for: 1, of: 3))
        #expect(!Comparison<FrameCount>.atLeast(.share(partsPerMillion: 333_334)).holds(for: 1, of: 3))
        #expect(Comparison<FrameCount>.equal(.all).holds(for: .max, of: .max))
        #expect(!Comparison<FrameCount>.equal(.all).holds(for: .max - 1, of: .max))
        #expect(Comparison<FrameCount>.within(.number(2), .number(4)).holds(for: 4, of: 100))
    }

    @Test(
        "names",
        arguments: [
            ("h1", true), ("a-_9", true), ("", false), ("1h", false), ("_a", false), ("é", false), ("a b", false),
        ])
    func names(text: String, isName: Bool) {
        #expect(Name.isValid(text) == isName)
    }
}
