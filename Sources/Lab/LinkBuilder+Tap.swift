import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import ScenarioFile
import WireFormats

extension LinkBuilder {
    /// A tap link in process: with the sizes of its interfaces, and without them.
    func stage(
        _ link: inout Topology.Link, _ form: LinkForm, _ plans: (a: TapEndPlan, b: TapEndPlan)
    ) throws(LabError) {
        try join(&link, form, end(link, "a"), end(link, "b"))
        finish(&link, plans)
    }

    /// A tap link through the kernel: two interfaces, and a bridge that joins them.
    ///
    /// Before each interface stands what bounds its frames in process too: a bridge drops what is too long without a word.
    func open(
        _ link: inout Topology.Link, _ form: LinkForm, _ plans: (a: TapEndPlan, b: TapEndPlan), _ driver: RealTimeDriver
    ) throws(LabError) {
        let id = link.plan.id
        let taps: [TapBackend]
        do throws(BackendError) {
            taps = try TapBackend.bridged(
                [(plans.a.interface(named: "a"), plans.a.sndbuf), (plans.b.interface(named: "b"), plans.b.sndbuf)],
                names: { "\(id).\(Self.side($0)).tap" }, driver: driver)
        } catch {
            throw LabError(.host, "link \(id): \(error)")
        }
        var (a, b) = (end(link, "a"), end(link, "b"))
        (a.backend, b.backend) = (taps[0], taps[1])
        link.awaitsConnection = true
        try join(&link, form, a, b)
        finish(&link, plans)
    }

    private func end(_ link: Topology.Link, _ side: String) -> LinkEnd {
        LinkEnd(
            DgramEnd(
                loop: loop, name: "\(link.plan.id).\(side)", datagramByteLimit: TapBackend.bridgedFrameByteLimit,
                leastByteCount: EthernetHeader.untaggedByteCount))
    }

    private func finish(_ link: inout Topology.Link, _ plans: (a: TapEndPlan, b: TapEndPlan)) {
        func backend(_ plan: TapEndPlan, _ name: String) -> NetdevConfiguration.Backend {
            .tap(TapOptions(.interface(plan.interface(named: name)), sndbuf: plan.sndbuf))
        }
        link.netdev = Self.netdevs(link.plan.id, backend(plans.a, "a"), backend(plans.b, "b"))
    }
}
