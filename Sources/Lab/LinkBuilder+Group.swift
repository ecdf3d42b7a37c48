import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import ScenarioFile
import WireFormats

extension LinkBuilder {
    /// An mcast link in process: with the sizes of UDP, and without its sockets.
    func stage(
        _ link: inout Topology.Link, _ form: LinkForm, _ number: Int, _ plans: [GroupEndPlan]
    ) throws(LabError) {
        // A group that nobody joins; fixed, so that a virtual run prints the same on any machine.
        let place = SocketAddress(ipv4: Self.groups | 0x01_0001 &+ UInt32(truncatingIfNeeded: number), port: 0)
        let options = plans.map { $0.options(group: (place.host, LinkSockets.dgramPort)) }
        var networks: [SocketOptions] = []
        let numbers = options.map { option in
            if let known = networks.firstIndex(of: option) { return known }
            networks.append(option)
            return networks.count - 1
        }
        let ends = plans.indices.map { index in
            let end = DgramEnd(
                loop: loop, name: "\(link.plan.id).\(Self.side(index))",
                datagramByteLimit: options[index].datagramByteLimit)
            // Without another member nobody hears it, and nobody is told.
            end.reach = Reach(isHeard: numbers.count { $0 == numbers[index] } > 1)
            return Self.end(LinkEnd(end), options[index])
        }
        try join(&link, form, ends, networks: numbers)
        finish(&link, options)
    }

    /// An mcast link over kernel sockets, on the loopback interface unless the file says another.
    mutating func open(
        _ link: inout Topology.Link, _ form: LinkForm, _ plans: [GroupEndPlan], _ driver: RealTimeDriver
    ) throws(LabError) {
        let id = link.plan.id
        do {
            let place =
                plans.allSatisfy { $0.host != nil && $0.port != nil } ? nil : try sockets.reserveGroup(Self.groups)
            let options = plans.map { $0.options(group: (place?.host ?? "", place?.port ?? 0)) }
            var ends: [LinkEnd] = []
            for (index, option) in options.enumerated() {
                let name = "\(id).\(Self.side(index))"
                let backend = try Backends.open(
                    NetdevConfiguration(backend: .socket(option)), name: name, driver: driver)
                var end = Self.end(LinkEnd(backend), option)
                end.hearers = options.count { $0 == option } - 1
                ends.append(end)
            }
            try join(&link, form, ends)
            finish(&link, options)
        } catch let error as LabError {
            throw error
        } catch {
            throw LabError(.host, "link \(id): \(error)")
        }
    }

    /// Groups for administrators' own use (RFC 2365 section 6), of which every link has one.
    private static let groups: UInt32 = 0xef00_0000

    private static func end(_ end: LinkEnd, _ options: SocketOptions) -> LinkEnd {
        var end = end
        end.outerHeaderByteCount =
            (options.isIPv6 ? IPv6Header.byteCount : IPv4Header.minimumByteCount) + UDPHeader.byteCount
        return end
    }

    private func finish(_ link: inout Topology.Link, _ options: [SocketOptions]) {
        let backends = options.map { NetdevConfiguration.Backend.socket($0) }
        link.netdev = Self.netdevs(link.plan.id, backends[0], backends[1], others: Array(backends.dropFirst(2)))
    }
}

extension SocketOptions {
    fileprivate var isIPv6: Bool {
        if case .multicast(let group, _) = self { group.host.contains(":") } else { false }
    }

    /// The longest datagram of UDP.
    fileprivate var datagramByteLimit: Int {
        isIPv6 ? UDPHeader.maximumPayloadByteCount : UDPHeader.maximumIPv4PayloadByteCount
    }
}
