/// The options of a `socket` netdev, as meant.
public struct SocketOptions: Hashable, Sendable {
}

extension SocketOptions: NetdevTypeOptions {
    static var type: NetdevType { .socket }
    func rendered(for reader: OptionReadership) -> [RenderedOption] { [] }
    var boundAddress: BoundAddress? { nil }
    var usesHostNetwork: Bool { true }
}
