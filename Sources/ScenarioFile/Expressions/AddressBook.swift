import WireFormats

/// The addresses that names of nodes, of interfaces and patterns stand for, in file order.
struct AddressBook: Sendable {
    /// What has addresses: an interface of a host, or a VLAN on it.
    struct Interface: Sendable, Hashable {
        /// `eth0`, or `eth0.30` for a VLAN on it.
        let name: String
        /// The number of its NIC.
        let nic: Int
        /// The station address of its NIC.
        let mac: MACAddress
        /// Its addresses with their networks, in file order.
        let addresses: [IPPrefix]
    }

    private let nodes: [(name: String, interfaces: [Interface])]
    private let indices: [String: Int]
    private let owners: [IPAddress: MACAddress]

    init(_ nodes: [Scenario.Node]) {
        self.nodes = nodes.map { ($0.name, Self.interfaces(of: $0)) }
        indices = Dictionary(zip(nodes.map(\.name), nodes.indices)) { first, _ in first }
        var owners: [IPAddress: MACAddress] = [:]
        for interface in self.nodes.flatMap(\.interfaces) {
            for prefix in interface.addresses where owners[prefix.address] == nil {
                owners[prefix.address] = interface.mac
            }
        }
        self.owners = owners
    }

    /// The names of the nodes, for "did you mean".
    var names: [String] { nodes.map(\.name) }

    /// The NIC that an address belongs to; nil if no node of the file has it.
    func station(of address: IPAddress) -> MACAddress? { owners[address] }

    /// What a name stands for: `h2`, `h2:eth1`, `h2:eth1.30`, `c[*]`, `c[2..4]:eth0`.
    ///
    /// - Parameter text: The name as written.
    /// - Returns: At least one interface, in order of nodes and interfaces.
    /// - Throws: What is wrong with it, with the nearest name; nothing of it is an address.
    func interfaces(_ text: String) throws(ValueError) -> [Interface] {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let found = try nodes(parts[0])
        guard parts.count == 2 else {
            let interfaces = found.flatMap(\.interfaces)
            guard !interfaces.isEmpty else { throw ValueError("`\(text)` has no NIC and no address") }
            return interfaces
        }
        let start = parts[0].unicodeScalars.count + 1
        let place = start..<max(start + 1, text.unicodeScalars.count)
        var result: [Interface] = []
        for node in found {
            let matching = node.interfaces.filter { $0.name == parts[1] }
            guard !matching.isEmpty else {
                let names = node.interfaces.map(\.name)
                throw ValueError(
                    "`\(node.name)` has no interface `\(parts[1])` with an address", part: place,
                    suggestion: nearest(to: parts[1], in: names),
                    notes: names.isEmpty ? [] : ["it has \(names.joined(separator: ", "))"])
            }
            result += matching
        }
        return result
    }

    /// The station addresses that a text stands for: one as it is, or those of a name.
    ///
    /// - Parameter text: `52:54:00:12:34:56`, or a name as for ``interfaces(_:)``.
    /// - Returns: At least one address, none twice.
    /// - Throws: What is wrong with it.
    func macs(_ text: String) throws(ValueError) -> [MACAddress] {
        if let address = MACAddress(text) { return [address] }
        return Self.distinct(try interfaces(text).map(\.mac))
    }

    /// The addresses of one version that a text stands for: one as it is, or those of a name.
    ///
    /// - Parameters:
    ///   - text: `10.0.0.2`, `fd00::2`, or a name as for ``interfaces(_:)``.
    ///   - version: 4 or 6; nil for both.
    /// - Returns: At least one address, none twice.
    /// - Throws: What is wrong with it.
    func addresses(_ text: String, version: Int? = nil) throws(ValueError) -> [IPAddress] {
        if let address = IPAddress(text) {
            guard version == nil || address.version == version else {
                throw ValueError(
                    "\(text) is an IPv\(address.version) address, and an IPv\(version ?? 4) address is meant here")
            }
            return [address]
        }
        let all = try interfaces(text).flatMap { $0.addresses.map(\.address) }
        let result = Self.distinct(all.filter { version == nil || $0.version == version })
        guard !result.isEmpty else {
            throw ValueError(version.map { "`\(text)` has no IPv\($0) address" } ?? "`\(text)` has no address")
        }
        return result
    }

    // MARK: Names

    private func nodes(_ text: String) throws(ValueError) -> [(name: String, interfaces: [Interface])] {
        if let index = indices[text] { return [nodes[index]] }
        let part = 0..<max(1, text.unicodeScalars.count)
        do throws(ValueError) {
            let pattern = try NamePattern.parse(text)
            switch pattern.numbers {
            case .none, .one: return [try node(pattern.name ?? text)]
            case .range(let range):
                var found: [(name: String, interfaces: [Interface])] = []
                for number in range { found.append(try node("\(pattern.base)\(number)")) }
                return found
            case .all:
                let found = nodes.compactMap { node in
                    node.name.hasPrefix(pattern.base)
                        ? NamePattern.number(node.name.dropFirst(pattern.base.count)).map { (number: $0, node: node) }
                        : nil
                }
                guard !found.isEmpty else { throw ValueError("no node is named `\(pattern.base)` and a number") }
                return found.sorted { $0.number < $1.number }.map(\.node)
            }
        } catch {
            var placed = error
            placed.part = part
            throw placed
        }
    }

    private func node(_ name: String) throws(ValueError) -> (name: String, interfaces: [Interface]) {
        guard let index = indices[name] else {
            throw ValueError("no node is named `\(name)`", suggestion: nearest(to: name, in: names))
        }
        return nodes[index]
    }

    private static func interfaces(of node: Scenario.Node) -> [Interface] {
        guard let host = node.host else { return [] }
        return host.nics.enumerated().flatMap { number, nic in
            let name = node.interface(at: number)
            let own = host.interfaces.filter { $0.nic == number }
            let plain = own.filter { $0.vlan == nil }.flatMap(\.addresses)
            let tagged = own.compactMap { plan in
                plan.vlan.map {
                    Interface(name: "\(name).\($0)", nic: number, mac: nic.mac, addresses: plan.addresses)
                }
            }
            return [Interface(name: name, nic: number, mac: nic.mac, addresses: plain)] + tagged
        }
    }

    private static func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}
