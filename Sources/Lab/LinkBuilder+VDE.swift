import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import ScenarioFile

extension LinkBuilder {
    /// A vde link in process: a frame a datagram, and without its sockets.
    func stage(
        _ link: inout Topology.Link, _ form: LinkForm, _ plans: [VDEEndPlan]
    ) throws(LabError) {
        let ends = plans.enumerated().map { index, plan in
            LinkEnd(
                DgramEnd(
                    loop: loop, name: "\(link.plan.id).\(Self.side(index))",
                    datagramByteLimit: plan.frameLimit ?? Frame.byteLimit))
        }
        // The loader has refused networks outside, so all are in the link's own.
        try join(&link, form, ends, networks: plans.map { _ in 0 })
        finish(&link, plans, link.plan.id)
    }

    /// A vde link over kernel sockets: plugs of a switch of its own, which is a hub, or of the network that the file names.
    ///
    /// A link learns nothing: what one end sends reaches all others, whichever stations they have.
    mutating func open(
        _ link: inout Topology.Link, _ form: LinkForm, _ plans: [VDEEndPlan], _ driver: RealTimeDriver
    ) throws(LabError) {
        let id = link.plan.id
        let isOwn = plans.contains { $0.outside == nil }
        let directory = isOwn ? try path(nil, id) : ""
        do {
            if isOwn {
                let hub = Hub(loop: loop, name: id)
                link.listener = try VDEListener(
                    VDESwitchOptions(sock: directory, isHub: true, ports: plans.count), name: id, driver: driver,
                    addPort: hub.addPort)
                link.middle = hub.ports
            }
            var ends: [LinkEnd] = []
            for (index, plan) in plans.enumerated() {
                let name = "\(id).\(Self.side(index))"
                let options = plan.options(in: directory, port: UInt16(clamping: index + 1))
                ends.append(LinkEnd(try VDEBackend.open(options, name: name, driver: driver)))
            }
            link.awaitsConnection = true
            try join(&link, form, ends)
            finish(&link, plans, directory)
        } catch let error as LabError {
            link.listener?.close()
            throw error
        } catch {
            link.listener?.close()
            throw LabError(.host, "link \(id): \(error)")
        }
    }

    private func finish(_ link: inout Topology.Link, _ plans: [VDEEndPlan], _ directory: String) {
        let backends = plans.enumerated().map { index, plan in
            NetdevConfiguration.Backend.vde(plan.options(in: directory, port: UInt16(clamping: index + 1)))
        }
        link.netdev = Self.netdevs(link.plan.id, backends[0], backends[1], others: Array(backends.dropFirst(2)))
    }
}
