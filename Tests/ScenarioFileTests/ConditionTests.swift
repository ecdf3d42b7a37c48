@testable import ScenarioFile
import Testing

@Suite("when")
struct ConditionTests {
    /// Whether a run with `when` on its top level is left out.
    private func isSkipped(_ condition: String, _ options: LoadOptions = LoadOptions()) throws -> Bool {
        let yaml = twoHosts("when: '\(condition)'\nparams: { size: 64, udp: on, word: abc, t: 20ms }\nx: 1")
            .replacing("\nx: 1", with: "\ndescription: \"${size}${udp}${word}${t}\"")
        return try runs(yaml, options).runs[0].skipReason != nil
    }

    @Test(
        "what holds",
        arguments: [
            "clock == real", "clock != virtual", "real == clock", "${size} == 64", "${size} == 0x40", "${size} < 100",
            "9 < ${size}", "${size} <= 64.0", "${size} > 63.5", "${udp} == on", "${word} != abd", "${word} < abd",
            "${udp}", "not have(qemu)", "! have(qemu) && clock == real", "have(qemu) || ${size} >= 64",
            "have(qemu) and have(tap) or ${udp}", "not (have(qemu) or clock == virtual)", "on", "${t} == 20ms",
            "${size} > -1", "have(ipv6)",
        ])
    func holds(_ condition: String) throws {
        let options = LoadOptions(has: { $0 == .ipv6 })
        #expect(try !isSkipped(condition, options))
        #expect(try isSkipped("not (\(condition))", options))
    }

    @Test("a numeral is a number, whatever its length: 9 is below 10")
    func numbers() throws {
        #expect(try isSkipped("9 > ${size}"))
        #expect(ConditionValue.areEqual("18446744073709551615", "0xffffffffffffffff"))
        #expect(!ConditionValue.areEqual("18446744073709551615", "18446744073709551614"))
        #expect(ConditionValue.areEqual("-5", "-5.0"))
        #expect(!ConditionValue.areEqual("1e3", "1000"))
        #expect(!ConditionValue.areEqual("", "0"))
    }

    @Test("the command line's clock decides")
    func clock() throws {
        #expect(try isSkipped("clock == real", LoadOptions(clock: .virtual)))
        #expect(try !isSkipped("clock == virtual", LoadOptions(clock: .virtual)))
    }

    @Test("a skipped run says why, and what it names is not looked for")
    func skippedRun() throws {
        let run = try scenario(
            "version: 1\nwhen: have(qemu) and clock == real\ntopology: { nodes: { h1: host }, links: [[h1, h2]] }\n")
        #expect(run.skipReason == "when have(qemu) and clock == real")
        #expect(run.links.isEmpty)
    }

    @Test("a value of the matrix takes out some runs")
    func matrix() throws {
        let yaml = twoHosts("matrix: { size: [64, 1400] }\nwhen: \"${size} > 100\"")
        #expect(try runs(yaml).runs.map(\.skipReason) == ["when 64 > 100", nil])
    }

    @Test("a condition without an end is refused")
    func deep() {
        let chain = Array(repeating: "on", count: 100_000).joined(separator: " or ")
        #expect(refusal(twoHosts("when: \(chain)")).contains("joins more than 500 parts"))
        let nested = String(repeating: "(", count: 200) + "on" + String(repeating: ")", count: 200)
        #expect(refusal(twoHosts("when: \(nested)")).contains("nested deeper than"))
    }

    @Test("mistakes are shown at their place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    private static func golden(_ name: String, _ condition: String, _ rendered: String) -> Golden {
        Golden(name, twoHosts("params: { size: 64 }\ndescription: \"${size}\"\nwhen: \(condition)"), rendered)
    }

    static let cases: [Golden] = [
        golden(
            "a list", "[clock, real]",
            #"""
            lab.yaml:5:7: error: expected a condition, found a list
             5 | when: [clock, real]
               |       ^
            """#),
        golden(
            "an assignment", "clock = real",
            #"""
            lab.yaml:5:13: error: `=` has no meaning in a condition
             5 | when: clock = real
               |             ^ did you mean `==`?
            """#),
        golden(
            "another clock", "clock == vitrual",
            #"""
            lab.yaml:5:16: error: unknown clock `vitrual`
             5 | when: clock == vitrual
               |                ^~~~~~~ did you mean `virtual`?
               = clock: real, virtual
            """#),
        golden(
            "the order of clocks", "clock < real",
            #"""
            lab.yaml:5:7: error: clocks have no order
             5 | when: clock < real
               |       ^~~~~~~~~~~~
               = write `clock == real`
            """#),
        golden(
            "clock alone", "clock",
            #"""
            lab.yaml:5:7: error: `clock` is compared
             5 | when: clock
               |       ^~~~~ did you mean `clock == real`?
            """#),
        golden(
            "an unknown feature", "have(qmeu)",
            #"""
            lab.yaml:5:12: error: unknown feature `qmeu`
             5 | when: have(qmeu)
               |            ^~~~ did you mean `qemu`?
               = feature: qemu, vde_switch, uml, tshark, kvm, tap, root, userns, raw, packet, ipv6, gso, gro
            """#),
        golden(
            "an unknown question", "hav(qemu)",
            #"""
            lab.yaml:5:7: error: `hav(...)` is nothing that `when` can ask
             5 | when: hav(qemu)
               |       ^~~ did you mean `have`?
               = `when` compares `${parameters}` and `clock`, and asks `have(...)`
            """#),
        golden(
            "have without its argument", "have",
            #"""
            lab.yaml:5:7: error: `have` is no condition
             5 | when: have
               |       ^~~~
               = `when` compares `${parameters}` and `clock`, and asks `have(...)`
            """#),
        golden(
            "a feature alone", "qemu",
            #"""
            lab.yaml:5:7: error: `qemu` is no condition
             5 | when: qemu
               |       ^~~~ did you mean `have(qemu)`?
               = `when` compares `${parameters}` and `clock`, and asks `have(...)`
            """#),
        golden(
            "a parameter without its braces", "size == 64",
            #"""
            lab.yaml:5:7: error: `size == 64` is the same in every run
             5 | when: size == 64
               |       ^~~~ did you mean `${size}`?
               = `when` compares `${parameters}` and `clock`, and asks `have(...)`
            """#),
        golden(
            "a parameter alone", "size",
            #"""
            lab.yaml:5:7: error: `size` is no condition
             5 | when: size
               |       ^~~~ did you mean `${size}`?
               = `when` compares `${parameters}` and `clock`, and asks `have(...)`
            """#),
        golden(
            "a mistyped clock", "clok == real",
            #"""
            lab.yaml:5:7: error: `clok == real` is the same in every run
             5 | when: clok == real
               |       ^~~~ did you mean `clock`?
               = `when` compares `${parameters}` and `clock`, and asks `have(...)`
            """#),
        golden(
            "a mistake behind a decided or", "on or have(qmeu)",
            #"""
            lab.yaml:5:18: error: unknown feature `qmeu`
             5 | when: on or have(qmeu)
               |                  ^~~~ did you mean `qemu`?
               = feature: qemu, vde_switch, uml, tshark, kvm, tap, root, userns, raw, packet, ipv6, gso, gro
            """#),
        golden(
            "no end", "on and",
            #"""
            lab.yaml:5:12: error: the condition lacks a name or a value at its end
             5 | when: on and
               |            ^
               = a condition: `clock == real and not have(qemu)`, `eth.dst == h2 or arp`
            """#),
        golden(
            "an order of times", "\"${size} < 20ms\"",
            #"""
            lab.yaml:5:7: error: `64` and `20ms` are not both numbers, and only numbers have an order
             5 | when: "${size} < 20ms"
               |       ^~~~~~~~~~~~~~~~
               = numbers are written 1000, 1_000, 0x3e8 or 1.5
               = `${size}` is `64`
            """#),
        golden(
            "two conditions", "clock == real have(qemu)",
            #"""
            lab.yaml:5:21: error: the condition ends here already
             5 | when: clock == real have(qemu)
               |                     ^~~~
               = join conditions by `and`, `or`
            """#),
    ]
}
