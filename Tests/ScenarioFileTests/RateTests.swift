@testable import ScenarioFile
import Testing

@Suite("Rates")
struct RateTests {
    @Test(
        "a rate in bits is as many frames as the size makes",
        arguments: [
            ("8bps", 1, 1_000_000_000), ("1kbit", 125, 1_000_000_000), ("1Mbit", 1250, 10_000_000),
            ("1.5Mbit", 1000, 16_000_000 / 3), ("1Gbit", 1250, 10_000), ("400Gbit", 58, 1),
        ] as [(String, Int, Int64)])
    func bits(text: String, size: Int, second: Int64) throws {
        let pace = try RateValue.parse(text).pace(frameSize: size)
        #expect(pace.offset(ofFrame: 1) == second)
    }

    @Test(
        "what is written of a pace reads back to it",
        arguments: [
            "3pps", "1kpps", "0.001pps", "1000Mpps", "7bps", "0.03bps", "5Mbit", "1.2345Mbit", "400Gbit",
        ])
    func written(text: String) throws {
        for size in [58, 64, 77, 1000, 1514, 65_553] {
            let pace = try RateValue.parse(text).pace(frameSize: size)
            let (key, value) = RateValue.entry(of: pace, frameSize: size)
            let again =
                key == "rate"
                ? try RateValue.parse(value).pace(frameSize: size) : Pace(frames: 1, per: try TimeValue.parse(value))
            #expect(again == pace, "\(key): \(value)")
        }
    }

    @Test(
        "a process of loss needs frames enough to be told from none",
        arguments: [
            (10_000, 917), (100_000, 88), (500_000, 14), (999_999, 1), (1, 9_210_336),
        ] as [(Int64, Int64)])
    func process(partsPerMillion: Int64, frames: Int64) {
        #expect(LossValue.leastFrames(partsPerMillion: partsPerMillion) == frames)
    }
}
