import Reports
import Results
import Testing

@Suite("Difference report")
struct DifferenceReportTests {
    private static func record(
        _ path: String, seed: String = "1", fingerprint: String? = "00ff"
    ) -> RunDifference.Record {
        .init(path: path, head: [NamedText("id", "pair"), NamedText("seed", seed)], fingerprint: fingerprint)
    }

    private static func event(_ time: Int64, _ what: String) -> RunDifference.Event {
        .init(nanoseconds: time, place: "h2:eth0", what: what, flow: "hello #3", frame: "ARP, 42 bytes")
    }

    @Test("runs that are alike are one line")
    func alike() {
        var difference = RunDifference(first: Self.record("a"), second: Self.record("b"))
        difference.shared = 1
        #expect(DifferenceReport.text(difference) == "alike: 1 event, fingerprint 00ff\n")
        difference.second.fingerprint = "01"
        #expect(
            DifferenceReport.text(difference)
                == "alike: 1 event, fingerprint 00ff\nthe other fingerprint is 01: ports are numbered otherwise\n")
    }

    @Test("the whole text of two runs that part")
    func parting() {
        var difference = RunDifference(first: Self.record("a"), second: Self.record("b.rec", seed: "2"))
        difference.shared = 2
        difference.lastShared = [Self.event(900_000_000, "received"), Self.event(1_000_000_000, "received")]
        difference.parting = .init(
            first: Self.event(1_000_000_001, "received"), second: Self.event(12_000_000_000, "dropped: loop"),
            fields: [.init("event", "received", "dropped: loop"), .init("vlan", nil, "present")])
        #expect(
            DifferenceReport.text(difference) == """
                not the same run  a  b.rec
                seed              1  2

                event 3 is the first that differs, after 2 events alike

                alike           time  place    event     flow      frame
                       0.900000000 s  h2:eth0  received  hello #3  ARP, 42 bytes
                       1.000000000 s  h2:eth0  received  hello #3  ARP, 42 bytes

                differs            time  place    event          flow      frame
                a         1.000000001 s  h2:eth0  received       hello #3  ARP, 42 bytes
                b.rec    12.000000000 s  h2:eth0  dropped: loop  hello #3  ARP, 42 bytes

                what differs  a         b.rec
                event         received  dropped: loop
                vlan          -         present

                """)
    }

    @Test("a run that has ended where the other goes on")
    func ended() {
        var difference = RunDifference(first: Self.record("a"), second: Self.record("b"))
        difference.parting = .init(first: nil, second: Self.event(0, "received"), fields: [])
        let text = DifferenceReport.text(difference)
        #expect(text.hasPrefix("event 1 is the first that differs, after 0 events alike\n\ndiffers  "))
        #expect(text.contains("\na        "))
        #expect(text.contains("  the run has ended  "))
    }
}
