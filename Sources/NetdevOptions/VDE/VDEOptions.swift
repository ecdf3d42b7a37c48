/// The options of a `vde` netdev, as meant.
public struct VDEOptions: Hashable, Sendable {
}

extension VDEOptions: NetdevTypeOptions {
    static var type: NetdevType { .vde }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
