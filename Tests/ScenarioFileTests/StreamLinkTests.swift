import NetdevOptions
@testable import ScenarioFile
import Testing

@Suite("Stream and socket links")
struct StreamLinkTests {
    private struct Missing: Error {}

    private func kind(_ rest: String) throws -> Scenario.Link.Kind {
        let plan = try scenario(
            "version: 1\ntopology:\n  nodes: { s1: switch, s2: switch }\n"
                + "  links: [{ id: t, endpoints: [s1, s2], \(rest) }]\n")
        guard let kind = plan.links.first?.kind else { throw Missing() }
        return kind
    }

    private func stream(_ rest: String) throws -> (a: StreamEndPlan, b: StreamEndPlan) {
        switch try kind("kind: \(rest)") {
        case .stream(let a, let b), .socket(.stream(let a, let b)): return (a, b)
        default: throw Missing()
        }
    }

    private func udp(_ rest: String) throws -> (a: DgramEndPlan, b: DgramEndPlan) {
        guard case .socket(.udp(let a, let b)) = try kind("kind: socket, \(rest)") else { throw Missing() }
        return (a, b)
    }

    @Test("without options the address is the runner's; the first endpoint listens, the second connects to the same")
    func defaults() throws {
        for link in ["stream", "socket"] {
            let (a, b) = try stream(link)
            let place = (host: "127.0.0.3", port: UInt16(7))
            let address = StreamOptions.Address.inet(InetEndpoint(host: "127.0.0.3", port: 7), version: nil)
            #expect(a.options(at: place) == StreamOptions(address, isServer: true))
            #expect(b.options(at: place) == StreamOptions(address))
            #expect(a.host == nil && a.port == nil && a.transport == .ipv4)
        }
    }

    @Test("what is written of the address is both ends'")
    func written() throws {
        let (a, b) = try stream("stream, options: { addr: { host: 127.0.0.9, port: 5 } }")
        #expect(a.host == "127.0.0.9" && a.port == 5 && b.host == a.host && b.port == a.port)
        #expect(try stream("stream, options: { addr.port: 0 }").a.port == nil, "0 is any port")
        let (listening, connecting) = try stream("socket, options: { listen: \"127.0.0.9:5\" }")
        #expect(listening.host == "127.0.0.9" && connecting.host == "127.0.0.9" && connecting.port == 5)
        #expect(try stream("socket, options: { listen: \":5\" }").b.host == nil, "an empty host is the runner's")
        #expect(try stream("socket, options: { listen: \":5\" }").b.port == 5)
    }

    @Test("a type or a path is enough for unix sockets, a version for IPv6")
    func transports() throws {
        for (options, transport) in [
            ("addr.type: unix", StreamEndPlan.Transport.unix), ("addr: { path: /tmp/a }", .unix),
            ("addr: { type: unix, abstract: on }", .abstract), ("addr.ipv6: on", .ipv6), ("addr.host: \"::1\"", .ipv6),
            ("addr.ipv4: on", .ipv4),
        ] {
            let (a, b) = try stream("stream, options: { \(options) }")
            #expect([a.transport, b.transport] == [transport, transport], "\(options)")
        }
        #expect(try stream("socket, options: { listen: \"[::1]:5\" }").b.transport == .ipv6)
    }

    @Test("the second endpoint may connect again, and elsewhere")
    func overlays() throws {
        let (a, b) = try stream("stream, options: { addr.port: 5 }, b: { reconnect: 2 }")
        #expect(a.options(at: ("h", 1)).reconnect == nil)
        #expect(b.options(at: ("h", 1)).reconnect == 2000)
        #expect(try stream("stream, options: { addr.port: 5 }, b: { addr.port: 6 }").b.port == 6)
        #expect(try stream("stream, options: { addr.port: 5 }, b: { addr.port: ~ }").b.port == nil)
    }

    @Test("udp and localaddr are crossed; one of them says that the link is UDP")
    func datagrams() throws {
        let (a, b) = try udp("options: { udp: \"127.0.0.9:5\", localaddr: \":6\" }")
        #expect(a.local == .init(host: nil, port: 6) && a.remote == .init(host: "127.0.0.9", port: 5))
        #expect(b.local == a.remote && b.remote == a.local)
        #expect(try udp("options: { localaddr: \":6\" }").a.remote == .init())
        #expect(try udp("options: { udp: \"[::1]:6\" }").b.transport == .ipv6)
        #expect(try udp("options: { udp: \"127.0.0.1:1\" }").a.remote.port == 1, "no placeholder is in its way")
    }
}
