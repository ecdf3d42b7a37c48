/// What the options of every netdev type can say about themselves.
///
/// The rest of the package asks here, so that a new type adds a value and a case, and no switch elsewhere.
protocol NetdevTypeOptions: Hashable, Sendable {
    /// Their row of the table.
    static var type: NetdevType { get }
    /// As they would be written: what differs from the defaults, in the table's order.
    func rendered(for reader: OptionReadership) -> [RenderedOption]
    /// What is taken when they are opened, so that no second netdev can have it; nil where the kernel chooses, or where it
    /// is shared, as a multicast group is.
    var boundAddress: BoundAddress? { get }
    /// Whether addresses and interfaces of this host's network are meant: from a network namespace of one's own they are out
    /// of reach. Paths, inherited descriptors and what stays in the process are the same everywhere.
    var usesHostNetwork: Bool { get }
}
