/// Why netdevs could not be wired together on this host.
public struct PatchPanelError: Error, CustomStringConvertible {
    /// The netdev's place in the list, from 0; nil if it is none's.
    public let netdev: Int?
    /// What failed, and what helps.
    public let description: String

    init(_ description: String, netdev: Int? = nil) {
        self.netdev = netdev
        self.description = description
    }
}
