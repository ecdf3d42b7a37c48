import Capture
import NetCore
import TestSupport
import Testing

extension Tag {
    /// Starts a program that others have made.
    @Tag static var peer: Self
}

@Suite(
    "Captures as Wireshark reads them", .tags(.peer), .enabled(if: TShark.path != nil, "needs tshark"),
    .timeLimit(.minutes(2)))
struct TSharkTests {
    @Test("F9: one file for many links, with names, directions, comments, times and bytes")
    func fields() throws {
        let bench = try CaptureBench()
        let hub = Hub(loop: bench.loop)
        let left = try bench.plug(Probe(), "left", into: hub.addPort())
        let right = try bench.plug(Probe(quota: 1), "right", into: hub.addPort())
        right.setBound(frames: 1, bytes: 1000)
        bench.capture.start()
        bench.loop.advance(to: 1_500_000_007)
        for number in 1...3 {
            left.send(Sample.frame(to: 2, from: UInt8(number), Sample.number(number)))
            bench.loop.settle()
        }
        bench.capture.finish()
        let rows = try TShark.fields(
            [
                "frame.interface_name", "frame.packet_flags_direction", "frame.comment", "eth.src",
                "frame.time_epoch", "frame.len",
            ], of: bench.file.path)
        // Direction 1 is inbound, 2 outbound; tshark prints flags in hexadecimal.
        let time = "1700000001.500000007"
        let expected = [
            ["left", "1", "", "02:00:00:00:00:01", time, "18"],
            ["right", "2", "", "02:00:00:00:00:01", time, "18"],
            ["left", "1", "", "02:00:00:00:00:02", time, "18"],
            ["right", "2", "dropped: queue-full", "02:00:00:00:00:03", time, "18"],
            ["left", "1", "", "02:00:00:00:00:03", time, "18"],
        ]
        let plain = rows.map { row in
            row.enumerated().map { $0 == 1 ? $1.hasPrefix("0x") ? String($1.dropFirst(2).drop { $0 == "0" }) : $1 : $1 }
        }
        #expect(plain == expected)
    }

    @Test("the statistics and the head are whole")
    func head() throws {
        let bench = try CaptureBench()
        let (a, _) = try bench.makePair()
        bench.capture.add(a, description: "l2tpv3,id=n1")
        bench.capture.start()
        a.send(Sample.frame(to: 2, from: 1))
        bench.loop.settle()
        bench.capture.finish()
        let rows = try TShark.fields(["frame.interface_description", "frame.cap_len"], of: bench.file.path)
        #expect(rows == [["l2tpv3,id=n1", "14"]])
    }
}
