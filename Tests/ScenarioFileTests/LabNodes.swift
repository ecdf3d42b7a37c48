@testable import ScenarioFile
import WireFormats

/// Nodes for names to stand for: hosts with one NIC and with two, numbered ones, and a switch.
enum LabNodes {
    static let all: [Scenario.Node] = [
        host("h1", [("52:54:00:00:00:01", ["10.0.0.1/24", "fd00::1/64"])]),
        host("h2", [("52:54:00:00:00:02", ["10.0.0.2/24", "10.9.0.2/24"])]),
        host(
            "r1",
            [("52:54:00:00:00:03", ["10.0.0.254/24", "fd00::254/64"]), ("52:54:00:00:00:04", ["10.0.1.254/24"])],
            vlan: (30, "10.0.30.254/24")),
        host("c1", [("52:54:00:00:00:11", ["10.0.0.11/24"])]),
        host("c10", [("52:54:00:00:00:1a", ["10.0.0.20/24"])]),
        host("c2", [("52:54:00:00:00:12", ["10.0.0.12/24"])]),
        host("bare", [("52:54:00:00:00:05", [])]),
        Scenario.Node(
            name: "s1", kind: .switch(.init(aging: 300_000_000_000, vlans: nil)), portCount: 3, source: .none),
    ]
    static let book = AddressBook(all)

    static func node(_ name: String) -> Scenario.Node? { all.first { $0.name == name } }

    private static func host(
        _ name: String, _ nics: [(mac: String, addresses: [String])], vlan: (UInt16, String)? = nil
    ) -> Scenario.Node {
        var interfaces = nics.enumerated().map { number, nic in
            Scenario.InterfacePlan(nic: number, vlan: nil, addresses: nic.addresses.compactMap(IPPrefix.init))
        }
        if let vlan {
            interfaces.append(.init(nic: 1, vlan: vlan.0, addresses: [vlan.1].compactMap(IPPrefix.init)))
        }
        let plan = Scenario.HostPlan(
            nics: nics.map { .init(mac: MACAddress($0.mac) ?? .zero, mtu: 1500) }, interfaces: interfaces, routes: [])
        return Scenario.Node(name: name, kind: .host(plan), portCount: nics.count, source: .none)
    }
}
