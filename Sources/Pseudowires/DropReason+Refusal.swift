public import NetCore
public import Tunnels

extension DropReason {
    /// The reason under which a refused datagram is counted.
    public init(_ refusal: L2TPv3Refusal) {
        self =
            switch refusal {
            case .truncated: .truncated
            case .controlMessage: .controlMessage
            case .badVersion: .badVersion
            case .sessionMismatch: .sessionMismatch
            case .cookieMismatch: .cookieMismatch
            case .sequence: .sequence
            }
    }
}
