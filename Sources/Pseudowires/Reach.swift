/// What addresses and ports would decide between two ends that have no sockets.
public struct Reach: Sendable, Equatable {
    /// Whether somebody is bound where this end sends to; if not, what it sends ends as `no-peer`.
    public var isHeard: Bool
    /// Whether this end takes what comes from where the far end is; a strict one may not, and ends it as
    /// `source-mismatch`.
    public var trustsSource: Bool
    /// Whether this end takes what comes from anywhere else.
    public var trustsStrangers: Bool

    /// Everything fits, unless it is said that it does not.
    public init(isHeard: Bool = true, trustsSource: Bool = true, trustsStrangers: Bool = true) {
        self.isHeard = isHeard
        self.trustsSource = trustsSource
        self.trustsStrangers = trustsStrangers
    }
}
