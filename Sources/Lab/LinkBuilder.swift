import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import Results
import ScenarioFile
import WireFormats

/// Builds the links of a plan: over kernel sockets if there is a driver, else in process.
struct LinkBuilder {
    let loop: Loop
    let driver: RealTimeDriver?
    /// What the random streams of links derive from.
    let seed: UInt64
    /// Sessions that somebody in the lab receives.
    let sessions: [UInt32]
    var sockets = LinkSockets()
    /// Made for the first unix socket that needs it.
    var directory: RunDirectory?

    init(loop: Loop, driver: RealTimeDriver?, _ scenario: Scenario) {
        self.loop = loop
        self.driver = driver
        seed = scenario.streamSeed
        sessions = scenario.receivedSessions
    }

    /// Builds a link.
    ///
    /// - Parameters:
    ///   - plan: The link.
    ///   - number: Its place in the file, from 0.
    ///   - form: What the run asks of it.
    ///   - ports: Those of its endpoints, in their order.
    mutating func build(
        _ plan: Scenario.Link, _ number: Int, _ form: LinkForm, at ports: [Port]
    ) throws(LabError) -> Topology.Link {
        var link = Topology.Link(
            plan: plan, a: ports[0], b: ports[1], others: ports.dropFirst(2).map { .init(port: $0) })
        switch (plan.kind, driver) {
        case (.wire, _): try join(&link, form)
        case (.l2tpv3(let endA, let endB), let driver?): try open(&link, form, (endA, endB), driver)
        case (.l2tpv3(let endA, let endB), nil): try stage(&link, form, number, (endA, endB))
        case (.dgram(let endA, let endB), let driver?), (.socket(.udp(let endA, let endB)), let driver?):
            try open(&link, form, (endA, endB), driver)
        case (.dgram(let endA, let endB), nil), (.socket(.udp(let endA, let endB)), nil):
            try stage(&link, form, number, (endA, endB))
        case (.tap(let endA, let endB), let driver?): try open(&link, form, (endA, endB), driver)
        case (.tap(let endA, let endB), nil): try stage(&link, form, (endA, endB))
        case (.mcast(let ends), let driver?): try open(&link, form, ends, driver)
        case (.mcast(let ends), nil): try stage(&link, form, number, ends)
        case (.vde(let ends), let driver?): try open(&link, form, ends, driver)
        case (.vde(let ends), nil): try stage(&link, form, ends)
        case (.stream(let endA, let endB), let driver?), (.socket(.stream(let endA, let endB)), let driver?):
            try open(&link, form, (endA, endB), driver)
        case (.stream(let endA, let endB), nil), (.socket(.stream(let endA, let endB)), nil):
            try stage(&link, form, number, (endA, endB))
        }
        return link
    }

    /// Plugs the ends of a link of two or more.
    ///
    /// - Parameters:
    ///   - ends: What each is made of, in order.
    ///   - networks: In process, the number of the network that each is in: those of one hear each other. nil: the kernel, or
    ///     something behind it, decides.
    func join(
        _ link: inout Topology.Link, _ form: LinkForm, _ ends: [LinkEnd], networks: [Int]? = nil
    ) throws(LabError) {
        guard ends.count > 2 else { return try join(&link, form, ends[0], ends[1]) }
        let hubs = Set(networks ?? []).sorted().map { ($0, Hub(loop: loop, name: link.plan.id)) }
        for (index, end) in ends.enumerated() {
            let side = impaired(end, link.plan, index == 0 ? .forward : .reverse, form, number: index)
            switch index {
            case 0: link.ends.a = side
            case 1: link.ends.b = side
            default: link.others[index - 2].end = side
            }
            guard let open = try plug(link.sides[index].port, side, link.plan.id), let networks,
                let hub = hubs.first(where: { $0.0 == networks[index] })?.1
            else { continue }
            let port = hub.addPort()
            link.middle.append(port)
            try plug(open, port, link.plan.id)
        }
        for side in link.sides { side.end.stage?.passCarrier() }
    }

    // MARK: Joining

    /// Plugs everything between two nodes: what stands at each end from its node outwards, and the ends into each other
    /// where no kernel is between them.
    ///
    /// Stages stand behind encoders, so that what they lose leaves a gap in the numbers of a tunnel.
    ///
    /// - Parameters:
    ///   - a: What the first end is made of, without a stage.
    ///   - b: The second.
    func join(
        _ link: inout Topology.Link, _ form: LinkForm, _ a: LinkEnd = LinkEnd(), _ b: LinkEnd = LinkEnd()
    ) throws(LabError) {
        link.ends = (impaired(a, link.plan, .forward, form), impaired(b, link.plan, .reverse, form))
        let openA = try plug(link.a, link.ends.a, link.plan.id)
        let openB = try plug(link.b, link.ends.b, link.plan.id)
        if let openA, let openB { try plug(openA, openB, link.plan.id) }
        for end in [link.ends.a, link.ends.b] { end.stage?.passCarrier() }
    }

    /// An end with a stage, if something may happen to what leaves by it.
    private func impaired(
        _ end: LinkEnd, _ plan: Scenario.Link, _ way: Scenario.Direction, _ form: LinkForm, number: Int = 1
    ) -> LinkEnd {
        guard form.impaired.contains(way) else { return end }
        // Under these names frames are reported that ended there.
        let name = "\(plan.id) \(way.rawValue)" + (number > 1 ? " \(number)" : "")
        var end = end
        end.stage = ImpairmentStage(
            loop: loop, name: name,
            ImpairmentLine.Plan(
                name: "\(plan.id)/\(way.rawValue)" + (number > 1 ? "/\(number)" : ""), seed: seed,
                impairments: way == .forward ? plan.forward : plan.reverse,
                headerByteCount: end.headerByteCount, outerHeaderByteCount: end.outerHeaderByteCount))
        return end
    }

    /// Plugs an end to its node.
    ///
    /// - Returns: Its last port, which is still to be plugged in; nil where a socket is behind it.
    private func plug(_ node: Port, _ end: LinkEnd, _ link: String) throws(LabError) -> Port? {
        var last = node
        for (inner, outer) in end.passages {
            try plug(last, inner, link)
            last = outer
        }
        guard let backend = end.backend else { return last }
        try plug(last, backend.port, link)
        return nil
    }

    func plug(_ a: Port, _ b: Port, _ link: String) throws(LabError) {
        do {
            try a.connect(to: b)
        } catch {
            // The plan gives each interface to one link, so this is ours.
            throw LabError(.internalError, "link \(link): \(error)")
        }
    }

    /// Where a unix socket is: as written, else in the run's directory.
    mutating func path(_ written: String?, _ name: String) throws(LabError) -> String {
        if let written { return written }
        do throws(RunDirectoryError) {
            let directory = if let directory { directory } else { try RunDirectory() }
            self.directory = directory
            return "\(directory.path)/\(name)"
        } catch {
            throw LabError(.host, "\(name): \(error)")
        }
    }

    // MARK: Virtual time

    /// An address that nobody binds; fixed, so that a virtual run prints the same on any machine.
    ///
    /// - Parameters:
    ///   - number: The link's.
    ///   - side: 0 for the first endpoint, 1 for the second.
    ///   - port: Over IPv6, where all ends have one address, the first of their ports.
    static func virtualPlace(_ number: Int, _ side: Int, ipv6: Bool, port: UInt16) -> SocketAddress {
        let host = UInt32(truncatingIfNeeded: 2 * number + side)
        return ipv6
            ? .loopback(.ipv6, port: port &+ UInt16(truncatingIfNeeded: host))
            : SocketAddress(ipv4: 0x7f01_0001 &+ host, port: port)
    }

    static func netdevs(
        _ link: String, _ a: NetdevConfiguration.Backend, _ b: NetdevConfiguration.Backend,
        others: [NetdevConfiguration.Backend] = []
    ) -> LinkResult.Netdevs {
        func string(_ index: Int, _ backend: NetdevConfiguration.Backend) -> String {
            NetdevConfiguration(id: "\(link).\(side(index))", backend: backend).optionString
        }
        return LinkResult.Netdevs(
            a: string(0, a), b: string(1, b), others: others.enumerated().map { string($0 + 2, $1) })
    }

    /// The letter of an end: `a`, `b`, `c`; behind `z` its number.
    static func side(_ index: Int) -> String {
        index < 26 ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) : String(index + 1)
    }
}
