/// What people have to know of a netdev type before they choose it, beside its keys.
///
/// docs/backends.md is made of it.
public struct NetdevFacts: Hashable, Sendable {
    /// The version of QEMU that had it first; nil: none has it.
    public let since: String?
    /// What its link state follows.
    public let carrier: String
    /// What it promises of loss, order and back-pressure.
    public let promise: String
    /// What it does otherwise than QEMU on purpose, a clause each.
    public let differences: [String]

    init(since: String?, carrier: String, promise: String, differences: [String] = []) {
        self.since = since
        self.carrier = carrier
        self.promise = promise
        self.differences = differences
    }
}
