import TestSupport
import Testing

@testable import NetdevOptions

@Suite("dgram options as text")
struct DgramOptionsRenderingTests {
    @Test(
        "the canonical string",
        arguments: [
            (
                "remote.port=2,remote.host=b,remote.type=inet,local.port=0,local.host=a,local.type=inet,type=dgram,id=d",
                """
                dgram,id=d,local.type=inet,local.host=a,local.port=0,remote.type=inet,remote.host=b,remote.port=2
                """
            ),
            (
                "dgram,remote.type=unix,remote.path=b,local.path=a,,,,c,local.type=unix",
                "dgram,local.type=unix,local.path=a,,,,c,remote.type=unix,remote.path=b"
            ),
            (
                "dgram,remote.type=inet,remote.host=224.0.0.1,remote.port=9,local.type=inet,local.host=10.0.0.1,local.port=7",
                """
                dgram,local.type=inet,local.host=10.0.0.1,local.port=0,remote.type=inet,remote.host=224.0.0.1,remote.port=9
                """
            ),
            (
                "dgram,remote.type=inet,remote.host=224.0.0.1,remote.port=9",
                "dgram,remote.type=inet,remote.host=224.0.0.1,remote.port=9"
            ),
            ("dgram,local.str=0,local.type=fd", "dgram,local.type=fd,local.str=0"),
        ])
    func canonical(text: String, expected: String) throws {
        let configuration = try NetdevSpecification.parse(text)
        #expect(configuration.optionString == expected)
        #expect(configuration.qemuOptionString == expected)
    }

    @Test("reading what was written gives the same again", arguments: 0..<500 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let configuration = NetdevConfiguration(
            id: Bool.random(using: &random) ? "n-1" : nil, backend: .dgram(.random(using: &random)))
        let text = configuration.optionString
        #expect(try NetdevSpecification.parse(text) == configuration, "\(text)")
        #expect(try NetdevSpecification.parse(text).optionString == text)
        // QEMU has no ttl; the rest is said to it.
        let forQEMU = try NetdevSpecification.parse(configuration.qemuOptionString)
        #expect(forQEMU == configuration || text.hasPrefix("\(forQEMU.optionString),ttl="))
    }

    @Test("the far end's far end is the near end", arguments: 0..<200 as Range<UInt64>)
    func mirrored(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let options = DgramOptions.random(using: &random)
        guard let far = options.mirrored() else { return }
        #expect(far.mirrored() == options)

        // What was written crosses as what was meant does.
        switch options {
        case .inet(let local, _) where local.port == 0: return
        case .inet, .unix:
            #expect(far != options)
            let tree = try OptionTree(parsing: NetdevConfiguration(backend: .dgram(options)).optionString)
            #expect(try NetdevSpecification.parse(tree.mirrored(by: .dgram)).backend == .dgram(far))
        case .multicast: #expect(far == options)
        case .descriptor, .descriptorMulticast: Issue.record("nothing is known of the far end of a descriptor")
        }
    }

    @Test("what the far end of a descriptor is, nobody knows; a port that any will do for is unknown to it")
    func unknownFarEnds() throws {
        #expect(DgramOptions.descriptor(3).mirrored() == nil)
        #expect(DgramOptions.descriptorMulticast(3, group: InetEndpoint(host: "224.0.0.1", port: 1)).mirrored() == nil)
        let near = DgramOptions.inet(
            local: InetEndpoint(host: "a", port: 0), remote: InetEndpoint(host: "b", port: 5))
        #expect(
            near.mirrored()
                == .inet(local: InetEndpoint(host: "b", port: 5), remote: InetEndpoint(host: "a", port: 0)))
    }
}

extension DgramOptions {
    /// Options that hold every rule, with awkward texts.
    static func random(using random: inout SplitMix64) -> DgramOptions {
        func pick(_ texts: [String]) -> String { texts[Int.random(in: 0..<texts.count, using: &random)] }
        let group = InetEndpoint(
            host: pick(["224.0.0.0", "239.255.255.255", "230.0.0.1"]), port: .random(in: 1...(.max), using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            let hosts =
                Bool.random(using: &random) ? ["127.0.0.1", "a", "b-c.example"] : ["::1", "fe80::1%eth0", "x_y"]
            let local = InetEndpoint(
                host: pick(hosts), port: Bool.random(using: &random) ? 0 : .random(in: 1...(.max), using: &random))
            var remote = InetEndpoint(host: pick(hosts), port: .random(in: 1...(.max), using: &random))
            if remote == local { remote.port = remote.port == 1 ? 2 : 1 }
            return .inet(local: local, remote: remote)
        case 1:
            let paths = [
                "/tmp/a", ",", "a,,b", ",=,", "x=y", " ", "é,ü", "@abstract", String(repeating: "x", count: 107),
            ]
            return .unix(local: pick(paths), remote: "/run/" + pick(["b", ",", "=", "local.type"]))
        case 2:
            let ttl: UInt8 = Bool.random(using: &random) ? 1 : .random(in: 0...(.max), using: &random)
            guard Bool.random(using: &random) else {
                let sixth = InetEndpoint(host: pick(["ff05::1", "ff02::1%eth0", "ff0e::1%2"]), port: group.port)
                return .multicast(
                    group: sixth, interface: Bool.random(using: &random) ? nil : pick(["::1", "fe80::1%eth0"]), ttl: ttl
                )
            }
            return .multicast(
                group: group, interface: Bool.random(using: &random) ? nil : pick(["127.0.0.1", "10.0.0.1"]), ttl: ttl)
        case 3: return .descriptor(.random(in: 0...(.max), using: &random))
        default: return .descriptorMulticast(.random(in: 0...(.max), using: &random), group: group)
        }
    }
}
