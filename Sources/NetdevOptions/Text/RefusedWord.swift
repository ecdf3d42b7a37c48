/// A word that QEMU takes and this table does not: a better answer than "unknown" needs the reason.
public struct RefusedWord: Hashable, Sendable {
    /// The key, or the value, as QEMU writes it.
    public let name: String
    /// Why it is refused, in one clause.
    public let reason: String

    init(_ name: String, _ reason: String) {
        self.name = name
        self.reason = reason
    }
}
