/// Which ports of a switch are members of which VLANs: a bit for each, so that a frame's way costs a load a port.
struct VLANMembership {
    private static let wordsPerPort = 4096 / 64

    private let plan: [PortVLANs]
    /// For each port, a bit for each VLAN that it is a member of.
    private var members: [UInt64] = []
    /// For each port, the VLAN of its frames without a tag; 0: none.
    private var untagged: [UInt16] = []

    /// No ports yet.
    ///
    /// - Parameter plan: Membership of each, in order.
    init(_ plan: [PortVLANs]) {
        self.plan = plan
    }

    /// Adds the next port.
    mutating func addPort() {
        let port = untagged.count
        let vlans = port < plan.count ? plan[port] : PortVLANs(untagged: 1)
        let first = members.count
        members += [UInt64](repeating: 0, count: Self.wordsPerPort)
        // 0 names no VLAN, 4095 is reserved (IEEE 802.1Q table 9-2); what is no VLAN has no members.
        let own = vlans.untagged.flatMap { (1..<4095).contains($0) ? $0 : nil }
        untagged.append(own ?? 0)
        for vlan in vlans.tagged + (own.map { [$0] } ?? []) where (1..<4095).contains(vlan) {
            members[first + Int(vlan) / 64] |= 1 << UInt64(vlan % 64)
        }
    }

    /// Whether frames of a VLAN pass a port, with a tag or without.
    ///
    /// - Parameter vlan: At most 4095.
    @inline(__always)
    func contains(port: Int, vlan: UInt16) -> Bool {
        members[port &* Self.wordsPerPort &+ Int(vlan / 64)] & (1 << UInt64(vlan % 64)) != 0
    }

    /// The VLAN of frames without a tag; 0: they do not pass.
    @inline(__always)
    func untaggedVLAN(ofPort port: Int) -> UInt16 { untagged[port] }
}
