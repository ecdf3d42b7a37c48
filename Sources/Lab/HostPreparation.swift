import LinuxNet
import NetdevOptions
public import ScenarioFile

/// What this process has to become before it can run files, and whether it has.
///
/// A plan that needs objects of the kernel, and a process that may not have them: then the process leaves for user and network
/// namespaces of its own, where it may. That is for good and for all its runs; what lies outside is out of reach from there.
public struct HostPreparation {
    /// Whether the process is in namespaces of its own.
    public private(set) var isRootless = false
    /// Why it is not, though a run needs it.
    private var refusal: String?
    /// What needs it, for want of which right.
    private var need = ""

    /// A process as it was started.
    public init() {}

    /// Does what the plans need: to be called once, before any run and before the process has a second thread.
    ///
    /// - Parameter scenarios: All that will be run.
    public init(for scenarios: [Scenario]) {
        let real = scenarios.filter { $0.clock == .real }
        if real.contains(where: { $0.rawIPLink != nil }), !RootlessSwitch.mayOpenRawSockets {
            need = "a link over IP needs for want of CAP_NET_RAW; run as root, or write udp: on there"
        } else if real.contains(where: { $0.tapLink != nil }), !RootlessSwitch.mayHaveNetworks {
            need = "a tap link needs for want of CAP_SYS_ADMIN; run as root, or let the link be of another kind"
        } else {
            return
        }
        do {
            try RootlessSwitch.enter()
            isRootless = true
        } catch {
            refusal = "\(error)"
        }
    }

    /// Whether a real run can be had in this process.
    func check(_ scenario: Scenario) throws(LabError) {
        if let refusal, let link = scenario.rawIPLink {
            throw LabError(
                .host,
                "link \(link.id): L2TPv3 over IP needs CAP_NET_RAW, and \(refusal); run as root, or write udp: on")
        }
        if let refusal, let link = scenario.tapLink {
            throw LabError(
                .host,
                "link \(link.id): a tap link needs CAP_SYS_ADMIN, and \(refusal); run as root, or use another kind of link"
            )
        }
        if isRootless, let node = scenario.outsideNode {
            throw LabError(
                .host,
                "node \(node.name): the outside is out of reach from the network namespace that \(need)")
        }
    }
}

extension Scenario {
    /// A link that speaks IP without UDP at one of its ends.
    fileprivate var rawIPLink: Link? {
        links.first { link in
            if case .l2tpv3(let a, let b) = link.kind { !a.udp || !b.udp } else { false }
        }
    }

    /// A link through interfaces of the kernel.
    fileprivate var tapLink: Link? {
        links.first { link in
            if case .tap = link.kind { true } else { false }
        }
    }

    /// A netdev node whose network is the host's.
    ///
    /// Sockets at paths and inherited ones are the same everywhere.
    fileprivate var outsideNode: Node? {
        nodes.first { node in
            guard case .netdev(let configurations) = node.kind else { return false }
            return configurations.contains(where: \.usesHostNetwork)
        }
    }
}
