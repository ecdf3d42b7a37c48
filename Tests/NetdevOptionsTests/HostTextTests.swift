import Testing
import WireFormats

@testable import NetdevOptions

@Suite("hosts by their text")
struct HostTextTests {
    @Test("addresses", arguments: ["127.0.0.1", "0.0.0.0", "255.255.255.255"])
    func ipv4(text: String) throws {
        #expect(try HostText(text) == .ipv4(#require(IPv4Address(text))))
    }

    @Test(
        "addresses of IPv6, their zone left out",
        arguments: [("::", "::"), ("::1", "::1"), ("fe80::1%eth0", "fe80::1")])
    func ipv6(text: String, address: String) throws {
        #expect(try HostText(text) == .ipv6(#require(IPv6Address(address))))
    }

    @Test("names", arguments: ["localhost", "a", "b-c.example.", "x_y", "3com.example", "127.0.0.1.example"])
    func names(text: String) throws {
        #expect(try HostText(text) == .name)
    }

    @Test(
        "mistakes, with what was meant where that can be told",
        arguments: [
            ("127.1", nil), ("010.0.0.1", nil), ("1.2.3.4.5", nil), ("256.0.0.1", nil), ("5000", nil),
            ("[::1]", "::1"), ("[::1]:5000", "::1"), ("[fe80::1%eth0]", "fe80::1%eth0"), ("[x]", nil),
            ("127.0.0.1:5000", "127.0.0.1"), ("localhost:80", "localhost"), (":80", nil), ("a:b", nil),
            ("a:70000", nil),
            ("1:2:3", nil), ("fe80::1%", nil), ("a b", nil), ("é", nil), ("a\0", nil), ("a/b", nil), ("*", nil),
        ] as [(String, String?)])
    func mistakes(text: String, suggestion: String?) throws {
        let refusal = try #require(throws: HostText.Refusal.self) { try HostText(text) }
        #expect(refusal.problem.hasPrefix("'\(text)' "))
        #expect(refusal.suggestion == suggestion)
    }
}
