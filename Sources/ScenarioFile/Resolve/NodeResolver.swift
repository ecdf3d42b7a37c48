import NetCore
import WireFormats

/// Makes nodes from entries: fills in addresses, MTU and aging.
struct NodeResolver {
    let sink: DiagnosticSink

    static let defaultMTU = 1500
    static let defaultAging: Int64 = 300 * 1_000_000_000

    func nodes(_ entries: [NodeEntry]) -> [Scenario.Node] {
        var free = FreeAddresses(reserved: entries.flatMap { entry in written(entry).map(\.value.address) })
        var macs = MACTable()
        // Written addresses are reserved before any is given.
        for mac in entries.compactMap(\.mac) { _ = try? macs.claim(mac.value) }
        warnAboutTwins(entries)
        return entries.map { entry in
            let kind: Scenario.Node.Kind =
                switch entry.kind {
                case .hub: .hub
                case .switch: .switch(.init(aging: entry.aging ?? Self.defaultAging, vlans: nil))
                case .host: .host(host(entry, &free, &macs))
                }
            return Scenario.Node(
                name: entry.name.value, kind: kind, portCount: entry.kind == .host ? 1 : 0, source: entry.name.span)
        }
    }

    private func host(
        _ entry: NodeEntry, _ free: inout FreeAddresses, _ macs: inout MACTable
    ) -> Scenario.HostPlan {
        let given = entry.mac?.value ?? (try? macs.claim())
        if given == nil { sink.error("no MAC address is free for `\(entry.name.value)`", at: entry.name.span) }
        let nic = Scenario.NICPlan(mac: given ?? .zero, mtu: entry.mtu ?? Self.defaultMTU)
        let addresses = addresses(entry, &free).map { IPPrefix.v4($0) }
        return .init(nics: [nic], interfaces: [.init(nic: 0, vlan: nil, addresses: addresses)], routes: [])
    }

    private func written(_ entry: NodeEntry) -> [Located<IPv4Prefix>] {
        if case .written(let addresses) = entry.addresses { addresses } else { [] }
    }

    private func addresses(_ entry: NodeEntry, _ free: inout FreeAddresses) -> [IPv4Prefix] {
        switch entry.addresses {
        case .written(let addresses): return addresses.map(\.value)
        case .automatic:
            guard let address = free.next() else {
                sink.error("no address is free in 10.0.0.0/16 for `\(entry.name.value)`", at: entry.name.span)
                return []
            }
            return [address]
        }
    }

    /// The same address twice may be the lesson of the file, so it is a warning.
    private func warnAboutTwins(_ entries: [NodeEntry]) {
        var addresses: [IPv4Address: SourceSpan] = [:]
        var macs: [MACAddress: SourceSpan] = [:]
        for entry in entries {
            for address in written(entry) {
                let key = address.value.address
                if let earlier = addresses[key] {
                    sink.warning(
                        "two hosts have the address \(key)", at: address.span,
                        notes: [sink.note("it stands here already", at: earlier)])
                }
                addresses[key] = addresses[key] ?? address.span
            }
            guard let mac = entry.mac else { continue }
            if let earlier = macs[mac.value] {
                sink.warning(
                    "two NICs have the MAC address \(mac.value)", at: mac.span,
                    notes: [sink.note("it stands here already", at: earlier)])
            }
            macs[mac.value] = macs[mac.value] ?? mac.span
        }
    }
}

/// Hands out 10.0.0.1/16 and upwards, without those that the file writes and without a last byte of 0 or 255.
private struct FreeAddresses {
    private var candidate = IPv4Address(10, 0, 0, 0).rawValue
    private let reserved: Set<IPv4Address>

    init(reserved: [IPv4Address]) {
        self.reserved = Set(reserved)
    }

    mutating func next() -> IPv4Prefix? {
        while candidate < IPv4Address(10, 0, 255, 254).rawValue {
            candidate += 1
            let address = IPv4Address(rawValue: candidate)
            let last = candidate & 0xff
            if last != 0, last != 255, !reserved.contains(address) {
                return IPv4Prefix(address: address, length: 16)
            }
        }
        return nil
    }
}
