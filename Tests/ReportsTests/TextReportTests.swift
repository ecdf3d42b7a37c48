import Results
import Testing

@testable import Reports

@Suite("Text report")
struct TextReportTests {
    @Test("the whole text of a passing virtual run")
    func passing() {
        #expect(TextReport.render(Sample.passing) == Self.passingText)
    }

    @Test("the whole text of a failing real run")
    func failing() {
        #expect(TextReport.render(Sample.failing) == Self.failingText)
    }

    @Test("colour adds escape sequences and changes no word")
    func color() {
        let colored = TextReport.render(Sample.failing, color: true)
        #expect(colored.contains("\u{1B}[31mFAIL\u{1B}[0m"))
        #expect(colored.contains("\u{1B}[31mfail\u{1B}[0m, ended by timeout"))
        #expect(TextReport.render(Sample.passing, color: true).contains("\u{1B}[32mok\u{1B}[0m"))
        #expect(!TextReport.render(Sample.failing).contains("\u{1B}"))
        #expect(Self.withoutColor(colored) == Self.failingText)
    }

    @Test("what a file says does nothing to a terminal")
    func controlCharacters() {
        var result = Sample.failing
        result.expectations[0].message = ["because: \u{1B}[2Jgone\u{202E}"]
        result.expectations[0].observed = "a\nb"
        result.warnings = ["\u{07}bell"]
        let text = TextReport.render(result)
        #expect(text.contains("because: \u{FFFD}[2Jgone\u{FFFD}\n"))
        #expect(text.contains("a\u{FFFD}b\n"))
        #expect(text.contains("warning: \u{FFFD}bell\n"))
    }

    @Test("what the timeline did, of very much the first")
    func timeline() {
        var result = Sample.passing
        result.timeline = (1...25).map { .init(nanoseconds: $0 * 1_000_000, text: "{ link: a, down: true }") }
        result.unlistedEvents = 3
        let text = TextReport.render(result)
        #expect(text.contains("20.0 ms  { link: a, down: true }\n"))
        #expect(!text.contains("21.0 ms  {"))
        #expect(text.contains("  and 8 more\n"))
    }

    @Test("drops that are no NIC's have a row of their own")
    func stackDrops() {
        var result = Sample.passing
        result.nodes[0].nics[0].dropped = [DropCount("filtered", 2)]
        result.nodes[0].dropped = [DropCount("filtered", 2), DropCount("no-route", 1)]
        let text = TextReport.render(result)
        #expect(text.contains("  2 filtered\nh1    host  -     -  "))
        #expect(text.contains("  1 no-route\n"))
    }

    @Test("a sum that does not hold says so")
    func brokenSum() {
        var result = Sample.passing
        result.conservation.delivered = 11
        #expect(TextReport.render(result).contains("copies != 11 delivered"))
        #expect(TextReport.render(result).contains("  the sum does not hold\n"))
    }

    @Test(
        "the last line is the verdict, and why the run ended if not by itself",
        arguments: [
            (Ended.done, "fail in 33.0 s of real time"),
            (.duration, "fail, ended by duration after 33.0 s of real time"),
            (.limit, "fail, ended by limit after 33.0 s of real time"),
            (.interrupted, "fail, ended by a signal after 33.0 s of real time"),
        ])
    func lastLine(_ ended: Ended, _ expected: String) {
        var result = Sample.failing
        result.ended = ended
        #expect(TextReport.render(result).hasSuffix("\n\(expected)\n"))
    }

    @Test("several runs end in a table of all of them, and a line, worst first; one does not")
    func summary() {
        let two = TextReport.render([Sample.passing, Sample.failing])
        #expect(
            two == Self.passingText + "\n" + Self.failingText + """

                verdict  run            clock    failed    time  why
                pass     pair[size=64]  virtual  0 of 2  1.05 s
                fail     cookie         real     1 of 2  33.0 s  ended by timeout and 1 more

                2 runs: 1 fail, 1 pass

                """)
        #expect(TextReport.render([Sample.passing]) == Self.passingText)
    }

    @Test("a run that was left out says why, and nothing of frames")
    func leftOut() {
        var result = RunResult(scenario: "x", id: "x[a=1]", parameters: [], seed: 1, clock: "real")
        result.verdict = .skip
        result.skipped = ["the run: when have(qemu)"]
        #expect(
            TextReport.render(result) == """
                x[a=1], real clock, seed 1

                skipped: the run: when have(qemu)

                skip

                """)
        #expect(
            TextReport.summary([result]).contains("\nskip     x[a=1]  real        -     -  the run: when have(qemu)\n"))
    }

    @Test("a file that could not be read is an error with its first line")
    func broken() {
        var result = RunResult(scenario: "x.yaml", id: "x.yaml", parameters: [], seed: 1, clock: "real")
        result.warnings = ["x.yaml:1:1: error: odd\n 1 | x\n   | ^"]
        #expect(
            TextReport.summary([result]).contains("\nerror    x.yaml  real        -     -  x.yaml:1:1: error: odd\n"))
    }

    @Test("a run without anything in it is a title, a sum and a verdict")
    func empty() {
        let result = RunResult(scenario: "x", id: "", parameters: [], seed: 1, clock: "real")
        #expect(
            TextReport.render(result) == """
                x, real clock, seed 1

                conservation  0 sent + 0 entered + 0 copies = 0 delivered + 0 left + 0 dropped + 0 in flight \
                + 0 untraceable

                error in 0 ns of real time

                """)
    }

    private static func withoutColor(_ text: String) -> String {
        ["0", "1", "31", "32", "33"].reduce(text) { $0.replacing("\u{1B}[\($1)m", with: "") }
    }

    private static let passingText = """
        pair[size=64], virtual clock, seed 7

        node  kind  nic   mac                sent  received  dropped
        h1    host  eth0  52:54:00:12:34:56     6         6  none
        h2    host  eth0  52:54:00:12:34:57     6         6  none

        flow   kind  sent  delivered  lost  duplicates  reordered  latency p50      max
        hello  ping     5          5     0           0          0      61.2 us  2.00 ms

        link    kind    from     to       frames  bytes  dropped
        tunnel  l2tpv3  h1:eth0  h2:eth0       6    532  none
        tunnel  l2tpv3  h2:eth0  h1:eth0       6    532  none
          tunnel at h1:eth0, as a netdev:
            l2tpv3,id=tunnel.a,txsession=0x1
          tunnel at h2:eth0, as a netdev:
            l2tpv3,id=tunnel.b,txsession=0x1

            line  expected                   seen
        ok  29    hello: { delivered: all }  5 of 5 delivered
        ok  -     conserve: all              all

        conservation  12 sent + 0 entered + 0 copies = 12 delivered + 0 left + 0 dropped + 0 in flight \
        + 0 untraceable

        fingerprint  00112233445566778899aabbccddeeff
        pass in 1.05 s of virtual time

        """

    private static let failingText = """
        cookie, real clock, seed 1

        node  kind    nic   mac                sent  received  dropped
        h1    host    eth0  52:54:00:12:34:56     6         6  none
        h1    host    -     -                     -         -  97 unresolved
        s1    switch  -     -                     -         -  2 same-port

        flow   kind      sent  delivered  lost  duplicates  reordered  latency p50  max
        there  udp   3 of 100          0   100           0          0            -    -
          there: 97 unresolved at h1:eth0, from number 3

        link   kind  from     to       frames  bytes  dropped
        h1-s1  wire  h1:eth0  s1:p1         3    126  3 cookie-mismatch
        h1-s1  wire  s1:p1    h1:eth0       0      0  none

                 line  expected                   seen
        FAIL     22    there: { delivered: all }  0 of 100 delivered
                97 ended at h1:eth0 as unresolved
                because: the far end must answer
        warning  23    dropped: { count: 0 }      97 unresolved
                97 ended as unresolved

        conservation  100 sent + 0 entered + 0 copies = 0 delivered + 0 left \
        + 100 dropped (3 cookie-mismatch, 97 unresolved) + 0 in flight + 0 untraceable

        skipped: node g1: no qemu here
        lab.yaml:3:5: warning: odd
         3 |   x
           |   ^
        warning: flow there: up to 4 ms late
        degraded: h1-s1: no UDP_SEGMENT

        fail, ended by timeout after 33.0 s of real time

        """
}
