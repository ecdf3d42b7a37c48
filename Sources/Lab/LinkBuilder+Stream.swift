import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import ScenarioFile

extension LinkBuilder {
    /// A stream link in process: its codec without its sockets.
    func stage(
        _ link: inout Topology.Link, _ form: LinkForm, _ number: Int,
        _ ends: (a: StreamEndPlan, b: StreamEndPlan)
    ) throws(LabError) {
        let transport = ends.a.transport
        let place: (host: String, port: UInt16)
        switch transport {
        case .ipv4, .ipv6:
            let picked = Self.virtualPlace(number, 0, ipv6: transport == .ipv6, port: LinkSockets.dgramPort)
            place = (ends.a.host ?? picked.host, ends.a.port ?? picked.port)
        case .unix, .abstract: place = (ends.a.host ?? link.plan.id, 0)
        }
        let options = (a: ends.a.options(at: place), b: ends.b.options(at: place))
        let isConnected = Self.meet(options.a, options.b)
        func end(_ side: String) -> LinkEnd {
            let end = StreamEnd(loop: loop, name: "\(link.plan.id).\(side)")
            end.isConnected = isConnected
            return LinkEnd(end)
        }
        try join(&link, form, end("a"), end("b"))
        finish(&link, options)
    }

    /// A stream link over kernel sockets: the first endpoint listens, the second connects.
    mutating func open(
        _ link: inout Topology.Link, _ form: LinkForm, _ ends: (a: StreamEndPlan, b: StreamEndPlan),
        _ driver: RealTimeDriver
    ) throws(LabError) {
        let id = link.plan.id
        let isTCP = ends.a.transport == .ipv4 || ends.a.transport == .ipv6
        var place = (host: isTCP ? ends.a.host ?? "" : try path(ends.a.host, id), port: UInt16(0))
        let server: StreamBackend
        do throws(BackendError) {
            server =
                isTCP
                ? try sockets.listen(ends.a, "\(id).a", driver)
                : try StreamBackend.open(ends.a.options(at: place), name: "\(id).a", driver: driver)
        } catch {
            throw LabError(.host, "link \(id), end a: \(error)")
        }
        if case .tcp(let address)? = server.localAddress {
            // A name stays what it is.
            place = (ends.a.host ?? address.host, address.port)
        }
        let options = (a: ends.a.options(at: place), b: ends.b.options(at: place))
        link.awaitsConnection = Self.meet(options.a, options.b)
        let client: StreamBackend
        do throws(BackendError) {
            client = try StreamBackend.open(
                options.b, name: "\(id).b", driver: driver, needsServer: link.awaitsConnection)
        } catch {
            server.close()
            throw LabError(.host, "link \(id), end b: \(error)")
        }
        try join(&link, form, LinkEnd(server), LinkEnd(client))
        finish(&link, options)
    }

    /// Whether the second end finds the first.
    private static func meet(_ a: StreamOptions, _ b: StreamOptions) -> Bool {
        switch (a.address, b.address) {
        case (.inet(let server, _), .inet(let target, _)):
            isSameHost(server.host, target.host) && server.port == target.port
        default: a.address == b.address
        }
    }

    private func finish(_ link: inout Topology.Link, _ options: (a: StreamOptions, b: StreamOptions)) {
        let kind = link.plan.kind
        link.netdev = Self.netdevs(link.plan.id, Self.backend(options.a, of: kind), Self.backend(options.b, of: kind))
    }

    /// Under the keys of the link's kind.
    private static func backend(_ options: StreamOptions, of kind: Scenario.Link.Kind) -> NetdevConfiguration.Backend {
        if case .socket = kind, case .inet(let endpoint, _) = options.address {
            return .socket(options.isServer ? .listen(endpoint) : .connect(endpoint))
        }
        return .stream(options)
    }
}
