import ScenarioFile
import TestSupport
import Testing

@Suite("Runs of a file")
struct MatrixTests {
    /// A file whose runs differ in `size` and `udp`.
    private static func file(_ head: String, seed: String = "") -> String {
        twoHosts(
            """
            \(head)
            traffic:
              f: { kind: udp, from: h1, to: h2, size: "${size}", warmup: "${udp}" }
            """)
    }

    private static let matrix = file("matrix: { size: [64, 1400], udp: [arp, none] }")

    private func ids(_ yaml: String, _ options: LoadOptions = LoadOptions()) throws -> [String] {
        try runs(yaml, options).runs.map(\.id)
    }

    @Test("one run for each combination, the first key changing slowest")
    func product() throws {
        let file = try runs(Self.matrix)
        #expect(
            file.runs.map(\.id) == [
                "lab[size=64,udp=arp]", "lab[size=64,udp=none]", "lab[size=1400,udp=arp]", "lab[size=1400,udp=none]",
            ])
        #expect(file.runs.map(\.name) == Array(repeating: "lab", count: 4))
        #expect(file.runCount == 4)
        #expect(file.keys.map(\.name) == ["size", "udp"])
        #expect(file.keys.map(\.values) == [["64", "1400"], ["arp", "none"]])
        #expect(file.runs.map(\.flows[0].warmup) == [true, false, true, false])
        #expect(file.runs[2].parameters.map { "\($0.name)=\($0.value)" } == ["size=1400", "udp=arp"])
    }

    @Test("a range has both ends, and a list may have anything")
    func ranges() throws {
        let yaml = twoHosts("matrix: { n: 8..11 }\ndescription: \"${n}\"")
        #expect(try runs(yaml).runs.map(\.description) == ["8", "9", "10", "11"])
        let list = twoHosts("matrix: { n: [\"64..1514\", on, \"a b\"] }\ndescription: \"${n}\"")
        #expect(try runs(list).runs.map(\.description) == ["64..1514", "on", "a b"])
        #expect(try ids(twoHosts("matrix: { n: 5..5 }\ndescription: \"${n}\"")) == ["lab[n=5]"])
    }

    @Test("seed and clock may be keys, and need no use")
    func headKeys() throws {
        let yaml = twoHosts("matrix: { seed: 3..4, clock: [real, virtual] }")
        let file = try runs(yaml)
        #expect(file.runs.map(\.seed) == [3, 3, 4, 4])
        #expect(file.runs.map(\.clock) == [.real, .virtual, .real, .virtual])
        #expect(file.runs[1].id == "lab[seed=3,clock=virtual]")
        let fixed = try runs(yaml, LoadOptions(clock: .virtual, seed: 9))
        #expect(fixed.runs.map(\.id) == ["lab[seed=9,clock=virtual]"])
        #expect(fixed.runs.map(\.seed) == [9])
        #expect(
            refusal(twoHosts("matrix: { seed: [1, x] }")) == """
                lab.yaml:3:21: error: `x` is not an integer
                 3 | matrix: { seed: [1, x] }
                   |                     ^
                   = integers are written 1000, 1_000 or 0x3e8
                   = in the run lab[seed=x]
                """)
    }

    @Test("exclude drops what agrees with all of its keys; numbers agree as numbers")
    func exclude() throws {
        #expect(
            try ids(Self.file("matrix: { size: [64, 1400], udp: [arp, none] }\nexclude: [{ size: 0x40, udp: arp }]"))
                == ["lab[size=64,udp=none]", "lab[size=1400,udp=arp]", "lab[size=1400,udp=none]"])
        #expect(
            try ids(
                Self.file(
                    "matrix: { size: [64, 1400], udp: [arp, none] }\nexclude:\n  - { size: 64 }\n  - { udp: none }"))
                == ["lab[size=1400,udp=arp]"])
    }

    @Test("include adds whole combinations; alone it is a table")
    func include() throws {
        #expect(
            try ids(Self.file("matrix: { size: [64], udp: [arp] }\ninclude: [{ udp: none, size: 99 }]"))
                == ["lab[size=64,udp=arp]", "lab[size=99,udp=none]"])
        #expect(
            try ids(Self.file("include:\n  - { size: 64, udp: none }\n  - { udp: arp, size: 65 }"))
                == ["lab[size=64,udp=none]", "lab[size=65,udp=arp]"])
    }

    @Test("parameters stand in a matrix, and are used by that")
    func parameters() throws {
        let yaml = twoHosts("params: { big: 1400 }\nmatrix: { n: [64, \"${big}\"] }\ndescription: \"${n}\"")
        #expect(try ids(yaml) == ["lab[n=64]", "lab[n=1400]"])
        #expect(try ids(yaml, LoadOptions(parameters: [("big", "5")])) == ["lab[n=64]", "lab[n=5]"])
    }

    @Test("--set of a key fixes it, --only picks: alternatives of a key, and all of the keys")
    func selection() throws {
        let fixed = LoadOptions(parameters: [("size", "100")])
        #expect(try ids(Self.matrix, fixed) == ["lab[size=100,udp=arp]", "lab[size=100,udp=none]"])
        #expect(try ids(Self.matrix, LoadOptions(only: [("udp", "none")])).count == 2)
        #expect(
            try ids(Self.matrix, LoadOptions(only: [("udp", "none"), ("size", "1400")])) == ["lab[size=1400,udp=none]"])
        #expect(try ids(Self.matrix, LoadOptions(only: [("size", "64"), ("size", "1400")])).count == 4)
        #expect(try runs(Self.matrix, LoadOptions(only: [("size", "64")])).runCount == 4)
    }

    @Test("what --only does not find is an error that says what there is")
    func nothingSelected() {
        #expect(
            refusal(Self.matrix, LoadOptions(only: [("size", "1401"), ("sise", "64")])) == """
                lab.yaml: error: --only size=1401: no run has it
                  = did you mean `1400`?
                  = `size` is 64, 1400
                lab.yaml: error: --only sise=64: the matrix has no key `sise`
                  = did you mean `size`?
                  = keys: size, udp
                """)
        #expect(
            refusal(twoHosts(""), LoadOptions(only: [("size", "1")]))
                == "lab.yaml: error: --only size=1: the file has one run, and no matrix")
        let yaml = Self.file("include: [{ size: 64, udp: none }, { size: 65, udp: arp }]")
        #expect(
            refusal(yaml, LoadOptions(only: [("size", "64"), ("udp", "arp")])) == """
                lab.yaml: error: --only size=64 --only udp=arp: no run has all of them
                  = a run: size=64,udp=none
                  = a run: size=65,udp=arp
                """)
    }

    @Test("streams derive from the seed and the id, unless all runs share them")
    func streams() throws {
        let yaml = twoHosts("matrix: { n: [1, 2] }\ndescription: \"${n}\"")
        let seeds = try runs(yaml).runs.map(\.streamSeed)
        #expect(seeds[0] != seeds[1])
        #expect(seeds == (try runs(yaml).runs.map(\.streamSeed)))
        #expect(try runs(yaml, LoadOptions(only: [("n", "2")])).runs.map(\.streamSeed) == [seeds[1]])
        #expect(try runs(yaml, LoadOptions(seed: 2)).runs[0].streamSeed != seeds[0])
        for flag in ["true", "on"] {
            #expect(try runs(yaml + "same-seed: \(flag)\nseed: 7\n").runs.map(\.streamSeed) == [7, 7])
        }
        #expect(try runs(yaml + "same-seed: off\n").runs.map(\.streamSeed) == seeds)
    }

    @Test("what is derived never changes: a seed of a report gives the same run years later")
    func streamSeed() throws {
        #expect(try scenario(twoHosts("")).streamSeed == 10_638_204_607_062_126_915)
        #expect(try scenario(twoHosts("seed: 2")).streamSeed == 365_323_064_899_467_848)
    }

    @Test("what every run has wrong is said once, what some have names them")
    func merging() {
        let yaml = twoHosts(
            """
            matrix: { size: [64, 5, 6], at: [0s, 1s, 2s, 3s] }
            traffic: { f: { kind: udp, from: h1, to: h3, size: "${size}", at: "${at}" } }
            """)
        #expect(
            refusal(yaml) == """
                lab.yaml:4:42: error: no node is named `h3`
                 4 | traffic: { f: { kind: udp, from: h1, to: h3, size: "${size}", at: "${at}" } }
                   |                                          ^~ did you mean `h1`?
                """)
        let size = twoHosts(
            """
            matrix: { size: [64, 5], at: [0s, 1s, 2s, 3s] }
            traffic: { f: { kind: udp, from: h1, to: h2, size: "${size}", at: "${at}" } }
            """)
        #expect(
            refusal(size) == """
                lab.yaml:4:52: error: a frame of 5 bytes: the smallest is 58
                 4 | traffic: { f: { kind: udp, from: h1, to: h2, size: "${size}", at: "${at}" } }
                   |                                                    ^~~~~~~~~
                   = 14 of Ethernet, 20 of IPv4, 8 of UDP, 16 for the flow and the number of the frame
                   = in the runs lab[size=5,at=0s], lab[size=5,at=1s], lab[size=5,at=2s] and 1 more
                """)
    }

    @Test("warnings of some runs name them")
    func warnings() throws {
        let file = try runs(
            twoHosts(
                """
                matrix: { cookie: [1, 2] }
                x-note: none
                description: "${cookie}"
                """
            ).replacing(
                "links: [[h1, h2]]",
                with:
                    "links: [{ kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 1, rxcookie: 1 }, b: { rxcookie: \"${cookie}\" } }]"
            ))
        #expect(file.warnings.count == 1)
        #expect(file.warnings.first?.notes.last?.message == "in the run lab[cookie=2]")
        #expect(file.runs.map(\.warnings.count) == [0, 1])
    }

    @Test("a show of one run is that run, random streams and all")
    func shown() throws {
        for run in try runs(Self.matrix + "same-seed: on\n").runs + runs(Self.matrix).runs {
            let again = try scenario(ScenarioRenderer.show(run))
            #expect(again.meaning == run.meaning)
            #expect(again.streamSeed == run.streamSeed)
        }
    }

    @Test("a matrix with mistakes anywhere is read or refused", .timeLimit(.minutes(5)))
    func mutations() {
        let original = Array(
            twoHosts(
                """
                when: "not have(qemu) or ${n} > 99 and clock != virtual"
                params: { n: 5 }
                matrix: { size: [100, 200, "${n}00"], seed: 3..4 }
                exclude: [{ size: 200, seed: 3 }]
                include: [{ size: 300, seed: 9 }]
                same-seed: on
                description: "${size}"
                """
            ).utf8)
        var random = SplitMix64(seed: 3)
        let signs = Array("[]{}:,.~\"$()!<= 09a".utf8)
        for _ in 0..<2000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, place + Int.random(in: 1..<9, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = signs.randomElement(using: &random) ?? 0
                case 1: bytes.insert(signs.randomElement(using: &random) ?? 0, at: place)
                case 2: bytes.removeSubrange(place..<end)
                default: bytes.insert(contentsOf: bytes[place..<end], at: place)
                }
            }
            switch ScenarioLoader.runs(bytes: bytes, file: "f", options: LoadOptions(only: [("size", "100")])) {
            case .success(let file): #expect(!file.runs.isEmpty)
            case .failure(let invalid): #expect(!invalid.description.isEmpty)
            }
        }
    }
}
