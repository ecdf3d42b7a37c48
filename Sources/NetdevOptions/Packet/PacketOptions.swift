/// The options of a `packet` netdev, as meant.
public struct PacketOptions: Hashable, Sendable {
}

extension PacketOptions: NetdevTypeOptions {
    static var type: NetdevType { .packet }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
