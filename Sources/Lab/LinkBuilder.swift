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
    var sockets = LinkSockets()
    /// Made for the first unix socket that needs it.
    var directory: RunDirectory?

    init(loop: Loop, driver: RealTimeDriver?) {
        self.loop = loop
        self.driver = driver
    }

    /// Builds a link.
    ///
    /// - Parameters:
    ///   - plan: The link.
    ///   - number: Its place in the file, from 0.
    ///   - isShown: Whether somebody wants to see a tunnel's datagrams.
    ///   - a: The first endpoint's port.
    ///   - b: The second's.
    mutating func build(
        _ plan: Scenario.Link, _ number: Int, isShown: Bool, from a: Port, to b: Port
    ) throws(LabError) -> Topology.Link {
        var link = Topology.Link(plan: plan, a: a, b: b)
        switch (plan.kind, driver) {
        case (.wire, _):
            try plug(a, b, plan.id)
        case (.l2tpv3(let endA, let endB), let driver?):
            try open(&link, (endA, endB), driver, isShown: isShown)
        case (.l2tpv3(let endA, let endB), nil):
            try stage(&link, number, (endA, endB))
        case (.dgram(let endA, let endB), let driver?), (.socket(.udp(let endA, let endB)), let driver?):
            try open(&link, (endA, endB), driver)
        case (.dgram(let endA, let endB), nil), (.socket(.udp(let endA, let endB)), nil):
            try stage(&link, number, (endA, endB))
        case (.stream(let endA, let endB), let driver?), (.socket(.stream(let endA, let endB)), let driver?):
            try open(&link, (endA, endB), driver)
        case (.stream(let endA, let endB), nil), (.socket(.stream(let endA, let endB)), nil):
            try stage(&link, number, (endA, endB))
        }
        return link
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

    /// Plugs two encoders into each other, and each into its node.
    func stage(
        _ link: inout Topology.Link, _ a: LinkEnd, _ b: LinkEnd
    ) throws(LabError) {
        guard let nearA = a.encoder, let nearB = b.encoder else { return }
        try plug(nearA.outer, nearB.outer, link.plan.id)
        try plug(link.a, nearA.inner, link.plan.id)
        try plug(link.b, nearB.inner, link.plan.id)
        link.ends = .ends(a, b)
    }

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
        _ link: String, _ a: NetdevConfiguration.Backend, _ b: NetdevConfiguration.Backend
    )
        -> LinkResult.Netdevs
    {
        LinkResult.Netdevs(
            a: NetdevConfiguration(id: "\(link).a", backend: a).optionString,
            b: NetdevConfiguration(id: "\(link).b", backend: b).optionString)
    }
}
