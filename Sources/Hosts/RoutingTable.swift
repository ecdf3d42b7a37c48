import WireFormats

/// Whom a packet is handed to on its way: a station on a link.
struct NextHop: BitwiseCopyable {
    /// Index of the interface that leads there.
    var interface: Int
    /// The station's address: that of the destination, if its network is the host's own.
    var address: IPAddress
    /// The host's own address on that link: where packets come from that say nothing else.
    var source: IPAddress

    /// Under which its station is known.
    var key: NeighborCache.Key { NeighborCache.Key(interface: interface, address: address) }
}

/// Which way leads to an address: the longest prefix, a network of the host's own before a route of the same length.
///
/// Everything is resolved to interfaces when the table is made; a lookup walks plain values, the longest prefixes
/// first.
struct RoutingTable {
    /// A network and the range of ``hops`` that lead there.
    private struct Entry: BitwiseCopyable {
        let network: UInt128
        let mask: UInt128
        let length: Int
        /// Reached directly: the next hop is the destination itself.
        let isConnected: Bool
        let first: Int
        let count: Int
    }

    private var v4: [Entry] = []
    private var v6: [Entry] = []
    private var hops: [NextHop] = []

    init(_ interfaces: [Host.Interface], _ routes: [Host.Route]) {
        // Grouped by network, because two interfaces may be on the same.
        var connected: [(network: IPPrefix, hops: [NextHop])] = []
        func add(_ network: IPPrefix, _ hop: NextHop) {
            if let index = connected.firstIndex(where: { $0.network.isSameNetwork(as: network) }) {
                connected[index].hops.append(hop)
            } else {
                connected.append((network, [hop]))
            }
        }
        for (index, interface) in interfaces.enumerated() {
            // The network of link-local addresses is that of the link, whatever length was written.
            for prefix in interface.addresses where !prefix.address.isIPv6LinkLocal {
                add(prefix, NextHop(interface: index, address: prefix.address, source: prefix.address))
            }
            // RFC 4291 section 2.5.6: every link that speaks IPv6 has them.
            let v6 = interface.addresses.map(\.address).filter { $0.version == 6 }
            if let source = v6.first(where: \.isIPv6LinkLocal) ?? v6.first, let network = IPPrefix.linkLocal {
                add(network, NextHop(interface: index, address: source, source: source))
            }
        }
        for (network, hops) in connected { insert(network, hops, isConnected: true) }
        // A next hop is looked for in the networks of the host alone, not behind another route.
        let direct = self
        for route in routes {
            let ways = route.nextHops.flatMap { direct.candidates(for: $0, interfaces) }
            insert(route.destination, ways, isConnected: false)
        }
        // Stable, and connected ones came first.
        v4.sort { $0.length > $1.length }
        v6.sort { $0.length > $1.length }
    }

    /// The way to an address; nil if there is none.
    ///
    /// Of the ways that are equally good the one from the interface with the source address is taken if the destination
    /// is on its link, else the first whose link is up, else the first.
    ///
    /// - Parameters:
    ///   - destination: Where to.
    ///   - owner: The interface that has the source address, if the source is given and the host's.
    ///   - source: The source address, if it is given.
    ///   - isUp: Whether an interface has carrier.
    func nextHop(
        to destination: IPAddress, from source: IPAddress?, owner: @autoclosure () -> Int?, isUp: (Int) -> Bool
    ) -> NextHop? {
        guard let entry = entry(for: destination) else { return nil }
        var hop = hops[entry.first]
        if entry.count > 1 { hop = choose(entry, from: source, owner: owner(), isUp: isUp) }
        if entry.isConnected { hop.address = destination }
        return hop
    }

    private func choose(_ entry: Entry, from source: IPAddress?, owner: Int?, isUp: (Int) -> Bool) -> NextHop {
        let range = entry.first..<entry.first + entry.count
        if entry.isConnected, let owner, let index = range.first(where: { hops[$0].interface == owner }) {
            return range.lazy.map { hops[$0] }.first { $0.source == source } ?? hops[index]
        }
        return hops[range.first { isUp(hops[$0].interface) } ?? entry.first]
    }

    private func entry(for destination: IPAddress) -> Entry? {
        let bits = destination.bits
        let entries = destination.version == 4 ? v4 : v6
        for index in entries.indices where (entries[index].network ^ bits) & entries[index].mask == 0 {
            return entries[index]
        }
        return nil
    }

    /// The links on which a next hop may be found, in the order of interfaces.
    private func candidates(for nextHop: IPAddress, _ interfaces: [Host.Interface]) -> [NextHop] {
        // The list is not sorted yet.
        let entries = (nextHop.version == 4 ? v4 : v6).filter { ($0.network ^ nextHop.bits) & $0.mask == 0 }
        guard let best = entries.max(by: { $0.length < $1.length }) else { return [] }
        let all = hops[best.first..<best.first + best.count]
        // A link-local one may be on any link: it is on that of an interface that has such an address of its own, if any has.
        let near = nextHop.isIPv6LinkLocal ? all.filter { $0.source.isIPv6LinkLocal } : []
        return (near.isEmpty ? Array(all) : near).map { hop in
            // What lies behind a router cannot answer to a link-local address.
            let wider = interfaces[hop.interface].addresses.map(\.address).first {
                $0.version == 6 && !$0.isIPv6LinkLocal
            }
            let source = hop.source.isIPv6LinkLocal ? wider ?? hop.source : hop.source
            return NextHop(interface: hop.interface, address: nextHop, source: source)
        }
    }

    private mutating func insert(_ network: IPPrefix, _ ways: [NextHop], isConnected: Bool) {
        guard !ways.isEmpty else { return }
        let mask = network.mask
        let entry = Entry(
            network: network.address.bits & mask, mask: mask, length: network.length, isConnected: isConnected,
            first: hops.count, count: ways.count)
        hops += ways
        if network.address.version == 4 { v4.append(entry) } else { v6.append(entry) }
    }
}

extension IPAddress {
    /// The address as a number, of 32 or 128 bits.
    fileprivate var bits: UInt128 {
        switch self {
        case .v4(let address): UInt128(address.rawValue)
        case .v6(let address): UInt128(address.high) << 64 | UInt128(address.low)
        }
    }

    /// Whether it is fe80::/10, an address on one link alone.
    var isIPv6LinkLocal: Bool {
        if case .v6(let address) = self { address.isLinkLocal } else { false }
    }
}

extension IPPrefix {
    /// fe80::/10 (RFC 4291 section 2.5.6).
    fileprivate static let linkLocal = IPv6Prefix(address: IPv6Address(high: 0xfe80 << 48, low: 0), length: 10).map {
        IPPrefix.v6($0)
    }

    fileprivate var mask: UInt128 {
        switch self {
        case .v4(let prefix): UInt128(prefix.mask.rawValue)
        case .v6(let prefix): UInt128(prefix.mask.high) << 64 | UInt128(prefix.mask.low)
        }
    }

    fileprivate func isSameNetwork(as other: IPPrefix) -> Bool { length == other.length && contains(other.address) }
}
