import Foundation
import Reports
import Results
import Testing

@Suite("What connect says")
struct ConnectReportTests {
    private var result: ConnectResult {
        var conservation = Conservation()
        conservation.entered = 1207
        conservation.copies = 3
        conservation.left = 1200
        conservation.dropped = [DropCount("no-peer", 5), DropCount("runt", 3)]
        conservation.inFlight = 2
        return ConnectResult(
            netdevs: [
                NetdevResult(
                    name: "site", type: "l2tpv3", summary: "l2tpv3=127.0.0.1:1701/127.0.0.2:1701",
                    options: "l2tpv3,id=site,src=127.0.0.1", received: .init(frames: 1200, bytes: 120_000),
                    sent: .init(frames: 4, bytes: 240), refused: 2, dropped: [DropCount("runt", 3)], sendCalls: 4,
                    receiveCalls: 40,
                    degraded: ["127.0.0.1:1701: the receive buffer is 1 byte instead of 2 (net.core.rmem_max)"]),
                NetdevResult(
                    name: "guest", type: "dgram", summary: "unix=/tmp/a:/tmp/b", options: "dgram,id=guest",
                    isUp: false, received: .init(frames: 4, bytes: 240), sent: .init(frames: 1195, bytes: 119_500),
                    dropped: [DropCount("no-peer", 5)], queued: 2),
            ],
            via: "hub", duration: 12_300_000_000, ended: .signal(2), dropped: [DropCount("loop", 1)],
            conservation: conservation, faults: ["a -> b: 2 came in, 1 is accounted for"],
            capture: .init(path: "x.pcapng", packets: 7, missing: 2, failure: "No space left on device"),
            warnings: ["hub 0 has one port"])
    }

    @Test("the summary has every count, every reason, and everything that went wrong")
    func text() {
        #expect(
            ConnectReport.text(result) == """
                ended by SIGINT after 12.3 s
                netdev  link  received   bytes  sent   bytes  queued  dropped    connected
                site    up        1200  120000     4     240       0  3 runt     l2tpv3=127.0.0.1:1701/127.0.0.2:1701
                guest   down         4     240  1195  119500       2  5 no-peer  unix=/tmp/a:/tmp/b
                  site: nobody was there to take 2 or more of the frames sent (ICMP)
                  site: 127.0.0.1:1701: the receive buffer is 1 byte instead of 2 (net.core.rmem_max)
                  dropped at the hub: 1 loop
                  7 packets captured in x.pcapng, 2 missing: No space left on device
                  frames are unaccounted for: a -> b: 2 came in, 1 is accounted for

                """)
    }

    @Test(
        "why it ended",
        arguments: [
            (ConnectResult.Ended.signal(15), "ended by SIGTERM after 12.3 s"), (.time, "ended after 12.3 s"),
            (.signal(1), "ended by SIGHUP after 12.3 s"), (.signal(10), "ended by signal 10 after 12.3 s"),
            (nil, "running for 12.3 s"),
        ])
    func ended(_ ended: ConnectResult.Ended?, _ line: String) {
        var result = result
        result.ended = ended
        #expect(ConnectReport.text(result).hasPrefix(line + "\n"))
    }

    @Test("the first line names what is connected, on a wire and at a hub")
    func opening() {
        var result = result
        #expect(
            ConnectReport.opening(result)
                == "hub: site (l2tpv3=127.0.0.1:1701/127.0.0.2:1701), guest (unix=/tmp/a:/tmp/b)\n")
        result.via = "wire"
        #expect(
            ConnectReport.opening(result)
                == "site (l2tpv3=127.0.0.1:1701/127.0.0.2:1701) <-> guest (unix=/tmp/a:/tmp/b)\n")
    }

    @Test("live rates are of the time since the last look, in bits for bytes")
    func live() {
        var earlier = result
        earlier.duration = 11_300_000_000
        earlier.netdevs[0].received = .init(frames: 200, bytes: 20_000)
        let lines = ConnectReport.live(result, since: earlier).split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        // name, link, received, a second, Mbit/s, sent, a second, Mbit/s, dropped, and what it is connected to
        #expect(lines[1].dropLast() == ["site", "up", "1200", "1000", "0.8", "4", "0", "0.0", "3"])
        #expect(lines[2] == ["guest", "down", "4", "0", "0.0", "1195", "0", "0.0", "5", "unix=/tmp/a:/tmp/b"])
        #expect(ConnectReport.live(result, since: result).contains("0.0"))
    }

    @Test("the JSON has the same numbers")
    func json() throws {
        let text = ConnectReport.json(result, version: "9")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["wirework"] as? String == "9")
        #expect(object["ended"] as? String == "signal")
        #expect(object["signal"] as? Int == 2)
        #expect(object["duration_ns"] as? Int == 12_300_000_000)
        #expect(object["dropped"] as? [String: Int] == ["loop": 1])
        let netdevs = try #require(object["netdevs"] as? [[String: Any]])
        #expect(netdevs[0]["received"] as? [String: Int] == ["frames": 1200, "bytes": 120_000])
        #expect(netdevs[0]["system_calls"] as? [String: Int] == ["send": 4, "receive": 40])
        #expect(netdevs[0]["refused"] as? Int == 2)
        #expect(netdevs.map { $0["link"] as? String } == ["up", "down"])
        #expect(netdevs[1]["summary"] as? String == "unix=/tmp/a:/tmp/b")
        #expect(object["warnings"] as? [String] == ["hub 0 has one port"])
        #expect(netdevs[1]["dropped"] as? [String: Int] == ["no-peer": 5])
        #expect(netdevs[1]["queued"] as? Int == 2)
        let capture = try #require(object["capture"] as? [String: Any])
        #expect(capture["missing"] as? Int == 2)
        #expect(capture["failure"] as? String == "No space left on device")
        #expect((object["faults"] as? [String])?.count == 1)
    }
}
