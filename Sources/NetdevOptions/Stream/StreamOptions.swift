/// The options of a `stream` netdev, as meant.
public struct StreamOptions: Hashable, Sendable {
}

extension StreamOptions: NetdevTypeOptions {
    static var type: NetdevType { .stream }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
