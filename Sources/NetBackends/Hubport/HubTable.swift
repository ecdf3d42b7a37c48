import NetCore

/// The hubs that the hubports of one loop are ports of, by number: each is made for its first port and goes with its last.
final class HubTable {
    private unowned let loop: Loop
    private var hubs: [UInt32: (hub: Hub, portCount: Int)] = [:]

    init(loop: Loop) {
        self.loop = loop
    }

    /// Makes a port of a hub, and the hub if it has none yet.
    func addPort(of number: UInt32) -> Port {
        var entry = hubs[number] ?? (Hub(loop: loop, name: "hub\(number)"), 0)
        entry.portCount += 1
        hubs[number] = entry
        return entry.hub.addPort()
    }

    /// Unplugs a port for good, and lets go of a hub that has no other.
    func remove(_ port: Port, of number: UInt32) {
        guard var entry = hubs[number] else { return }
        // A closed port has no carrier, and the hub passes it over.
        port.close()
        entry.portCount -= 1
        hubs[number] = entry.portCount > 0 ? entry : nil
        if entry.portCount == 0 { loop.remove(entry.hub) }
    }

    /// The ports that a hub has; 0 of one that there is not.
    func portCount(of number: UInt32) -> Int { hubs[number]?.portCount ?? 0 }
}
