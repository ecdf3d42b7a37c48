import Results
import Testing

@testable import Reports

@Suite("JSON report")
struct JSONReportTests {
    @Test("the whole text of a passing run, key by key")
    func golden() {
        #expect(JSONReport.render([Sample.passing], version: "0.1.0") == Self.golden)
    }

    @Test("a wire has no netdev, a real run no fingerprint, and no arrival no latency")
    func absences() throws {
        let text = JSONReport.render([Sample.failing], version: "0.1.0")
        #expect(!text.contains("\"netdev\""))
        #expect(!text.contains("\"fingerprint\""))
        #expect(text.contains("\"latency_ns\": null"))
        #expect(text.contains("\"ended\": \"timeout\""))
        #expect(text.contains("\"params\": {}"))
    }

    @Test("messages are one text, and drops are keyed by reason")
    func shapes() {
        let text = JSONReport.render([Sample.failing], version: "0.1.0")
        #expect(text.contains("0 of 100 delivered\\n97 ended at h1:eth0 as unresolved\\nbecause: "))
        #expect(text.contains("\"cookie-mismatch\": 3"))
    }

    @Test("what the timeline did, with its times")
    func timeline() {
        var result = Sample.passing
        result.timeline = [.init(nanoseconds: 50_000_000, text: "{ at: 50ms, link: left, down: true }")]
        let text = JSONReport.render([result], version: "1")
        #expect(text.contains("\"at_ns\": 50000000"))
        #expect(text.contains("\"text\": \"{ at: 50ms, link: left, down: true }\""))
    }

    @Test("what came of an event, in figures and in words")
    func effect() {
        var result = Sample.passing
        result.timeline = [
            .init(nanoseconds: 1, text: "one", effect: .frames(10, dropped: [DropCount("impaired-loss", 2)])),
            .init(nanoseconds: 2, text: "two", effect: .frames(1, dropped: [])),
            .init(nanoseconds: 3, text: "three", effect: .frames(0, dropped: [])),
            .init(nanoseconds: 4, text: "four", effect: .forgotten(1)),
            .init(nanoseconds: 5, text: "five", effect: .struck(2, of: 5)),
        ]
        let lines = JSONReport.render([result], version: "1").split(separator: "\n").map {
            $0.drop { $0 == " " }
        }
        for line in [
            "\"frames\": 10,", "\"impaired-loss\": 2", "\"forgotten\": 1,", "\"struck\": 2,", "\"asked\": 5,",
            "\"text\": \"10 frames, 2 impaired-loss\"", "\"text\": \"1 frame, none ended\"",
            "\"text\": \"0 frames\"", "\"text\": \"1 entry forgotten\"", "\"text\": \"2 of 5 frames struck\"",
        ] { #expect(lines.contains { $0 == line }, "\(line)") }
    }

    @Test(
        "the verdict over all runs is the worst",
        arguments: [
            ([Verdict.pass, .error, .fail], "error"), ([.pass, .fail, .skip], "fail"), ([.skip, .pass], "pass"),
            ([.skip], "skip"), ([], "skip"),
        ])
    func worst(_ verdicts: [Verdict], _ expected: String) {
        let results = verdicts.map { verdict in
            var result = Sample.passing
            result.verdict = verdict
            return result
        }
        // The overall verdict is the only one that is indented by two.
        #expect(JSONReport.render(results, version: "1").contains("\n  \"verdict\": \"\(expected)\""))
    }

    @Test("a reason that is named twice is summed")
    func repeatedReason() {
        let drops = JSONReport.drops([DropCount("runt", 1), DropCount("runt", 2)])
        #expect(drops == .object(["runt": .unsigned(3)]))
    }

    private static let golden = """
        {
          "runs": [
            {
              "clock": "virtual",
              "conservation": {
                "copies": 0,
                "delivered": 12,
                "dropped": {},
                "entered": 0,
                "in_flight": 0,
                "left": 0,
                "sent": 12,
                "untraceable": 0
              },
              "duration_ns": 1050000000,
              "ended": "done",
              "expectations": [
                {
                  "expected": "hello: { delivered: all }",
                  "kind": "flow",
                  "line": 29,
                  "message": "",
                  "name": "hello",
                  "observed": "5 of 5 delivered",
                  "verdict": "pass"
                },
                {
                  "expected": "conserve: all",
                  "kind": "conserve",
                  "line": 0,
                  "message": "",
                  "name": "all",
                  "observed": "all",
                  "verdict": "pass"
                }
              ],
              "fingerprint": "00112233445566778899aabbccddeeff",
              "flows": {
                "hello": {
                  "delivered": 5,
                  "duplicates": 0,
                  "latency_ns": {
                    "max": 2000000,
                    "min": 900,
                    "p50": 61250,
                    "p90": 90000,
                    "p99": 1050000
                  },
                  "lost": 0,
                  "reordered": 0,
                  "sent": 5
                }
              },
              "id": "pair[size=64]",
              "links": {
                "tunnel": {
                  "degraded": [],
                  "forward": {
                    "bytes": 532,
                    "dropped": {},
                    "frames": 6
                  },
                  "kind": "l2tpv3",
                  "netdev": {
                    "a": "l2tpv3,id=tunnel.a,txsession=0x1",
                    "b": "l2tpv3,id=tunnel.b,txsession=0x1"
                  },
                  "reverse": {
                    "bytes": 532,
                    "dropped": {},
                    "frames": 6
                  }
                }
              },
              "nodes": {
                "h1": {
                  "nics": [
                    {
                      "dropped": {},
                      "mac": "52:54:00:12:34:56",
                      "model": "plain",
                      "name": "eth0",
                      "rx_bytes": 532,
                      "rx_frames": 6,
                      "tx_bytes": 532,
                      "tx_frames": 6
                    }
                  ]
                },
                "h2": {
                  "nics": [
                    {
                      "dropped": {},
                      "mac": "52:54:00:12:34:57",
                      "model": "plain",
                      "name": "eth0",
                      "rx_bytes": 532,
                      "rx_frames": 6,
                      "tx_bytes": 532,
                      "tx_frames": 6
                    }
                  ]
                }
              },
              "params": {
                "size": "64"
              },
              "scenario": "pair",
              "seed": 7,
              "skipped": [],
              "timeline": [],
              "up_ns": 0,
              "verdict": "pass",
              "warnings": []
            }
          ],
          "verdict": "pass",
          "wirework": "0.1.0"
        }

        """
}
