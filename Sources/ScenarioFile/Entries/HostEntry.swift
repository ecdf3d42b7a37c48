import NetdevOptions
import WireFormats

/// A host as written: what is about its NICs, and what is about its addresses.
struct HostEntry {
    /// One entry of `nics`, or what `mac` says of eth0.
    struct NIC {
        var mac: Located<MACAddress>?
        var mtu: Int?
        /// The VLAN that its addresses are on.
        var vlan: UInt16?
        /// What it is linked to, without a link being written.
        var netdev: Located<NetdevConfiguration>?
    }

    /// The addresses of a NIC, or of a VLAN on it; none: `ip: none`.
    struct Interface {
        let nic: Int
        var vlan: UInt16?
        let addresses: [Located<IPPrefix>]
        let span: SourceSpan
    }

    /// A route; without a destination the default one, of the version that its next hops have.
    struct Route {
        let destination: Located<IPPrefix>?
        let nextHops: [Located<IPAddress>]
        let span: SourceSpan
    }

    /// The MTU of NICs that say none.
    var mtu: Int?
    var nics: [NIC] = []
    /// In file order; empty where nothing is written, so that eth0 is given an address.
    var interfaces: [Interface] = []
    var routes: [Route] = []

    /// The NICs that are written of: those of `nics`, and those that `ip` names.
    var nicCount: Int { max(nics.count, (interfaces.map(\.nic).max() ?? 0) + 1) }

    /// What is written of the host itself is eth0's, unless `nics` says it, too.
    fileprivate mutating func setEth0<Value>(
        _ property: WritableKeyPath<NIC, Located<Value>?>, _ value: Located<Value>, _ what: String,
        _ sink: DiagnosticSink
    ) {
        if nics.isEmpty { nics.append(.init()) }
        if let earlier = nics[0][keyPath: property] {
            sink.error(
                "\(what) of `eth0` is written twice", at: value.span,
                notes: [sink.note("it stands here already", at: earlier.span)])
        }
        nics[0][keyPath: property] = value
    }
}

/// The models of a NIC.
enum NICModel: String, CaseIterable, Sendable {
    /// No device: frames go from the stack to the link.
    case plain

    /// Those of QEMU, for a later version.
    static let later = [
        "virtio-net", "virtio-net-pci", "e1000", "e1000e", "igb", "rtl8139", "pcnet", "ne2k_pci", "vmxnet3", "i82559c",
        "tulip",
    ]
}

extension EntryReader {
    func host(_ fields: Fields, mtu: Int?) -> HostEntry {
        var host = HostEntry()
        host.mtu = integer(fields["mtu"], in: 68...65535)?.value ?? mtu
        _ = keyword(fields["model"], "model", later: NICModel.later, as: NICModel.self)
        let addresses = fields["ip"].map { interfaces($0) } ?? []
        host.interfaces = addresses
        for (number, item) in nicItems(fields["nics"]).enumerated() {
            let (nic, interface) = self.nic(item, number: number)
            host.nics.append(nic)
            guard let interface else {
                // The addresses that `ip` gives a NIC whose frames are in a VLAN are in it, too.
                for index in host.interfaces.indices where host.interfaces[index].nic == number {
                    host.interfaces[index].vlan = host.interfaces[index].vlan ?? nic.vlan
                }
                continue
            }
            if let earlier = addresses.first(where: { $0.nic == number && $0.vlan == interface.vlan }) {
                sink.error(
                    "the addresses of `eth\(number)` are written twice", at: interface.span,
                    notes: [sink.note("they stand here already", at: earlier.span)])
            }
            host.interfaces.append(interface)
        }
        if let mac = value(fields["mac"], AddressValue.mac) {
            host.setEth0(\.mac, mac, "the MAC address", sink)
        }
        if let netdev = fields["netdev"].flatMap({ NetdevValue.read($0.value, sink: sink) }) {
            host.setEth0(\.netdev, netdev, "the netdev", sink)
        }
        host.routes = routes(fields)
        return host
    }

    // MARK: NICs

    private func nicItems(_ entry: SyntaxEntry?) -> [SyntaxNode] {
        guard let entry else { return [] }
        guard let items = entry.value.sequence else {
            sink.error(
                "expected NICs as a list, found \(entry.value.shape)", at: entry.value.span,
                notes: [.init("write `nics: [{ mac: \"52:54:00:00:00:01\" }, {}]`: eth0, eth1")])
            return []
        }
        guard items.count <= InterfaceName.mostPorts else {
            sink.error("a host has at most \(InterfaceName.mostPorts) NICs", at: entry.key.span)
            return []
        }
        return items
    }

    private func nic(_ node: SyntaxNode, number: Int) -> (HostEntry.NIC, HostEntry.Interface?) {
        guard
            let fields = fields(of: node, owner: "a NIC", keys: ["mac", "model", "ip", "vlan", "mtu", "netdev"])
        else { return (.init(), nil) }
        _ = keyword(fields["model"], "model", later: NICModel.later, as: NICModel.self)
        let nic = HostEntry.NIC(
            mac: value(fields["mac"], AddressValue.mac),
            mtu: integer(fields["mtu"], in: 68...65535)?.value,
            vlan: integer(fields["vlan"], in: 1...4094)?.value,
            netdev: fields["netdev"].flatMap { NetdevValue.read($0.value, sink: sink) })
        let interface = fields["ip"].flatMap { entry -> HostEntry.Interface? in
            guard entry.value.mapping == nil else {
                sink.error(
                    "`ip` of a NIC is its addresses, not a mapping", at: entry.value.span,
                    notes: [.init("by interface it is written beside `nics`: `ip: { eth0: ..., eth1: ... }`")])
                return nil
            }
            return addresses(entry, nic: number, vlan: nic.vlan)
        }
        return (nic, interface)
    }

    // MARK: Addresses

    private func interfaces(_ entry: SyntaxEntry) -> [HostEntry.Interface] {
        guard let entries = entry.value.mapping else { return [addresses(entry, nic: 0, vlan: nil)] }
        if entries.isEmpty {
            sink.error(
                "`ip` is an empty mapping", at: entry.value.span, notes: [.init("write `ip: none` for no address")])
        }
        return entries.compactMap { entry in
            guard let (nic, vlan) = InterfaceName.ofHost(entry.key, sink: sink) else { return nil }
            guard !entry.value.isAbsent else {
                sink.error("`\(entry.key.value)` has no value", at: entry.key.span, notes: commaRule(entry))
                return nil
            }
            return addresses(entry, nic: nic, vlan: vlan)
        }
    }

    private func addresses(_ entry: SyntaxEntry, nic: Int, vlan: UInt16?) -> HostEntry.Interface {
        func interface(_ addresses: [Located<IPPrefix>]) -> HostEntry.Interface {
            .init(nic: nic, vlan: vlan, addresses: addresses, span: entry.key.span)
        }
        if entry.value.scalar?.text == "none" { return interface([]) }
        let nodes = entry.value.sequence ?? [entry.value]
        if nodes.isEmpty {
            sink.error(
                "`\(entry.key.value)` is an empty list", at: entry.value.span,
                notes: [.init("write `\(entry.key.value): none` for no address")])
        }
        return interface(nodes.compactMap { value($0, AddressValue.hostPrefix) })
    }

    // MARK: Routes

    private func routes(_ fields: Fields) -> [HostEntry.Route] {
        var result: [HostEntry.Route] = []
        if let gateway = fields["gateway"] { result.append(route(gateway, to: nil)) }
        guard let entry = fields["routes"] else { return result }
        guard let entries = entry.value.mapping else {
            sink.error(
                "expected routes by network, found \(entry.value.shape)", at: entry.value.span,
                notes: [.init("write `routes: { 10.0.3.0/24: 10.0.9.2 }`")])
            return result
        }
        for entry in entries {
            guard entry.key.value != "default" else {
                if let gateway = fields["gateway"] {
                    sink.error(
                        "`gateway` and the route `default` say the same", at: entry.key.span,
                        notes: [sink.note("`gateway` stands here", at: gateway.key.span)])
                } else {
                    result.append(route(entry, to: nil))
                }
                continue
            }
            let key = SyntaxNode(
                span: entry.key.span, content: .scalar(SyntaxScalar(text: entry.key.value, isPlain: false)))
            guard let destination = value(key, AddressValue.network) else { continue }
            result.append(route(entry, to: destination))
        }
        return result
    }

    private func route(_ entry: SyntaxEntry, to destination: Located<IPPrefix>?) -> HostEntry.Route {
        let nodes = entry.value.sequence ?? [entry.value]
        if nodes.isEmpty {
            sink.error("`\(entry.key.value)` has no next hop", at: entry.key.span)
        }
        return .init(
            destination: destination, nextHops: nodes.compactMap { value($0, AddressValue.nextHop) },
            span: entry.key.span)
    }
}
