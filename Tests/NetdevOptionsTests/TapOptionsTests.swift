import Testing

@testable import NetdevOptions

/// The options of a tap option string.
private func tap(_ text: String) throws -> TapOptions {
    guard case .tap(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
    return options
}

@Suite("tap, bridge and packet options")
struct TapOptionsTests {
    @Test(
        "what is written is what is meant",
        arguments: [
            ("tap", TapOptions(.interface(TapInterface()))),
            ("tap,ifname=tap0", TapOptions(.interface(TapInterface(name: "tap0")))),
            ("tap,ifname=lab%d", TapOptions(.interface(TapInterface(name: "lab%d")))),
            (
                "tap,script=no,downscript=no",
                TapOptions(.interface(TapInterface(script: .none, downscript: .none)))
            ),
            (
                "tap,script=/etc/a,downscript=b,,c",
                TapOptions(.interface(TapInterface(script: .path("/etc/a"), downscript: .path("b,c"))))
            ),
            ("tap,vnet_hdr=on,queues=4", TapOptions(.interface(TapInterface(vnetHeader: true, queues: 4)))),
            ("tap,vnet_hdr=off,queues=1", TapOptions(.interface(TapInterface()))),
            ("tap,sndbuf=0", TapOptions(.interface(TapInterface()), sndbuf: 0)),
            ("tap,sndbuf=1M", TapOptions(.interface(TapInterface()), sndbuf: 1 << 20)),
            ("tap,sndbuf=0x10k", TapOptions(.interface(TapInterface()), sndbuf: 16 << 10)),
            ("tap,sndbuf=2147483647", TapOptions(.interface(TapInterface()), sndbuf: 2_147_483_647)),
            ("tap,fd=7,sndbuf=1G", TapOptions(.descriptors([7]), sndbuf: 1 << 30)),
            ("tap,fds=7:8:0", TapOptions(.descriptors([7, 8, 0]))),
            ("tap,helper=/h", TapOptions(.helper(BridgeOptions(br: "br0", helper: "/h")))),
            ("tap,br=lab,helper=/h x", TapOptions(.helper(BridgeOptions(br: "lab", helper: "/h x")))),
        ] as [(String, TapOptions)])
    func meanings(text: String, expected: TapOptions) throws {
        #expect(try tap(text) == expected)
        let configuration = NetdevConfiguration(backend: .tap(expected))
        #expect(try NetdevSpecification.parse(configuration.optionString) == configuration)
        #expect(try NetdevSpecification.parse(configuration.qemuOptionString) == configuration)
    }

    @Test(
        "the canonical string, in the table's order",
        arguments: [
            (
                "tap,queues=2,vnet_hdr,sndbuf=1k,downscript=no,script=/s,ifname=t,id=x",
                "tap,id=x,ifname=t,script=/s,downscript=no,sndbuf=1024,vnet_hdr=on,queues=2"
            ),
            ("tap,fds=3", "tap,fd=3"), ("tap,fds=3:4", "tap,fds=3:4"),
            ("tap,helper=/h,br=br0", "tap,helper=/h"), ("tap,helper=/h,br=b", "tap,br=b,helper=/h"),
            ("bridge,br=br0", "bridge"), ("bridge,helper=/h,br=b", "bridge,br=b,helper=/h"),
            ("packet,ifname=veth0,id=p", "packet,id=p,ifname=veth0"),
        ])
    func canonical(text: String, expected: String) throws {
        #expect(try NetdevSpecification.parse(text).optionString == expected)
    }

    @Test(
        "what QEMU refuses beside fd, fds and helper is refused in its words, at the key at fault",
        arguments: [
            ("tap,fd=3,ifname=t", 10, "invalid with fd="), ("tap,script=no,fd=3", 5, "invalid with fd="),
            ("tap,fd=3,downscript=/d", 10, "invalid with fd="), ("tap,fd=3,vnet_hdr=off", 10, "invalid with fd="),
            ("tap,fd=3,helper=/h", 10, "invalid with fd="), ("tap,fd=3,queues=1", 10, "invalid with fd="),
            ("tap,fd=3,fds=4", 10, "invalid with fd="), ("tap,fd=3,br=b", 10, "invalid with fd="),
            ("tap,fds=3:4,ifname=t", 13, "invalid with fds="), ("tap,fds=3,queues=2", 11, "invalid with fds="),
            ("tap,fds=3,helper=/h", 11, "invalid with fds="), ("tap,fds=3,vnet_hdr", 11, "invalid with fds="),
            ("tap,helper=/h,ifname=t", 15, "invalid with helper="),
            ("tap,helper=/h,queues=2", 15, "invalid with helper="),
            ("tap,helper=/h,vnet_hdr=on", 15, "invalid with helper="),
            ("tap,ifname=t,br=b", 14, "QEMU takes it and does nothing with it"),
        ])
    func exclusions(text: String, column: Int, rule: String) throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse(text) }
        #expect(error.position.column == column)
        #expect(error.rule?.hasSuffix(rule) == true, "\(error)")
        #expect(error.remedy != nil)
    }

    @Test(
        "unfit values",
        arguments: [
            ("tap,ifname=a/b", "ifname: 'a/b' is no name of an interface"),
            ("tap,ifname=a b", "ifname: 'a b' is no name of an interface"),
            ("tap,ifname=abcdefghijklmnop", "ifname: 'abcdefghijklmnop' has 16 bytes"),
            ("tap,ifname=..", "ifname: '..' is a folder's name"),
            ("tap,ifname=t%s", "ifname: 't%s' has a '%' that is not its only %d"),
            ("tap,ifname=%d%d", "ifname: '%d%d' has a '%' that is not its only %d"),
            ("packet,ifname=t%d", "ifname: 't%d' has a '%' in it"),
            ("bridge,br=a:b", "br: 'a:b' is no name of an interface"),
            ("tap,fds=3:x", "fds: 'x' is not a descriptor's number in 0...2147483647"),
            ("tap,fds=3::4", "fds: '' is not a descriptor's number in 0...2147483647"),
            ("tap,fds=03", "fds: '03' is not a descriptor's number in 0...2147483647"),
            ("tap,fds=3:4:3", "fds: 3 stands there twice"),
            ("tap,sndbuf=x", "sndbuf: 'x' is not a number of bytes"),
            ("tap,sndbuf=M", "sndbuf: 'M' is not a number of bytes"),
            ("tap,sndbuf=2G", "sndbuf: 2G is not in 0...2147483647"),
            ("tap,sndbuf=18446744073709551615G", "sndbuf: 18446744073709551615G is not in 0...2147483647"),
            ("tap,queues=257", "queues: 257 is not in 1...256"), ("tap,queues=0", "queues: 0 is not in 1...256"),
            ("tap,script=", "script: needs a value, PATH|no"),
            ("packet", "packet needs ifname=NAME"),
        ])
    func values(text: String, message: String) throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse(text) }
        #expect(error.message == message)
    }

    @Test("more descriptors than a tap has queues are refused")
    func descriptors() throws {
        let numbers = (0...256).map(String.init).joined(separator: ":")
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse("tap,fds=\(numbers)") }
        #expect(error.message == "fds: 257 descriptors")
    }

    @Test(
        "what QEMU has for vhost is refused with the reason",
        arguments: ["vhost=on", "vhost=off", "vhostfd=3", "vhostfds=3:4", "vhostforce=on", "poll-us=50"])
    func vhost(option: String) throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse("tap,\(option)") }
        #expect(error.message == "option '\(option.prefix { $0 != "=" })' of tap is not supported")
        #expect(error.rule?.contains("vhost") == true)
    }

    @Test("whose network they use, and what they take for themselves")
    func host() throws {
        func facts(_ text: String) throws -> (usesHost: Bool, bound: BoundAddress.Identity?) {
            let configuration = try NetdevSpecification.parse(text)
            return (configuration.usesHostNetwork, configuration.boundAddress?.identity)
        }
        #expect(try facts("tap,ifname=t") == (true, .interface("t")))
        #expect(try facts("tap") == (true, nil))
        #expect(try facts("tap,ifname=t%d") == (true, nil))
        #expect(try facts("tap,ifname=t,queues=2") == (true, nil))
        #expect(try facts("tap,fd=5") == (false, .descriptor(5)))
        #expect(try facts("tap,fds=5:6") == (false, .descriptor(5)))
        #expect(try facts("tap,helper=/h") == (true, nil))
        #expect(try facts("bridge") == (true, nil))
        #expect(try facts("packet,ifname=t") == (true, nil))
    }
}
