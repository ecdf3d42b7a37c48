import TestSupport
import Testing

@testable import NetdevOptions

/// The options of a socket option string.
func socket(_ text: String) throws -> SocketOptions {
    guard case .socket(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
    return options
}

@Suite("socket options")
struct SocketOptionsTests {
    private static func endpoint(_ host: String, _ port: UInt16) -> InetEndpoint {
        InetEndpoint(host: host, port: port)
    }

    @Test(
        "each kind has its key",
        arguments: [
            ("listen=127.0.0.1:1234", .listen(endpoint("127.0.0.1", 1234))),
            ("listen=:1234", .listen(endpoint("0.0.0.0", 1234))),
            ("listen=[::]:1", .listen(endpoint("::", 1))),
            ("connect=localhost:65535", .connect(endpoint("localhost", 65535))),
            ("connect=[fe80::1%eth0]:5", .connect(endpoint("fe80::1%eth0", 5))),
            ("connect=:5", .connect(endpoint("127.0.0.1", 5))),
            ("mcast=230.0.0.1:1234", .multicast(group: endpoint("230.0.0.1", 1234), interface: nil)),
            (
                "mcast=230.0.0.1:1234,localaddr=127.0.0.1",
                .multicast(group: endpoint("230.0.0.1", 1234), interface: "127.0.0.1")
            ),
            (
                "mcast=230.0.0.1:1234,localaddr=0.0.0.0", .multicast(group: endpoint("230.0.0.1", 1234), interface: nil)
            ),
            (
                "udp=127.0.0.1:1,localaddr=127.0.0.1:2",
                .udp(local: endpoint("127.0.0.1", 2), remote: endpoint("127.0.0.1", 1))
            ),
            ("udp=b:1,localaddr=:2", .udp(local: endpoint("0.0.0.0", 2), remote: endpoint("b", 1))),
            ("udp=[::1]:1,localaddr=:2", .udp(local: endpoint("::", 2), remote: endpoint("::1", 1))),
            ("fd=7", .descriptor(7)),
        ] as [(String, SocketOptions)])
    func kinds(text: String, expected: SocketOptions) throws {
        #expect(try socket("socket,\(text)") == expected)
        #expect(try socket("type=socket,id=s,\(text)") == expected)
    }

    @Test(
        "those that QEMU refuses are refused in its words, at the key at fault",
        arguments: [
            ("id=s", 1, "exactly one of listen=, connect=, mcast= or udp= is required, or fd="),
            ("listen=:1,connect=:2", 18, "exactly one of listen=, connect=, mcast= or udp= is required, or fd="),
            ("fd=3,mcast=230.0.0.1:1", 13, "exactly one of listen=, connect=, mcast= or udp= is required, or fd="),
            ("listen=:1,localaddr=127.0.0.1", 18, "localaddr= is only valid with mcast= or udp="),
            ("localaddr=127.0.0.1,fd=3", 8, "localaddr= is only valid with mcast= or udp="),
            ("udp=127.0.0.1:1", 8, "localaddr= is mandatory with udp="),
            ("listen=1234", 15, "host address '1234' doesn't contain ':' separating host from port"),
            ("connect=[::1]", 16, "host address '[::1]' doesn't contain ':' separating host from port"),
            ("connect=1.2.3:4", 16, "host address '1.2.3' is not a valid IPv4 address"),
            ("mcast=127.0.0.1:5", 14, "specified mcastaddr 127.0.0.1 does not contain a multicast address"),
            ("mcast=:5", 14, "specified mcastaddr 0.0.0.0 does not contain a multicast address"),
            ("mcast=230.0.0.1:1,localaddr=eth0", 36, "localaddr 'eth0' is not a valid IPv4 address"),
            ("mcast=230.0.0.1:1,localaddr=127.0.0.1:5", 36, "localaddr '127.0.0.1:5' is not a valid IPv4 address"),
        ])
    func refusedByQEMU(text: String, column: Int, words: String) throws {
        let error = try #require(throws: OptionError.self) { try socket("socket,\(text)") }
        #expect(error.position.column == column)
        #expect(error.rule == "QEMU: \(words)")
    }

    @Test(
        "S6: a port is plain decimal in 1...65535",
        arguments: ["99999", "80x", "0", "", "+5", "-1", "05", "0x50", " 5", "http", "65536", "5 ", "٥"])
    func ports(text: String) throws {
        for key in ["listen", "connect", "mcast"] {
            let host = key == "mcast" ? "230.0.0.1" : "127.0.0.1"
            let error = try #require(throws: OptionError.self) { try socket("socket,\(key)=\(host):\(text)") }
            #expect(error.message == "\(key): '\(text)' is not a port number in 1...65535")
            #expect(error.position.column == 9 + key.count)
        }
    }

    @Test(
        "what QEMU takes and nobody means is refused",
        arguments: [
            ("connect=0.0.0.0:5", "is no address to send to", "127.0.0.1:5"),
            ("connect=[::]:5", "is no address to send to", "[::1]:5"),
            ("connect=230.0.0.1:5", "is a multicast group", "mcast=230.0.0.1:5"),
            ("listen=230.0.0.1:5", "is a multicast group", "mcast=230.0.0.1:5"),
            ("udp=:5,localaddr=239.1.1.1:6", "is a multicast group", "mcast=239.1.1.1:6"),
            ("udp=127.0.0.1:5,localaddr=127.0.0.1:5", "localaddr is the same as udp", nil),
            ("udp=127.0.0.1:5,localaddr=[::1]:6", "localaddr is IPv6 and udp is IPv4", nil),
            ("listen=::1:5", "is neither HOST:PORT nor [ADDRESS]:PORT", "[::1]:5"),
            ("listen=a:b:c", "is neither HOST:PORT nor [ADDRESS]:PORT", nil),
            ("listen=[::1:5", "has no ] behind its address", nil),
            ("listen=[127.0.0.1]:5", "'127.0.0.1' is not an IPv6 address", nil),
            ("mcast=[ff02::1]:5", "mcast: ff02::1 is another group on each link", nil),
            ("fd=sock0", "not a descriptor's number", nil),
            ("listen=a b:5", "neither an address nor a host's name", nil),
            ("listen", "needs a value, [HOST]:PORT", nil),
        ] as [(String, String, String?)])
    func refused(text: String, words: String, suggestion: String?) throws {
        let error = try #require(throws: OptionError.self) { try socket("socket,\(text)") }
        #expect(error.message.contains(words), "\(error)")
        #expect(error.suggestion == suggestion)
    }

    @Test("reading what was written gives the same again", arguments: 0..<300 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let options = SocketOptions.random(using: &random)
        let configuration = NetdevConfiguration(
            id: Bool.random(using: &random) ? "n-1" : nil, backend: .socket(options))
        let text = configuration.optionString
        #expect(try NetdevSpecification.parse(text) == configuration, "\(text)")
        #expect(try NetdevSpecification.parse(text).optionString == text)
        #expect(try NetdevSpecification.parse(configuration.qemuOptionString) == configuration)
        if let far = options.mirrored() { #expect(far.mirrored() == options) }
    }

    @Test("a listener's port is taken, by TCP alone; the others' by UDP, or not at all")
    func bound() throws {
        func bound(_ text: String) throws -> BoundAddress? { try NetdevSpecification.parse(text).boundAddress }
        let listening = try bound("socket,listen=127.0.0.1:5")
        #expect(listening?.description == "127.0.0.1 TCP port 5")
        #expect(listening?.key == "listen")
        #expect(
            try bound("stream,server=on,addr.type=inet,addr.host=127.0.0.1,addr.port=5")?.identity
                == listening?.identity)
        #expect(try bound("socket,udp=:1,localaddr=127.0.0.1:5")?.description == "127.0.0.1 UDP port 5")
        #expect(try bound("socket,fd=5")?.description == "descriptor 5")
        #expect(try bound("socket,connect=:5") == nil)
        #expect(try bound("socket,mcast=230.0.0.1:5") == nil)
    }
}

extension SocketOptions {
    /// Options that hold every rule.
    static func random(using random: inout SplitMix64) -> SocketOptions {
        func port() -> UInt16 { .random(in: 1...(.max), using: &random) }
        func host() -> String {
            ["127.0.0.1", "::1", "fe80::1%eth0", "a-b.example", "x_y"].randomElement(using: &random) ?? "a"
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return .listen(InetEndpoint(host: host(), port: port()))
        case 1: return .connect(InetEndpoint(host: host(), port: port()))
        case 2:
            return .multicast(
                group: InetEndpoint(host: "230.0.0.1", port: port()),
                interface: Bool.random(using: &random) ? nil : "127.0.0.1")
        case 3:
            let host = host()
            let local = port()
            let remote = port()
            return .udp(
                local: InetEndpoint(host: host, port: local),
                remote: InetEndpoint(host: host, port: remote == local ? (local == 1 ? 2 : 1) : remote))
        default: return .descriptor(.random(in: 0...(.max), using: &random))
        }
    }
}
