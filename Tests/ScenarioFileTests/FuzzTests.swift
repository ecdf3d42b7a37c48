import ScenarioFile
import TestSupport
import Testing

@Suite("Any bytes")
struct FuzzTests {
    private static let whole = """
        version: 1
        x-a: &a { kind: host, ip: 10.0.0.1/24 }
        params: { n: 5 }
        topology:
          nodes: { h1: *a, h2: { <<: *a, ip: none }, s1: switch }
          links:
            - [h1, s1:p2]
            - { id: t, kind: l2tpv3, endpoints: [h2, s1], options: { txcookie: 0x1, rxcookie: 2 }, b: { offset: ~ }, both: { drop: [3, 7..9], jitter: { amount: 1ms } } }
        traffic:
          f: { kind: udp, from: h1, to: h2, rate: 1kpps, for: "${n}ms", size: 100 }
          r: { kind: replay, from: h1, to: h2, pcap: x.pcap, interval: 1ms, count: 500 }
        timeline:
          - { id: cut, at: 1ms, link: t, down: true, for: 3ms }
          - { at: 1s, link: t, set: { loss: { gilbert: { p: 1%, r: 25% } }, rate: 1Mbit, delay: ~ }, for: 1s }
          - { at: 2s, link: t, ramp: { loss: 0%..10%, delay: 0..20ms, over: 1s } }
          - { at: 3s, link: t, fault: wrong-cookie, frames: 5 }
        expect:
          - converge: { after: cut, flow: r, rate: 90%, within: 5ms, lost: 3..5 }
          - pcap: { at: h2, equals: x.pcap, mask: [ip.id, udp.payload] }
          - frames: { at: [h2, "s1:p2"], count: 0 }
          - f: { delivered: ">= 95.5%", latency: { p99: 1ms..2ms } }
        """

    /// Loads, and renders what is said: the messages must not trap either.
    private func load(_ bytes: [UInt8]) -> Bool {
        let capture = ClassicCapture([(1, [UInt8](repeating: 2, count: 60))]).bytes
        let options = LoadOptions(readFile: { (_) throws(UnreadableFile) in capture })
        switch ScenarioLoader.runs(bytes: bytes, file: "f", options: options) {
        case .success(let file): return file.runs.allSatisfy { !ScenarioRenderer.show($0).isEmpty }
        case .failure(let invalid): return !invalid.description.isEmpty
        }
    }

    @Test("random bytes are refused with a message", .timeLimit(.minutes(10)))
    func randomBytes() {
        var random = SplitMix64(seed: 1)
        let signs = Array("[]{}:,-?!&*#|>%@`'\"\\ \t\n\r~<=.0aA$\u{85}é".utf8)
        var said = 0
        for round in 0..<80_000 {
            let count = Int.random(in: 0..<24, using: &random)
            let bytes = (0..<count).map { _ in
                round % 4 == 0 ? UInt8.random(in: 0...255, using: &random) : signs.randomElement(using: &random) ?? 0
            }
            if load(bytes) { said += 1 }
        }
        #expect(said == 80_000)
    }

    @Test("a scenario with mistakes anywhere is loaded or refused", .timeLimit(.minutes(10)))
    func mutations() {
        var random = SplitMix64(seed: 2)
        let original = Array(Self.whole.utf8)
        #expect(load(original))
        let signs = Array("[]{}:,-?!&*#|>%'\" \n~<=.09a$".utf8)
        var said = 0
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, place + Int.random(in: 0..<9, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = signs.randomElement(using: &random) ?? 0
                case 1: bytes.insert(signs.randomElement(using: &random) ?? 0, at: place)
                case 2 where bytes.count > 20: bytes.removeSubrange(place..<end)
                default:
                    bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            if load(bytes) { said += 1 }
        }
        #expect(said == 20_000)
    }
}
