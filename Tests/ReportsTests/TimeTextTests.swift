import Testing

@testable import Reports

@Suite("Times for people")
struct TimeTextTests {
    @Test(
        "three digits count, in the unit that fits, and nothing is rounded up",
        arguments: [
            (0, "0 ns"), (999, "999 ns"), (1000, "1.00 us"), (61_250, "61.2 us"), (999_999, "999 us"),
            (1_050_000, "1.05 ms"), (10_000_000, "10.0 ms"), (1_009_999_999, "1.00 s"), (123_456_000_000, "123 s"),
            (-1500, "-1.50 us"), (Int64.min, "-9223372036 s"), (.max, "9223372036 s"),
        ] as [(Int64, String)])
    func text(_ nanoseconds: Int64, _ expected: String) {
        #expect(TimeText(nanoseconds).text == expected)
    }
}
