import TestSupport
import Testing

@testable import WireFormats

/// The same 200 000 inputs in every run.
///
/// The fuzz targets in `Tests/Fuzz` go on where this ends.
@Suite("arbitrary bytes")
struct ArbitraryBytesTests {
    private static let rounds = 200_000 / (ParserCase.all.count + 1)

    @Test("a parser throws or its value survives rewriting", arguments: ParserCase.all)
    func parsers(_ parser: ParserCase) {
        var random = SplitMix64(seed: 1)
        var parsed = 0
        for round in 0..<Self.rounds {
            let input = Self.mutation(of: parser.literal, random: &random)
            do throws(WireError) {
                guard try parser.survivesRewriting(input.span.bytes) else {
                    Issue.record("round \(round): \(input)")
                    return
                }
                parsed += 1
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        // The loop proves little if mutations never get past the first checks.
        #expect(parsed > Self.rounds / 50)
    }

    @Test("a stamp is nil or survives rewriting, a summary is one line")
    func summaries() {
        var random = SplitMix64(seed: 2)
        let frames = [
            Literal.udpFrame, Literal.tagged + Literal.arpRequest, Literal.untagged + Literal.ipv4,
            bytes("525400123457 525400123456 86dd") + Literal.ipv6, Literal.stamp,
        ]
        for round in 0..<Self.rounds {
            let input = Self.mutation(of: frames[round % frames.count], random: &random)
            let line = FrameSummary(of: input).description
            if line.isEmpty || line.utf8.contains(UInt8(ascii: "\n")) { Issue.record("round \(round): \(input)") }
            if let stamp = FlowStamp(parsing: input) {
                let again = written(capacity: 16) { stamp.write(into: &$0) }
                if again != Array(input.prefix(16)) { Issue.record("round \(round): \(input)") }
            }
        }
    }

    /// Mostly a literal with a few bytes changed and sometimes cut short; one in eight is all random.
    private static func mutation(of literal: [UInt8], random: inout SplitMix64) -> [UInt8] {
        let dice = random.next()
        guard dice & 7 != 0 else {
            return (0..<Int(dice >> 8 & 0x3f)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        var input = literal
        for _ in 0..<(dice >> 4 & 3) {
            let change = random.next()
            input[Int(change >> 32 & 0xffff) % input.count] = UInt8(truncatingIfNeeded: change)
        }
        if dice >> 8 & 3 == 0 { input.removeLast(Int(dice >> 16 & 0xffff) % (input.count + 1)) }
        return input
    }
}
