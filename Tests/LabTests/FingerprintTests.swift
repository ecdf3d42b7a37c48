import Foundation
import Lab
import Results
import Testing

@Suite("Fingerprints", .timeLimit(.minutes(3)))
struct FingerprintTests {
    /// Every kind of link, impairment and flow, and a timeline.
    static let text = """
        version: 1
        clock: virtual
        seed: 7
        topology:
          nodes:
            h1: host
            h2: { kind: host, ip: [10.0.0.2/16, "fd00::2/64"] }
            h3: { kind: host, ip: [10.0.0.3/16, "fd00::3/64"] }
            h4: host
            s1: { kind: switch, aging: 1s }
            s2: switch
            hub1: hub
          links:
            - [h1, s1]
            - [h2, s1]
            - id: tunnel
              kind: l2tpv3
              endpoints: [s1, s2]
              options: { counter: on, cookie64: on, txcookie: 7, rxcookie: 8, sequence: check }
              forward: { delay: 5ms, jitter: 2ms, loss: 5%, duplicate: 3%, reorder: 2%, corrupt: 2% }
              reverse: { delay: 3ms, loss: { gilbert: { p: 2%, r: 30% } }, rate: 2Mbit, queue: 20 }
            - { id: cable, kind: dgram, endpoints: [s2, hub1], forward: { drop: [3, 7..9] } }
            - [hub1, h3]
            - [hub1, h4]
        traffic:
          hello: { kind: ping, from: h1, to: h3, count: 50, interval: 7ms, warmup: arp }
          six: { kind: udp, from: h2, to: h3, count: 100, interval: 3ms, family: 6 }
          bulk: { kind: udp, from: h3, to: h1, count: 200, rate: 1kpps, size: imix }
          odd: { kind: frames, from: h1, to: h4, count: 5, frame: { eth: { type: 0x88b5 }, payload: "odd" } }
        timeline:
          - { at: 50ms, link: tunnel, fault: wrong-cookie, frames: 3 }
          - { at: 100ms, link: tunnel, down: true, direction: reverse, for: 20ms }
          - { at: 150ms, link: tunnel, ramp: { loss: 0%..20%, over: 100ms } }
          - { at: 200ms, node: s1, flush: fdb }
        expect:
          - conserve: all
        """

    @Test("a hundred runs of a file with everything in it give one result, fingerprint included")
    func everything() throws {
        let scenario = try load(Self.text)
        var first = try LabRunner.run(scenario)
        let fingerprint = try #require(first.fingerprint)
        #expect(fingerprint.count == 32)
        #expect(first.conservation.holds)
        // It is about something: frames were lost, copied and held back.
        for reason in ["impaired-loss", "impaired-drop", "corrupted", "link-down"] {
            #expect(first.dropped(reason) > 0, "nothing ended as \(reason)")
        }
        // All but the time that this host took to build it.
        first.upNanoseconds = 0
        for _ in 1..<100 {
            var result = try LabRunner.run(scenario)
            result.upNanoseconds = 0
            #expect(result == first)
        }
    }

    @Test("another seed is another run")
    func seed() throws {
        let first = try run(Self.text).fingerprint
        #expect(try run(Self.text.replacingOccurrences(of: "seed: 7", with: "seed: 8")).fingerprint != first)
    }
}
