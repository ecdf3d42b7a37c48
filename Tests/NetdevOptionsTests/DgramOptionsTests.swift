import Testing

@testable import NetdevOptions

/// The options of a dgram option string.
func dgram(_ text: String) throws -> DgramOptions {
    guard case .dgram(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
    return options
}

@Suite("dgram options")
struct DgramOptionsTests {
    private static let inet = "local.type=inet,local.host=127.0.0.1,local.port=5001"
    private static let toInet = "remote.type=inet,remote.host=127.0.0.1,remote.port=5002"
    private static let unix = "local.type=unix,local.path=/tmp/a"
    private static let toUnix = "remote.type=unix,remote.path=/tmp/b"
    private static let descriptor = "local.type=fd,local.str=7"
    private static let toGroup = "remote.type=inet,remote.host=239.1.1.1,remote.port=5000"
    private static let group = InetEndpoint(host: "239.1.1.1", port: 5000)

    @Test(
        "the combinations of local and remote that mean something",
        arguments: [
            (
                "\(inet),\(toInet)",
                .inet(
                    local: InetEndpoint(host: "127.0.0.1", port: 5001),
                    remote: InetEndpoint(host: "127.0.0.1", port: 5002))
            ),
            (
                "local.type=inet,local.host=::,local.port=0,remote.type=inet,remote.host=fe80::1%eth0,remote.port=65535",
                .inet(local: InetEndpoint(host: "::", port: 0), remote: InetEndpoint(host: "fe80::1%eth0", port: 65535))
            ),
            (
                "local.type=inet,local.host=here,local.port=1,remote.type=inet,remote.host=there.example,remote.port=2",
                .inet(local: InetEndpoint(host: "here", port: 1), remote: InetEndpoint(host: "there.example", port: 2))
            ),
            ("\(unix),\(toUnix)", .unix(local: "/tmp/a", remote: "/tmp/b")),
            ("local.type=unix,local.path=a,,b,remote.type=unix,remote.path=c", .unix(local: "a,b", remote: "c")),
            (toGroup, .multicast(group: group, interface: nil)),
            ("\(inet),\(toGroup)", .multicast(group: group, interface: "127.0.0.1")),
            ("local.type=inet,local.host=10.0.0.1,\(toGroup)", .multicast(group: group, interface: "10.0.0.1")),
            ("local.type=inet,local.host=0.0.0.0,\(toGroup)", .multicast(group: group, interface: nil)),
            (descriptor, .descriptor(7)),
            ("\(descriptor),\(toGroup)", .descriptorMulticast(7, group: group)),
        ] as [(String, DgramOptions)])
    func combinations(text: String, expected: DgramOptions) throws {
        #expect(try dgram("dgram,\(text)") == expected)
        #expect(try dgram("type=dgram,id=d,\(text)") == expected)
    }

    @Test(
        "those that QEMU refuses are refused in its words, at the key at fault",
        arguments: [
            ("id=d", 1, "dgram requires local= parameter"),
            (toInet, 36, "dgram requires local= parameter"), (toUnix, 19, "dgram requires local= parameter"),
            (inet, 18, "type=inet or type=unix requires remote parameter"),
            (unix, 18, "type=inet or type=unix requires remote parameter"),
            ("\(inet),\(toUnix)", 72, "remote and local types must be the same"),
            ("\(unix),\(toInet)", 53, "remote and local types must be the same"),
            ("\(unix),\(toGroup)", 18, "only support inet or fd type for local"),
            ("\(descriptor),\(toInet)", 33, "don't set remote with local.fd"),
            ("\(descriptor),\(toUnix)", 33, "don't set remote with local.fd"),
            ("remote.type=fd,remote.str=3", 19, "don't set remote with local.fd"),
            ("local.type=vsock,local.cid=1", 18, "only support inet or fd type for local"),
            ("local.type=inet,local.host=eth0,\(toGroup)", 34, "localaddr 'eth0' is not a valid IPv4 address"),
            ("local.type=inet,local.host=::1,\(toGroup)", 34, "localaddr '::1' is not a valid IPv4 address"),
            ("local.host=127.0.0.1", 7, "Parameter 'local.type' is missing"),
            ("\(unix),remote.path=/b", 41, "Parameter 'remote.type' is missing"),
            ("local.type=inet", 18, "Parameter 'local.host' is missing"),
            ("local.type=inet,local.host=a,\(toInet)", 18, "Parameter 'local.port' is missing"),
            ("\(inet),remote.type=inet,remote.host=a", 72, "Parameter 'remote.port' is missing"),
            ("remote.type=inet,remote.host=239.1.1.1", 19, "Parameter 'remote.port' is missing"),
            ("local.type=unix", 18, "Parameter 'local.path' is missing"),
            ("local.type=fd", 18, "Parameter 'local.str' is missing"),
            ("local.type=inet,local.path=/a", 23, "Parameter 'local.path' is unexpected"),
            ("\(unix),local.host=a", 41, "Parameter 'local.host' is unexpected"),
            ("\(inet),local.str=3,\(toInet)", 60, "Parameter 'local.str' is unexpected"),
            ("\(unix),remote.type=unix,remote.port=3", 58, "Parameter 'remote.port' is unexpected"),
            ("local.type=inet,local.host=1.2.3", 34, "host address '1.2.3' is not a valid IPv4 address"),
        ])
    func refusedByQEMU(text: String, column: Int, words: String) throws {
        let error = try #require(throws: OptionError.self) { try dgram("dgram,\(text)") }
        #expect(error.position.column == column)
        #expect(error.rule == "QEMU: \(words)")
    }

    @Test(
        "what QEMU takes and nobody means is refused",
        arguments: [
            ("local.type=inet,local.host=239.1.1.2,local.port=1,\(toInet)", 34, "is a multicast group"),
            ("local.type=inet,local.host=ff02::1,local.port=1,\(toInet)", 34, "is a multicast group"),
            ("local.type=inet,local.host=239.1.1.2,\(toGroup)", 34, "is a multicast group"),
            ("remote.type=inet,remote.host=ff02::1,remote.port=1", 36, "another group on each link"),
            ("local.type=inet,local.host=::,remote.type=inet,remote.host=ff11::1,remote.port=1", 66, "another group"),
            (
                "local.type=inet,local.host=127.0.0.1,remote.type=inet,remote.host=ff05::1,remote.port=1", 34,
                "not the IPv6 address of an interface"
            ),
            ("local.type=inet,local.host=::1,\(toGroup)", 34, "not the IPv4 address of an interface"),
            ("\(inet),\(toInet),ttl=2", 116, "ttl without a multicast group"),
            ("\(unix),\(toUnix),ttl=2", 77, "ttl without a multicast group"),
            ("\(inet),remote.type=inet,remote.host=0.0.0.0,remote.port=1", 89, "no address to send to"),
            ("\(inet),remote.type=inet,remote.host=::,remote.port=1", 89, "no address to send to"),
            ("\(inet),remote.type=inet,remote.host=::1,remote.port=1", 89, "remote.host is IPv6"),
            ("local.type=inet,local.host=::1,local.port=1,\(toInet)", 80, "remote.host is IPv4"),
            ("\(inet),remote.type=inet,remote.host=127.0.0.1,remote.port=5001", 111, "the same as local"),
            ("\(unix),remote.type=unix,remote.path=/tmp/a", 70, "the same as local"),
            ("local.str=sock0", 17, "not a descriptor's number"), ("local.str=-1", 17, "not a descriptor's number"),
            ("local.port=99999", 18, "not a port number"), ("remote.port=80x", 19, "not a port number"),
            ("remote.port=0", 19, "not a port number"),
            ("local.path=\(String(repeating: "é", count: 54))", 18, "a path of 108 bytes"),
            ("local.path=a\0b", 18, "NUL"),
        ])
    func refused(text: String, column: Int, words: String) throws {
        let error = try #require(throws: OptionError.self) { try dgram("dgram,\(text)") }
        #expect(error.position.column == column)
        #expect(error.message.contains(words))
    }

    @Test("a path may have as many bytes as the kernel takes")
    func longestPath() throws {
        let path = String(repeating: "é", count: 53) + "x"
        #expect(
            try dgram("dgram,local.type=unix,local.path=\(path),\(Self.toUnix)") == .unix(local: path, remote: "/tmp/b")
        )
    }

    @Test(
        "options that QEMU's address has and dgram has no use for are refused with the reason",
        arguments: [
            "ipv4", "ipv6", "to", "numeric", "keep-alive", "keep-alive-idle", "mptcp", "abstract", "tight",
        ])
    func ignoredByQEMU(key: String) throws {
        for side in ["local", "remote"] {
            let error = try #require(throws: OptionError.self) { try dgram("dgram,\(Self.unix),\(side).\(key)=on") }
            #expect(error.message == "option '\(side).\(key)' of dgram is not supported")
            #expect(error.rule?.hasPrefix("QEMU ignores it here: ") == true)
            #expect(error.position.column == 41)
        }
    }

    @Test("S17: a multicast netdev is called by its type")
    func multicastType() throws {
        #expect(try NetdevSpecification.parse("dgram,\(Self.toGroup)").type.name == "dgram")
    }

    @Test("a key without its side brings the side, and a side alone brings its keys")
    func sides() throws {
        let key = try #require(throws: OptionError.self) { try dgram("dgram,path=/tmp/a") }
        #expect(key.suggestion == "local.path")
        let side = try #require(throws: OptionError.self) { try dgram("dgram,remote=/tmp/a") }
        #expect(side.remedy == "its parts are remote.type, remote.host, remote.port and remote.path")
    }
}
