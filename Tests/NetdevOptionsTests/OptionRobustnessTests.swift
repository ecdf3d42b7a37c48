import TestSupport
import Testing

import NetdevOptions

@Suite("any text")
struct OptionRobustnessTests {
    @Test("random texts are read or refused with a position inside them", arguments: 0..<50 as Range<UInt64>)
    func randomTexts(seed: UInt64) {
        let words = [
            "l2tpv3", "src", "dst", "txsession", "cookie64", "counter", "=", "=", ",", ",", ",,", "on", "off", "0x",
            "1_0", "18446744073709551616", "udp", "srcport", "é", "\u{301}", "\0", "\n", "sublayer", "default", "no",
            "dgram", "local.", "remote.", "type=inet", "type=unix", "type=fd", "host=", "::1", "224.0.0.1", "[", "]:1",
            "vde", "vde-switch", "sock=", "mode=0", "://", "%", "path=/", "port=5", "str=3",
            "local.type=unix,local.path=a,remote.type=unix,remote.path=",
            "stream", "addr.", "addr.type=unix", "server", "reconnect-ms=5", "socket", "listen=", "connect=[", "mcast=",
        ]
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 0..<24, using: &random))
                .map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined()
            do throws(OptionError) {
                let configuration = try NetdevSpecification.parse(text)
                #expect(try NetdevSpecification.parse(configuration.optionString) == configuration)
            } catch {
                #expect(error.position.line == 1)
                #expect((1...text.unicodeScalars.count + 1).contains(error.position.column))
            }
        }
    }

    @Test("a very long text is refused in good time")
    func longText() {
        let keys = (0..<20_000).map { "k\($0)=1" }.joined(separator: ",")
        #expect(throws: OptionError.self) { try NetdevSpecification.parse("l2tpv3,\(keys)") }
        #expect(throws: OptionError.self) { try NetdevSpecification.parse("dgram,\(keys)") }
        #expect(throws: OptionError.self) {
            try NetdevSpecification.parse("l2tpv3," + String(repeating: "x", count: 200_000))
        }
    }
}
