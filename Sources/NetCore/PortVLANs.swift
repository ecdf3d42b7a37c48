/// Which VLANs pass a port of a switch (IEEE 802.1Q).
public struct PortVLANs: Hashable, Sendable {
    /// The VLAN of frames without a tag, and the one whose frames leave without; nil: frames without a tag do not pass.
    public var untagged: UInt16?
    /// VLANs whose frames come and go with their tag, in ascending order.
    public var tagged: [UInt16]

    /// Membership of a port.
    ///
    /// - Parameters:
    ///   - untagged: 1 to 4094.
    ///   - tagged: 1 to 4094 each.
    public init(untagged: UInt16?, tagged: [UInt16] = []) {
        self.untagged = untagged
        self.tagged = tagged
    }
}
