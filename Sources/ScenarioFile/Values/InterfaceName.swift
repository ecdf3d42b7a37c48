/// Names of interfaces: `eth0` of hosts and netdevs, `p1` of hubs and switches, `eth1.30` for a VLAN on eth1.
enum InterfaceName {
    /// No node has more interfaces than this.
    static let mostPorts = 4096

    /// The number of an interface, from 0; nil if the text names none.
    ///
    /// - Parameters:
    ///   - text: The name.
    ///   - prefix: `eth`, which counts from 0, or `p`, which counts from 1.
    static func number(_ text: Substring, prefix: String) -> Int? {
        let first = prefix == "p" ? 1 : 0
        guard text.hasPrefix(prefix), let number = NamePattern.number(text.dropFirst(prefix.count)),
            (first..<mostPorts + first).contains(number)
        else { return nil }
        return number - first
    }

    /// The NIC and the VLAN of `eth1.30`; nil after reporting that a host has no such interface.
    static func ofHost(_ name: Located<String>, sink: DiagnosticSink) -> (nic: Int, vlan: UInt16?)? {
        let parts = name.value.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if let first = parts.first, let nic = number(first, prefix: "eth") {
            guard parts.count == 2 else { return (nic, nil) }
            if let vlan = NamePattern.number(parts[1]), (1...4094).contains(vlan) { return (nic, UInt16(vlan)) }
            sink.error(
                "`\(parts[1])` in `\(name.value)` is no VLAN", at: name.span,
                notes: [.init("VLANs are 1 to 4094: eth1.30 is VLAN 30 on eth1")])
            return nil
        }
        sink.error(
            "a host has no interface `\(name.value)`", at: name.span,
            notes: [.init("the interfaces of a host are eth0, eth1, ..., and eth1.30 for VLAN 30 on eth1")])
        return nil
    }
}
