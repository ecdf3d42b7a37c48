/// The options of a `hubport` netdev, as meant.
public struct HubportOptions: Hashable, Sendable {
}

extension HubportOptions: NetdevTypeOptions {
    static var type: NetdevType { .hubport }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
