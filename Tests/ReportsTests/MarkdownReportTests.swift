import Reports
import Results
import Testing

@Suite("Markdown report")
struct MarkdownReportTests {
    @Test("a table of all runs, and the text of what did not pass with the command line that makes it")
    func whole() {
        var failing = Sample.failing
        failing.command = "wirework run cookie.yaml"
        let text = MarkdownReport.render([Sample.passing, failing])
        #expect(
            text.hasPrefix(
                """
                ## 2 runs: 1 fail, 1 pass

                | verdict | run | clock | failed | time | why |
                | :-- | :-- | :-- | --: | --: | :-- |
                | pass | pair\\[size=64\\] | virtual | 0 of 2 | 1.05 s |  |
                | fail | cookie | real | 1 of 2 | 33.0 s | ended by timeout and 1 more |

                ### cookie

                ```text
                cookie, real clock, seed 1

                """))
        #expect(text.hasSuffix("\nfail, ended by timeout after 33.0 s of real time\n\nwirework run cookie.yaml\n```\n"))
        #expect(!text.contains("### pair"))
    }

    @Test("what a file says ends no cell and no block")
    func escaping() {
        var result = Sample.failing
        result.id = "a|b`c<d>"
        result.expectations[0].observed = "````"
        let text = MarkdownReport.render([result])
        #expect(text.contains("| fail | a\\|b\\`c\\<d\\> | real |"))
        #expect(text.contains("\n`````text\n") && text.hasSuffix("\n`````\n"))
    }

    @Test("nothing is a heading")
    func empty() {
        #expect(MarkdownReport.render([]) == "## 0 runs: nothing\n\n")
    }
}
