/// The options of a `hubport` netdev, as meant: one port of a hub in this process.
///
/// Parsing makes only values that hold the rules of the table.
public struct HubportOptions: Hashable, Sendable {
    /// The number of the hub, which is made for its first port and gone with its last.
    public var hub: UInt32
    /// The id of the netdev that the port is plugged into; nil: it is wired as every other netdev is.
    public var netdev: String?

    /// A port of a hub.
    ///
    /// - Parameters:
    ///   - hub: The number of the hub.
    ///   - netdev: The id of the netdev that the port is plugged into.
    public init(hub: UInt32, netdev: String? = nil) {
        self.hub = hub
        self.netdev = netdev
    }
}

extension HubportOptions: NetdevTypeOptions {
    static var type: NetdevType { .hubport }

    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        [RenderedOption(Key.hubid, String(hub))] + (netdev.map { [RenderedOption(Key.netdev, $0)] } ?? [])
    }

    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { false }
}

private typealias Key = NetdevType.HubportKey
