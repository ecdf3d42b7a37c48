/// The options of a `packet` netdev, as meant: an Ethernet interface of the host, taken with a packet socket.
public struct PacketOptions: Hashable, Sendable {
    /// The interface.
    public var ifname: String

    /// Options.
    public init(ifname: String) {
        self.ifname = ifname
    }

    init(_ reader: OptionReader) throws(OptionError) {
        ifname = try InterfaceName.read(Key.ifname, reader) ?? ""
    }
}

extension PacketOptions: NetdevTypeOptions {
    static var type: NetdevType { .packet }
    /// Two may hear the same interface.
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }

    func rendered(for reader: OptionReadership) -> [RenderedOption] { [RenderedOption(Key.ifname, ifname)] }
}

private typealias Key = NetdevType.PacketKey
