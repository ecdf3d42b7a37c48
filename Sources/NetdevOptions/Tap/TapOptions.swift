/// The options of a `tap` netdev, as meant.
public struct TapOptions: Hashable, Sendable {
}

extension TapOptions: NetdevTypeOptions {
    static var type: NetdevType { .tap }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
