import Testing

@testable import NetdevOptions

/// The options of an l2tpv3 option string.
func l2tpv3(_ text: String) throws -> L2TPv3Options {
    guard case .l2tpv3(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
    return options
}

/// The option string is of another type than the test is about.
struct OtherBackend: Error {}

@Suite("l2tpv3 options")
struct L2TPv3OptionsTests {
    private static let ends = "l2tpv3,src=a,dst=b,txsession=1"

    @Test("everything that is written is read")
    func everything() throws {
        let configuration = try NetdevSpecification.parse(
            """
            l2tpv3,id=n1,src=::1,dst=fe80::1,srcport=0,dstport=1701,ipv6=on,udp=on,txsession=0xffffffff,rxsession=7,\
            cookie64=on,txcookie=0x1122334455667788,rxcookie=5,offset=256,sublayer=default,sequence=reorder,strict-peer=on
            """)
        #expect(configuration.id == "n1")
        guard case .l2tpv3(let options) = configuration.backend else { return }
        #expect(options.src == "::1" && options.dst == "fe80::1")
        #expect(options.srcport == 0 && options.dstport == 1701)
        #expect(options.ipv6 && options.udp && options.cookie64 && options.strictPeer)
        #expect(options.txsession == .max && options.rxsession == 7)
        #expect(options.txcookie == 0x1122_3344_5566_7788 && options.rxcookie == 5)
        #expect(options.offset == 256)
        #expect(options.sublayer == .default && options.sequence == .reorder)
        #expect(!options.counter && !options.pincounter)
    }

    @Test("defaults are QEMU's")
    func defaults() throws {
        let options = try l2tpv3(Self.ends)
        #expect(options.rxsession == 1)
        #expect(!options.udp && !options.ipv6 && !options.cookie64 && !options.strictPeer)
        #expect(options.srcport == nil && options.dstport == nil)
        #expect(options.txcookie == nil && options.rxcookie == nil)
        #expect(options.offset == 0 && options.sublayer == .none && options.sequence == .off)
    }

    @Test(
        "counter and pincounter are ways to write the sublayer",
        arguments: [
            ("", .none), ("counter=off", .none), ("counter=on", .counter), ("counter=on,pincounter=off", .counter),
            ("counter=on,pincounter=on", .pinned), ("pincounter=on", .pinned), ("pincounter=off", .none),
            ("counter", .counter), ("sublayer=counter", .counter), ("sublayer=counter,counter=on", .counter),
            ("sublayer=pinned", .pinned), ("sublayer=pinned,counter=on", .pinned),
            ("sublayer=pinned,counter=on,pincounter=on", .pinned), ("sublayer=default", .default),
            ("sublayer=default,counter=off", .default), ("sublayer=none,counter=off,pincounter=off", .none),
        ] as [(String, L2TPv3Options.Sublayer)])
    func sublayers(text: String, expected: L2TPv3Options.Sublayer) throws {
        #expect(try l2tpv3(text.isEmpty ? Self.ends : "\(Self.ends),\(text)").sublayer == expected)
    }

    @Test(
        "a sublayer that contradicts counter or pincounter is refused",
        arguments: [
            ("pincounter=on,counter=off", "pincounter"), ("sublayer=none,counter=on", "counter"),
            ("sublayer=none,pincounter=on", "pincounter"), ("sublayer=counter,counter=off", "counter"),
            ("sublayer=counter,pincounter=on", "pincounter"), ("sublayer=pinned,counter=off", "counter"),
            ("sublayer=pinned,pincounter=off", "pincounter"), ("sublayer=default,counter=on", "counter"),
            ("sublayer=default,pincounter=on", "pincounter"),
        ])
    func contradictions(text: String, key: String) throws {
        let error = try #require(throws: OptionError.self) { try l2tpv3("\(Self.ends),\(text)") }
        #expect(error.message.hasPrefix("\(key)=") && error.message.contains("contradicts"))
        #expect(error.rule != nil)
    }

    @Test("numbers are checked only where there are numbers", arguments: ["check", "reorder"])
    func sequencing(mode: String) throws {
        for sublayer in ["sublayer=counter", "sublayer=default", "counter=on"] {
            #expect(try l2tpv3("\(Self.ends),\(sublayer),sequence=\(mode)").sequence.rawValue == mode)
        }
        for sublayer in ["sublayer=none", "sublayer=pinned", "pincounter=on"] {
            let error = try #require(throws: OptionError.self) {
                try l2tpv3("\(Self.ends),sequence=\(mode),\(sublayer)")
            }
            #expect(error.message.contains("sequence=\(mode) needs numbers"))
            #expect(error.position.column == Self.ends.count + 2)
        }
        #expect(try l2tpv3("\(Self.ends),sequence=off").sequence == .off)
    }

    @Test(
        "mandatory keys",
        arguments: [
            ("l2tpv3,dst=b,txsession=1", "src"), ("l2tpv3,src=a,txsession=1", "dst"),
            ("l2tpv3,src=a,dst=b", "txsession"),
        ])
    func mandatory(text: String, key: String) throws {
        let error = try #require(throws: OptionError.self) { try l2tpv3(text) }
        #expect(error.message.hasPrefix("l2tpv3 needs \(key)="))
        #expect(error.rule == "\(key) is mandatory")
        #expect(error.position == .start)
    }

    @Test(
        "ports belong to UDP, both of them",
        arguments: [
            ("udp=on", 32, "srcport and dstport", nil), ("srcport=1,udp=on", 42, "srcport and dstport", nil),
            ("udp=on,dstport=1", 32, "srcport and dstport", nil), ("srcport=1,dstport=2", 32, "srcport", "udp=on"),
            ("udp=off,dstport=2", 40, "dstport", "udp=on"), ("udp=on,srcport=1,dstport=0", 57, "dstport", nil),
            ("udp=on,srcport=http,dstport=1", 47, "srcport", nil),
        ] as [(String, Int, String, String?)])
    func ports(text: String, column: Int, words: String, suggestion: String?) throws {
        let error = try #require(throws: OptionError.self) { try l2tpv3("\(Self.ends),\(text)") }
        #expect(error.position.column == column)
        #expect(error.message.contains(words))
        #expect(error.suggestion == suggestion)
    }

    @Test("session 0 is refused with the clause", arguments: ["txsession=0", "txsession=1,rxsession=0x0"])
    func sessionZero(text: String) throws {
        let error = try #require(throws: OptionError.self) { try l2tpv3("l2tpv3,src=a,dst=b,\(text)") }
        #expect(error.rule?.hasPrefix("RFC 3931 4.1.1.2") == true)
        #expect(throws: OptionError.self) { try l2tpv3("l2tpv3,src=a,dst=b,txsession=0x1_0000_0000") }
    }

    @Test("one cookie alone is refused in QEMU's words", arguments: ["txcookie=1", "rxcookie=1"])
    func loneCookie(text: String) throws {
        let error = try #require(throws: OptionError.self) { try l2tpv3("\(Self.ends),\(text)") }
        #expect(error.rule == "QEMU: require both 'rxcookie' and 'txcookie' or neither")
        #expect(error.position.column == Self.ends.count + 2)
    }

    @Test(
        "a cookie wider than its field is refused, and cookie64=off means 32 bits",
        arguments: [
            ("rxcookie=1,txcookie=0x1122334455667788", "txcookie"), ("rxcookie=0x100000000,txcookie=1", "rxcookie"),
            ("cookie64=off,rxcookie=1,txcookie=0x1122334455667788", "txcookie"),
        ])
    func wideCookie(text: String, key: String) throws {
        let error = try #require(throws: OptionError.self) { try l2tpv3("\(Self.ends),\(text)") }
        #expect(error.message.hasPrefix(key) && error.message.contains("cookie64=on"))
        #expect(error.suggestion == "cookie64=on")
        let wide = text.replacing("cookie64=off,", with: "")
        #expect(try l2tpv3("\(Self.ends),cookie64=on,\(wide)").cookie64)
        #expect(try !l2tpv3("\(Self.ends),cookie64=off,rxcookie=0xffffffff,txcookie=0").cookie64)
    }

    @Test(
        "each direction may have a cookie of its own length, or none",
        arguments: [
            ("txcookie=1,rxcookie=2", 32, 32), ("cookie64=on,txcookie=1,rxcookie=2", 64, 64),
            ("txcookie-bits=64,txcookie=1,rxcookie=2", 64, 32), ("rxcookie-bits=64,txcookie=1,rxcookie=2", 32, 64),
            ("cookie64=on,rxcookie-bits=32,txcookie=1,rxcookie=2", 64, 32), ("txcookie=1,rxcookie-bits=0", 32, 0),
            ("cookie64=on,txcookie-bits=0,rxcookie=2", 0, 64), ("rxcookie=2,txcookie-bits=0,rxcookie-bits=64", 0, 64),
            ("txcookie-bits=0,rxcookie-bits=0", 0, 0),
        ])
    func cookieBits(text: String, tx: Int, rx: Int) throws {
        let options = try l2tpv3("\(Self.ends),\(text)")
        #expect(options.txcookieBits == tx && options.rxcookieBits == rx)
        #expect(options.mirrored().txcookieBits == rx && options.mirrored().rxcookieBits == tx)
        let configuration = NetdevConfiguration(backend: .l2tpv3(options))
        #expect(try NetdevSpecification.parse(configuration.optionString) == configuration)
    }

    @Test(
        "a length goes with its cookie, and no cookie is wider",
        arguments: [
            ("txcookie-bits=64", "txcookie-bits=64 without txcookie", nil),
            ("txcookie=1,rxcookie=1,rxcookie-bits=0", "rxcookie-bits=0 contradicts rxcookie", nil),
            ("txcookie=1", "txcookie without rxcookie", "rxcookie-bits=0"),
            ("rxcookie=1,rxcookie-bits=64", "rxcookie without txcookie", "txcookie-bits=0"),
            (
                "cookie64=on,txcookie=0x100000000,rxcookie=1,txcookie-bits=32",
                "txcookie 0x100000000 has more than 32 bits and txcookie-bits is 32", "txcookie-bits=64"
            ),
            (
                "txcookie=1,rxcookie=0x100000000,txcookie-bits=64",
                "rxcookie 0x100000000 has more than 32 bits and cookie64=on is not set", "cookie64=on"
            ),
            ("txcookie=1,rxcookie=1,txcookie-bits=48", "txcookie-bits", nil),
        ] as [(String, String, String?)])
    func wrongCookieBits(text: String, message: String, suggestion: String?) throws {
        let error = try #require(throws: OptionError.self) { try l2tpv3("\(Self.ends),\(text)") }
        #expect(error.message.contains(message))
        #expect(suggestion == nil || error.suggestion == suggestion)
        #expect(error.rule != nil)
    }

    @Test("fragments are the kernel's default")
    func fragment() throws {
        #expect(try l2tpv3(Self.ends).fragment)
        #expect(try !l2tpv3("\(Self.ends),fragment=off").fragment)
    }

    @Test("cookie64=on without cookies is accepted, as in QEMU")
    func cookie64Alone() throws {
        let options = try l2tpv3("\(Self.ends),cookie64=on")
        #expect(options.cookie64 && options.txcookie == nil)
    }

    @Test("the offset's edge", arguments: [("256", true), ("257", false), ("-1", false)])
    func offset(text: String, isAccepted: Bool) {
        #expect(((try? l2tpv3("\(Self.ends),offset=\(text)")) != nil) == isAccepted)
    }
}
