import TestSupport
import Testing

@testable import NetdevOptions

/// The options of a stream option string.
func stream(_ text: String) throws -> StreamOptions {
    guard case .stream(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
    return options
}

@Suite("stream options")
struct StreamOptionsTests {
    private static let inet = "addr.type=inet,addr.host=127.0.0.1,addr.port=5000"
    private static let unix = "addr.type=unix,addr.path=/tmp/a"
    private static let endpoint = InetEndpoint(host: "127.0.0.1", port: 5000)

    @Test(
        "addresses, servers and clients",
        arguments: [
            (inet, StreamOptions(.inet(endpoint, version: nil))),
            ("server=on,\(inet)", StreamOptions(.inet(endpoint, version: nil), isServer: true)),
            (
                "server=on,addr.type=inet,addr.host=::,addr.port=0",
                StreamOptions(.inet(InetEndpoint(host: "::", port: 0), version: nil), isServer: true)
            ),
            ("\(inet),addr.ipv4=on", StreamOptions(.inet(endpoint, version: .ipv4))),
            ("\(inet),addr.ipv6=off", StreamOptions(.inet(endpoint, version: .ipv4))),
            ("\(inet),addr.ipv4=on,addr.ipv6=on", StreamOptions(.inet(endpoint, version: nil))),
            (
                "addr.type=inet,addr.host=a,addr.port=1,addr.ipv4=off",
                StreamOptions(.inet(InetEndpoint(host: "a", port: 1), version: .ipv6))
            ),
            (unix, StreamOptions(.unix(path: "/tmp/a"))),
            ("\(unix),addr.abstract=off", StreamOptions(.unix(path: "/tmp/a"))),
            ("\(unix),addr.abstract=on", StreamOptions(.abstract(name: "/tmp/a", padding: .none))),
            ("\(unix),addr.abstract=on,addr.tight=off", StreamOptions(.abstract(name: "/tmp/a", padding: .zeros))),
            ("addr.type=fd,addr.str=7", StreamOptions(.descriptor(7))),
            ("addr.type=fd,addr.str=7,server=off", StreamOptions(.descriptor(7))),
            ("\(inet),reconnect-ms=250", StreamOptions(.inet(endpoint, version: nil), reconnect: 250)),
            ("\(inet),reconnect=2", StreamOptions(.inet(endpoint, version: nil), reconnect: 2000)),
            ("\(inet),reconnect-ms=0", StreamOptions(.inet(endpoint, version: nil))),
            ("\(inet),reconnect=4294967", StreamOptions(.inet(endpoint, version: nil), reconnect: 4_294_967_000)),
        ])
    func combinations(text: String, expected: StreamOptions) throws {
        #expect(try stream("stream,\(text)") == expected)
        #expect(try stream("type=stream,id=s,\(text)") == expected)
    }

    @Test("JSON nests the address")
    func json() throws {
        let entries = try OptionTree(parsing: "stream,server=on,addr.type=unix,addr.path=lab,addr.abstract=on")
        #expect(
            try NetdevSpecification.parse(entries).backend
                == .stream(StreamOptions(.abstract(name: "lab", padding: .none), isServer: true)))
    }

    @Test(
        "those that QEMU refuses are refused in its words, at the key at fault",
        arguments: [
            ("addr.type=inet,addr.host=a", 18, "Parameter 'addr.port' is missing"),
            ("addr.type=inet", 18, "Parameter 'addr.host' is missing"),
            ("addr.type=unix", 18, "Parameter 'addr.path' is missing"),
            ("addr.type=fd", 18, "Parameter 'addr.str' is missing"),
            ("\(unix),addr.port=5", 40, "Parameter 'addr.port' is unexpected"),
            ("\(inet),addr.abstract=on", 58, "Parameter 'addr.abstract' is unexpected"),
            (
                "\(inet),server=on,reconnect-ms=0", 68,
                "'reconnect-ms' option is incompatible with socket in server mode"
            ),
            ("\(inet),server=on,reconnect=1", 68, "'reconnect-ms' option is incompatible with socket in server mode"),
            ("addr.type=inet,addr.host=1.2.3,addr.port=5", 33, "host address '1.2.3' is not a valid IPv4 address"),
        ])
    func refusedByQEMU(text: String, column: Int, words: String) throws {
        let error = try #require(throws: OptionError.self) { try stream("stream,\(text)") }
        #expect(error.position.column == column)
        #expect(error.rule == "QEMU: \(words)")
    }

    @Test(
        "what means nothing is refused",
        arguments: [
            ("id=s", 1, "stream needs addr.type=inet|unix|fd"),
            ("\(inet),reconnect=1,reconnect-ms=5", 58, "reconnect beside reconnect-ms"),
            ("addr.type=fd,addr.str=3,server=on", 32, "server with addr.type=fd"),
            ("addr.type=fd,addr.str=3,reconnect-ms=5", 32, "reconnect-ms with addr.type=fd"),
            ("\(unix),addr.tight=on", 40, "addr.tight is about abstract names"),
            ("addr.type=inet,addr.host=0.0.0.0,addr.port=5", 33, "no address to connect to"),
            ("addr.type=inet,addr.host=230.0.0.1,addr.port=5,server=on", 33, "is a multicast group"),
            ("addr.type=inet,addr.host=a,addr.port=0", 45, "addr.port=0 is no port to connect to"),
            ("\(inet),addr.ipv4=off,addr.ipv6=off", 72, "leave no version of IP"),
            ("\(inet),addr.ipv6=on", 33, "is an IPv4 address"),
            ("addr.type=inet,addr.host=::1,addr.port=5,addr.ipv4=on", 33, "is an IPv6 address"),
            ("addr.port=99999", 18, "not a port number"), ("addr.port=80x", 18, "not a port number"),
            ("reconnect-ms=4294967296", 21, "is not in 0...2^32-1"), ("reconnect=4294968", 18, "is not in 0...4294967"),
            ("addr.type=vsock", 18, "'vsock' is not supported"),
            ("addr.to=5", 8, "'addr.to' of stream is not supported"),
            ("addr.keep-alive=on", 8, "'addr.keep-alive' of stream is not supported"),
            ("addr.path=\(String(repeating: "x", count: 108))", 18, "a path of 108 bytes"),
        ])
    func refused(text: String, column: Int, words: String) throws {
        let error = try #require(throws: OptionError.self) { try stream("stream,\(text)") }
        #expect(error.position.column == column, "\(error)")
        #expect(error.message.contains(words), "\(error)")
    }

    @Test("reading what was written gives the same again", arguments: 0..<300 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let options = StreamOptions.random(using: &random)
        let configuration = NetdevConfiguration(
            id: Bool.random(using: &random) ? "n-1" : nil, backend: .stream(options))
        let text = configuration.optionString
        #expect(try NetdevSpecification.parse(text) == configuration, "\(text)")
        #expect(try NetdevSpecification.parse(text).optionString == text)
        #expect(try NetdevSpecification.parse(configuration.qemuOptionString) == configuration)
    }

    @Test("the far end of a server is a client, and the other way round; of a descriptor nothing is known")
    func mirrored() throws {
        let server = try stream("stream,server=on,\(Self.inet)")
        let client = try stream("stream,reconnect-ms=5,\(Self.inet)")
        #expect(server.mirrored() == StreamOptions(server.address))
        #expect(client.mirrored() == server)
        #expect(StreamOptions(.descriptor(3)).mirrored() == nil)
    }

    @Test("what a server takes nobody else can have; a client takes nothing")
    func bound() throws {
        func bound(_ text: String) throws -> BoundAddress? {
            try NetdevSpecification.parse("stream,\(text)").boundAddress
        }
        #expect(try bound("server=on,\(Self.inet)")?.description == "127.0.0.1 TCP port 5000")
        #expect(try bound("server=on,\(Self.unix)")?.description == "the path '/tmp/a'")
        #expect(try bound("server=on,\(Self.unix),addr.abstract=on")?.description == "the abstract name '/tmp/a'")
        #expect(try bound("addr.type=fd,addr.str=3")?.description == "descriptor 3")
        for text in [Self.inet, Self.unix, "\(Self.unix),addr.abstract=on"] { #expect(try bound(text) == nil) }
        #expect(try bound("server=on,addr.type=inet,addr.host=a,addr.port=0") == nil)
    }

    @Test("paths and descriptors are the same in every network namespace, addresses and abstract names are not")
    func namespaces() throws {
        for (text, isHosts) in [
            (Self.inet, true), ("\(Self.unix),addr.abstract=on", true), (Self.unix, false),
            ("addr.type=fd,addr.str=3", false),
        ] {
            #expect(try NetdevSpecification.parse("stream,\(text)").usesHostNetwork == isHosts)
        }
        #expect(try NetdevSpecification.parse("socket,listen=:5").usesHostNetwork)
        #expect(try !NetdevSpecification.parse("socket,fd=5").usesHostNetwork)
    }
}

extension StreamOptions {
    /// Options that hold every rule, with awkward texts.
    static func random(using random: inout SplitMix64) -> StreamOptions {
        func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &random)] }
        let names = ["/tmp/a", ",", "a,,b", "x=y", " ", "é,ü", "@abstract", String(repeating: "x", count: 107)]
        let isServer = Bool.random(using: &random)
        let reconnect: UInt32? = isServer || Bool.random(using: &random) ? nil : pick([1, 250, .max])
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let host = pick(["127.0.0.1", "::1", "fe80::1%eth0", "b-c.example"])
            let port: UInt16 = isServer && Bool.random(using: &random) ? 0 : .random(in: 1...(.max), using: &random)
            let version: IPVersion? = pick([nil, host.contains(":") ? .ipv6 : .ipv4])
            return StreamOptions(
                .inet(InetEndpoint(host: host, port: port), version: version), isServer: isServer, reconnect: reconnect)
        case 1: return StreamOptions(.unix(path: pick(names)), isServer: isServer, reconnect: reconnect)
        case 2:
            return StreamOptions(
                .abstract(name: pick(names), padding: pick([.none, .zeros])), isServer: isServer, reconnect: reconnect)
        default: return StreamOptions(.descriptor(.random(in: 0...(.max), using: &random)))
        }
    }
}
