import TestSupport
import Testing

@testable import NetdevOptions

@Suite("l2tpv3 options as text")
struct L2TPv3OptionsRenderingTests {
    @Test(
        "the canonical string",
        arguments: [
            (
                "txsession=7,dst=b,src=a,type=l2tpv3,id=n1", "l2tpv3,id=n1,src=a,dst=b,txsession=0x7,rxsession=0x7"
            ),
            (
                "l2tpv3,src=a,,b,dst=c,txsession=1,pincounter=on,cookie64=off,offset=0x10",
                "l2tpv3,src=a,,b,dst=c,txsession=0x1,rxsession=0x1,counter=on,pincounter=on,offset=16"
            ),
            (
                "l2tpv3,src=a,dst=b,udp,ipv6,srcport=0,dstport=2,txsession=1,rxsession=2,sublayer=default,sequence=check",
                """
                l2tpv3,src=a,dst=b,srcport=0,dstport=2,ipv6=on,udp=on,txsession=0x1,rxsession=0x2,sublayer=default,\
                sequence=check
                """
            ),
            (
                "l2tpv3,src=a,dst=b,txsession=1,cookie64=on,txcookie=1,rxcookie=2,rxcookie-bits=32,fragment=off",
                """
                l2tpv3,src=a,dst=b,txsession=0x1,rxsession=0x1,txcookie=0x1,rxcookie=0x2,txcookie-bits=64,fragment=off
                """
            ),
        ])
    func canonical(text: String, expected: String) throws {
        #expect(try NetdevSpecification.parse(text).optionString == expected)
    }

    @Test(
        "the string for QEMU has only its keys, and a header of the same length",
        arguments: [
            ("sublayer=default,sequence=check,strict-peer=on", ",counter=on,pincounter=on"),
            ("sublayer=pinned", ",counter=on,pincounter=on"), ("sublayer=counter", ",counter=on"),
            ("sublayer=none", ""), ("cookie64=off", ""),
            ("fragment=off,txcookie=1,rxcookie-bits=0", ",txcookie=0x1,rxcookie=0x0"),
            ("txcookie-bits=64,txcookie=1,rxcookie=2", ",cookie64=on,txcookie=0x1,rxcookie=0x2"),
        ])
    func qemu(text: String, expected: String) throws {
        let configuration = try NetdevSpecification.parse("l2tpv3,id=n1,src=a,dst=b,txsession=1,\(text)")
        #expect(
            configuration.qemuOptionString
                == "l2tpv3,id=n1,src=a,dst=b,txsession=0x1,rxsession=0x1" + expected)
    }

    @Test("reading what was written gives the same again", arguments: 0..<500 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let options = L2TPv3Options.random(using: &random)
        let configuration = NetdevConfiguration(
            id: Bool.random(using: &random) ? "n-1" : nil, backend: .l2tpv3(options))
        let text = configuration.optionString
        #expect(try NetdevSpecification.parse(text) == configuration, "\(text)")
        #expect(try NetdevSpecification.parse(text).optionString == text)

        let forQEMU = try OptionTree(parsing: configuration.qemuOptionString)
        #expect(forQEMU.entries.allSatisfy { NetdevType.l2tpv3.key(named: $0.key)?.isBeyondQEMU == false })
        let read = try l2tpv3(configuration.qemuOptionString)
        #expect((read.sublayer == .none) == (options.sublayer == .none))
    }

    @Test("the far end's far end is the near end", arguments: 0..<200 as Range<UInt64>)
    func mirrored(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let options = L2TPv3Options.random(using: &random)
        let far = options.mirrored()
        #expect(far.mirrored() == options)
        #expect(far.src == options.dst && far.srcport == options.dstport)
        #expect(far.txsession == options.rxsession && far.txcookie == options.rxcookie)

        // What was written crosses as what was meant does.
        guard options.srcport != 0 else { return }
        let tree = try OptionTree(parsing: NetdevConfiguration(backend: .l2tpv3(options)).optionString)
        #expect(try NetdevSpecification.parse(tree.mirrored(by: .l2tpv3)).backend == .l2tpv3(far))
    }

    @Test("crossing options keeps their places")
    func mirroredPositions() throws {
        let tree = try OptionTree(parsing: "l2tpv3,src=a,dst=b,wibble=1").mirrored(by: .l2tpv3)
        #expect(tree.entries.map(\.key) == ["type", "dst", "src", "wibble"])
        #expect(tree["dst"]?.valuePosition.column == 12)
    }

    @Test("a port that any will do for is unknown to the far end")
    func mirroredAnyPort() throws {
        let near = try l2tpv3("l2tpv3,src=a,dst=b,udp=on,srcport=0,dstport=5,txsession=1")
        #expect(near.mirrored().dstport == 0)
        #expect(near.mirrored().srcport == 5)
    }
}

extension L2TPv3Options {
    /// Options that hold every rule, with awkward texts.
    static func random(using random: inout SplitMix64) -> L2TPv3Options {
        let ipv6 = Bool.random(using: &random)
        let texts = [ipv6 ? "fe80::1%eth0" : "127.0.0.1", "a", ",", "a,,b", ",=,", "x=y", " ", "é,ü", "on"]
        func text() -> String { texts[Int.random(in: 0..<texts.count, using: &random)] }
        var options = L2TPv3Options(
            src: text(), dst: text(), txsession: .random(in: 1...(.max), using: &random),
            rxsession: .random(in: 1...(.max), using: &random))
        options.ipv6 = ipv6
        options.udp = .random(using: &random)
        if options.udp {
            options.srcport = Bool.random(using: &random) ? 0 : .random(in: 1...(.max), using: &random)
            options.dstport = .random(in: 1...(.max), using: &random)
        }
        options.cookie64 = .random(using: &random)
        if Bool.random(using: &random) {
            options.txcookie64 = .random(using: &random)
            func cookie(_ is64: Bool) -> UInt64 { .random(in: 0...(is64 ? .max : UInt64(UInt32.max)), using: &random) }
            options.txcookie = cookie(options.txcookie64)
            options.rxcookie = cookie(options.rxcookie64)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                options.txcookie = nil
                options.txcookie64 = options.rxcookie64
            case 1:
                options.rxcookie = nil
                options.rxcookie64 = options.txcookie64
            default: break
            }
        }
        options.fragment = .random(using: &random)
        options.offset = .random(in: 0...256, using: &random)
        options.sublayer = Sublayer.allCases[Int.random(in: 0..<4, using: &random)]
        if options.sublayer == .counter || options.sublayer == .default {
            options.sequence = Sequencing.allCases[Int.random(in: 0..<3, using: &random)]
        }
        options.strictPeer = .random(using: &random)
        return options
    }
}
