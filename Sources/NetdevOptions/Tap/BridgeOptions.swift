/// The options of a `bridge` netdev, as meant.
public struct BridgeOptions: Hashable, Sendable {
}

extension BridgeOptions: NetdevTypeOptions {
    static var type: NetdevType { .bridge }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
