import Testing

@testable import NetdevOptions

@Suite("hubport")
struct HubportTests {
    private func read(_ texts: [String]) throws -> HubportPlugs {
        try HubportPlugs(texts.map { try NetdevSpecification.parse($0) })
    }

    @Test(
        "options as meant, and as they are written again",
        arguments: [
            ("hubport,hubid=0", HubportOptions(hub: 0), "hubport,hubid=0"),
            ("hubport,id=h,hubid=0x10,netdev=a-b.c", HubportOptions(hub: 16, netdev: "a-b.c"), nil),
            ("hubport,hubid=2147483647", HubportOptions(hub: 2_147_483_647), "hubport,hubid=2147483647"),
        ])
    func options(text: String, options: HubportOptions, canonical: String?) throws {
        let configuration = try NetdevSpecification.parse(text)
        #expect(configuration.backend == .hubport(options))
        if let canonical { #expect(configuration.optionString == canonical) }
        #expect(configuration.qemuOptionString == configuration.optionString)
        #expect(try NetdevSpecification.parse(configuration.optionString) == configuration)
        #expect(configuration.boundAddress == nil)
        #expect(!configuration.usesHostNetwork)
    }

    @Test(
        "what is no hub and no netdev's name is refused",
        arguments: [
            ("hubport", "hubport needs hubid="), ("hubport,hubid=-1", "hubid: '-1' is not a number"),
            ("hubport,hubid=2147483648", "hubid: 2147483648 is not in"),
            ("hubport,hubid=1,netdev=1a", "netdev: '1a' is not an identifier"),
        ])
    func refused(text: String, words: String) throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse(text) }
        #expect(error.message.hasPrefix(words))
    }

    @Test("hubports are plugged into what they name, in any order, and the rest is left over")
    func plugs() throws {
        let plugs = try read([
            "hubport,id=h0,hubid=0,netdev=b", "dgram,id=a,local.type=fd,local.str=3",
            "dgram,id=b,local.type=fd,local.str=4", "hubport,id=h1,hubid=0",
        ])
        #expect(plugs.plugs == [HubportPlugs.Plug(hubport: 0, netdev: 2)])
        #expect(plugs.ends == [1, 3])
        #expect(plugs.refusals.isEmpty)
    }

    @Test("two hubs are joined by a port of one in a port of the other")
    func twoHubs() throws {
        let plugs = try read(["hubport,id=h0,hubid=0", "hubport,id=h1,hubid=1,netdev=h0"])
        #expect(plugs.plugs == [HubportPlugs.Plug(hubport: 1, netdev: 0)])
        #expect(plugs.ends.isEmpty)
    }

    @Test(
        "C2: what has a peer already, is not there, or would be its own peer is an error",
        arguments: [
            (["hubport,hubid=1,netdev=peer"], "netdev 'peer' not found", nil),
            (["dgram,id=peer1,local.type=fd,local.str=3", "hubport,hubid=1,netdev=peer"], "netdev 'peer'", "peer1"),
            (["hubport,id=h,hubid=1,netdev=h"], "'h' is this hubport itself", nil),
            (["hubport,id=a,hubid=1", "hubport,hubid=1,netdev=a"], "'a' is a port of hub 1, too", nil),
            (
                [
                    "dgram,id=a,local.type=fd,local.str=3", "hubport,id=h0,hubid=4,netdev=a",
                    "hubport,id=h1,hubid=5,netdev=a",
                ], "'a' is plugged into hub 4 already", nil
            ),
            (
                [
                    "dgram,id=a,local.type=fd,local.str=3", "hubport,id=h0,hubid=4,netdev=a",
                    "hubport,id=h1,hubid=5,netdev=h0",
                ], "'h0' is plugged into 'a'", nil
            ),
            (
                [
                    "dgram,id=a,local.type=fd,local.str=3", "dgram,id=a,local.type=fd,local.str=4",
                    "hubport,hubid=4,netdev=a",
                ], "2 netdevs are called 'a'", nil
            ),
        ] as [([String], String, String?)])
    func refusals(texts: [String], words: String, suggestion: String?) throws {
        let plugs = try read(texts)
        let refusal = try #require(plugs.refusals.first)
        #expect(plugs.refusals.count == 1)
        #expect(refusal.hubport == texts.count - 1)
        #expect(refusal.message.hasPrefix(words))
        #expect(refusal.suggestion == suggestion)
    }

    @Test("C11: a hub with one port is warned of, whatever is plugged in; a hub with two is not")
    func warnings() throws {
        let netdevs = try [
            "l2tpv3,id=t,src=127.0.0.1,dst=127.0.0.1,txsession=1", "hubport,id=h0,hubid=0,netdev=t",
            "hubport,id=h1,hubid=1", "hubport,id=h2,hubid=0",
        ].map { try NetdevSpecification.parse($0) }
        let warnings = HubportPlugs.warnings(netdevs) { netdevs[$0].id ?? "" }
        #expect(warnings.map(\.netdev) == [2])
        #expect(warnings.map(\.text) == ["hub 1 has one port, `h1`: what comes in there goes nowhere"])
    }
}
