import Testing

@testable import NetdevOptions

@Suite("vde and vde-switch options")
struct VDEOptionsTests {
    private func vde(_ text: String) throws -> VDEOptions {
        guard case .vde(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
        return options
    }

    private func vdeSwitch(_ text: String) throws -> VDESwitchOptions {
        guard case .vdeSwitch(let options) = try NetdevSpecification.parse(text).backend else { throw OtherBackend() }
        return options
    }

    @Test(
        "what can be written",
        arguments: [
            ("vde", VDEOptions()), ("vde,id=n0", VDEOptions()),
            ("vde,sock=/tmp/vde.ctl", VDEOptions(sock: "/tmp/vde.ctl")),
            (
                "vde,sock=/x,port=65535,group=lab,mode=0770,frame-limit=9018",
                VDEOptions(sock: "/x", port: 65535, group: "lab", mode: 0o770, frameLimit: 9018)
            ),
            ("vde,sock=tap://a,,b", VDEOptions(sock: "tap://a,b")), ("vde,mode=0700,port=0", VDEOptions()),
        ])
    func plugs(text: String, expected: VDEOptions) throws {
        #expect(try vde(text) == expected)
        let configuration = NetdevConfiguration(backend: .vde(expected))
        #expect(try vde(configuration.optionString) == expected)
    }

    @Test("QEMU is not shown what it does not know")
    func forQEMU() {
        let configuration = NetdevConfiguration(
            id: "n", backend: .vde(VDEOptions(sock: "/x", mode: 0o70, frameLimit: 9018)))
        #expect(configuration.optionString == "vde,id=n,sock=/x,mode=070,frame-limit=9018")
        #expect(configuration.qemuOptionString == "vde,id=n,sock=/x,mode=070")
    }

    @Test(
        "permissions are octal, with a leading zero or without",
        arguments: [("0", 0), ("7", 7), ("700", 0o700), ("0700", 0o700), ("777", 0o777), ("00000660", 0o660)]
            as [(String, UInt16)])
    func modes(text: String, mode: UInt16) throws {
        #expect(try vde("vde,mode=\(text)").mode == mode)
        #expect(try vdeSwitch("vde-switch,sock=/x,mode=\(text)").mode == mode)
    }

    @Test(
        "what is no octal number is refused, and why",
        arguments: [
            ("0780", "mode: '0780' has 8 in it, which is no octal digit"),
            ("900", "mode: '900' has 9 in it, which is no octal digit"), ("rwx", "mode: 'rwx' is no octal number"),
            ("0x1c0", "mode: '0x1c0' is no octal number"), ("-7", "mode: '-7' is no octal number"),
            ("1000", "mode: 1000 is not in 0...0777"),
            ("77777777777777777777777777", "mode: 77777777777777777777777777 is not in 0...0777"),
        ])
    func wrongModes(text: String, message: String) throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse("vde,mode=\(text)") }
        #expect(error.message == message)
        #expect(error.position == OptionPosition(line: 1, column: 10))
        #expect(error.rule != nil)
    }

    @Test(
        "who speaks to which network",
        arguments: [
            ("/tmp/vde.ctl", .directory("/tmp/vde.ctl")), ("vde.ctl", .directory("vde.ctl")),
            ("vde:///tmp/vde.ctl", .directory("/tmp/vde.ctl")), ("vde://", .library("vde://")),
            ("/tmp/vde.ctl[3]", .library("/tmp/vde.ctl[3]")), ("vde:///tmp/x[2]", .library("vde:///tmp/x[2]")),
            ("ptp:///tmp/x", .library("ptp:///tmp/x")), ("hub:///tmp/x", .library("hub:///tmp/x")),
            ("cmd://a vde:///b", .library("cmd://a vde:///b")),
        ] as [(String, VDEOptions.Network)])
    func networks(sock: String, network: VDEOptions.Network) {
        #expect(VDEOptions(sock: sock).network == network)
        #expect(VDEOptions().network == .library(nil))
    }

    @Test("what has the kernel's network in it is known: paths have none")
    func hostNetwork() {
        for sock in ["/x", "vde:///x", "ptp:///x", "switch:///x"] {
            #expect(!VDEOptions(sock: sock).usesHostNetwork)
        }
        for sock in ["tap://t", "udp://1->2", "vxvde://239.0.0.1"] { #expect(VDEOptions(sock: sock).usesHostNetwork) }
        #expect(!VDESwitchOptions(sock: "/x").usesHostNetwork)
    }

    @Test(
        "what a switch of ours can be told",
        arguments: [
            ("vde-switch,sock=/x", VDESwitchOptions(sock: "/x")),
            (
                "vde-switch,sock=/x,mode=0777,group=5,hub=on,ports=8",
                VDESwitchOptions(sock: "/x", mode: 0o777, group: "5", isHub: true, ports: 8)
            ),
            ("vde-switch,sock=/x,hub=off,ports=32,mode=0700", VDESwitchOptions(sock: "/x")),
        ])
    func switches(text: String, expected: VDESwitchOptions) throws {
        #expect(try vdeSwitch(text) == expected)
        #expect(try vdeSwitch(NetdevConfiguration(backend: .vdeSwitch(expected)).optionString) == expected)
    }

    @Test(
        "what is refused",
        arguments: [
            ("vde-switch", "vde-switch needs sock=PATH"), ("vde-switch,sock=/x,ports=0", "ports: 0 is not in 1...1024"),
            ("vde-switch,sock=/x,ports=1025", "ports: 1025 is not in 1...1024"),
            ("vde-switch,sock=ptp:///x", "sock: 'ptp:///x' is no directory"),
            ("vde,sock=/x,port=65536", "port: '65536' is not a port number in 0...65535"),
            ("vde,sock=/x,frame-limit=13", "frame-limit: 13 is not in 14...65553"),
            ("vde,scok=/x", "unknown option 'scok' of vde"), ("vde,sock=a\0b", "sock: a path with a NUL in it"),
        ])
    func refused(text: String, message: String) throws {
        #expect(try #require(throws: OptionError.self) { try NetdevSpecification.parse(text) }.message == message)
    }

    @Test("a directory is as long as leaves room for the names of sockets in it")
    func longDirectory() throws {
        let longest = "/" + String(repeating: "x", count: 94)
        _ = try vde("vde,sock=\(longest)")
        _ = try vdeSwitch("vde-switch,sock=\(longest)")
        for type in ["vde", "vde-switch"] {
            let error = try #require(throws: OptionError.self) {
                try NetdevSpecification.parse("\(type),sock=\(longest)x")
            }
            #expect(error.message == "sock: a path of 96 bytes; a switch's directory has at most 95")
        }
    }

    @Test("two switches in one directory are one too many; plugs have company")
    func bound() throws {
        let configuration = NetdevConfiguration(backend: .vdeSwitch(.init(sock: "/x")))
        #expect(configuration.boundAddress?.identity == .unix(path: "/x/ctl"))
        #expect(NetdevConfiguration(backend: .vde(.init(sock: "/x"))).boundAddress == nil)
    }
}
