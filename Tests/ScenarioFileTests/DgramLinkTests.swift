import NetdevOptions
@testable import ScenarioFile
import Testing

@Suite("Dgram links")
struct DgramLinkTests {
    private typealias Place = DgramEndPlan.Place

    private func ends(_ rest: String) throws -> (a: DgramEndPlan, b: DgramEndPlan) {
        let plan = try scenario(
            "version: 1\ntopology:\n  nodes: { s1: switch, s2: switch }\n"
                + "  links: [{ id: t, kind: dgram, endpoints: [s1, s2]\(rest) }]\n")
        guard case .dgram(let a, let b) = plan.links.first?.kind else { throw Missing() }
        return (a, b)
    }

    private struct Missing: Error {}

    @Test("without options everything is the runner's")
    func defaults() throws {
        let (a, b) = try ends("")
        #expect(a == DgramEndPlan(transport: .ipv4, local: Place(), remote: Place()))
        #expect(b == a)
        #expect(
            a.options(local: ("127.0.0.3", 7), remote: ("127.0.0.4", 8))
                == .inet(
                    local: InetEndpoint(host: "127.0.0.3", port: 7), remote: InetEndpoint(host: "127.0.0.4", port: 8)))
    }

    @Test("a type is enough for unix sockets, at either side, nested or dotted")
    func unix() throws {
        for options in [
            "local.type: unix", "remote.type: unix", "local: { type: unix }", "local.type: unix, remote.type: unix",
        ] {
            let (a, b) = try ends(", options: { \(options) }")
            #expect(a == DgramEndPlan(transport: .unix, local: Place(), remote: Place()), "\(options)")
            #expect(b == a)
        }
        #expect(try ends(", options: { local.path: /tmp/a }").b.remote.host == "/tmp/a")
    }

    @Test("options are mirrored: local and remote are crossed")
    func mirroring() throws {
        let (a, b) = try ends(", options: { local: { host: 127.0.0.9, port: 5 }, remote.port: 6 }")
        #expect(a.local == Place(host: "127.0.0.9", port: 5))
        #expect(a.remote == Place(host: nil, port: 6))
        #expect(b.local == a.remote)
        #expect(b.remote == a.local)
    }

    @Test("a and b are laid over their own ends, and a tilde takes away")
    func overlays() throws {
        let (a, b) = try ends(
            ", options: { local.port: 5, remote.port: 6 }, a: { local.port: 7 }, b: { remote: { port: 7 } }")
        #expect([a.local.port, a.remote.port, b.local.port, b.remote.port] == [7, 6, 6, 7])
        #expect(try ends(", options: { local.port: 5 }, b: { remote.port: ~ }").b.remote.port == nil)
        #expect(try ends(", options: { local.type: unix }, b: { remote.type: ~ }").b.transport == .ipv4)
    }

    @Test("an IPv6 address says that the link is IPv6, port 0 that the runner picks the port")
    func versions() throws {
        let (a, b) = try ends(", options: { local.host: \"::1\", local.port: 0 }")
        #expect([a.transport, b.transport] == [.ipv6, .ipv6])
        #expect([a.local.port, b.remote.port] == [nil, nil])
    }
}
