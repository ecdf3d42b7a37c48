/// The options of a `vde-switch` netdev, as meant.
public struct VDESwitchOptions: Hashable, Sendable {
}

extension VDESwitchOptions: NetdevTypeOptions {
    static var type: NetdevType { .vdeSwitch }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
