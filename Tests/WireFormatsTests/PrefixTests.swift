import Testing

@testable import WireFormats

@Suite("prefixes")
struct PrefixTests {
    @Test(
        "IPv4 network, mask and broadcast",
        arguments: [
            ("10.0.0.1/24", "10.0.0.0", "255.255.255.0", "10.0.0.255"),
            ("192.0.2.77/30", "192.0.2.76", "255.255.255.252", "192.0.2.79"),
            ("10.1.2.3/0", "0.0.0.0", "0.0.0.0", "255.255.255.255"),
            ("10.1.2.3/31", "10.1.2.2", "255.255.255.254", nil),
            ("10.1.2.3/32", "10.1.2.3", "255.255.255.255", nil),
        ])
    func ipv4(_ text: String, _ network: String, _ mask: String, _ broadcast: String?) throws {
        let prefix = try #require(IPv4Prefix(text))
        #expect(prefix.description == text)
        #expect(prefix.network.description == network)
        #expect(prefix.mask.description == mask)
        #expect(prefix.broadcast?.description == broadcast)
    }

    @Test("IPv4 membership ends at the prefix")
    func containsIPv4() throws {
        let prefix = try #require(IPv4Prefix("10.0.0.1/24"))
        #expect(prefix.contains(IPv4Address(10, 0, 0, 255)))
        #expect(!prefix.contains(IPv4Address(10, 0, 1, 0)))
        #expect(try #require(IPv4Prefix("0.0.0.0/0")).contains(.broadcast))
    }

    @Test(
        "other text is refused",
        arguments: [
            "10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/024", "/24", "10.0.0.1/2 ", "10.0.0.1/-1", "1/8/8",
        ])
    func refusedIPv4(_ text: String) {
        #expect(IPv4Prefix(text) == nil)
    }

    @Test(
        "IPv6 network and mask",
        arguments: [
            ("2001:db8::1/64", "2001:db8::", "ffff:ffff:ffff:ffff::"),
            ("2001:db8:ffff::1/35", "2001:db8:e000::", "ffff:ffff:e000::"),
            ("fe80::ff/126", "fe80::fc", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc"),
            ("::1/0", "::", "::"),
            ("::1/128", "::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ])
    func ipv6(_ text: String, _ network: String, _ mask: String) throws {
        let prefix = try #require(IPv6Prefix(text))
        #expect(prefix.description == text)
        #expect(prefix.network.description == network)
        #expect(prefix.mask.description == mask)
        #expect(prefix.contains(prefix.network))
    }

    @Test("IPv6 membership ends at the prefix, in either half")
    func containsIPv6() throws {
        let short = try #require(IPv6Prefix("2001:db8::/33"))
        #expect(short.contains(try #require(IPv6Address("2001:db8:7fff::"))))
        #expect(!short.contains(try #require(IPv6Address("2001:db8:8000::"))))
        let long = try #require(IPv6Prefix("2001:db8::/127"))
        #expect(long.contains(try #require(IPv6Address("2001:db8::1"))))
        #expect(!long.contains(try #require(IPv6Address("2001:db8::2"))))
    }

    @Test("other text is refused", arguments: ["::1", "::1/", "::1/129", "::1/064", "/64", "::1/1000", "::1%lo/64"])
    func refusedIPv6(_ text: String) {
        #expect(IPv6Prefix(text) == nil)
    }
}
