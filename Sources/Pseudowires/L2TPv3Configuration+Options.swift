import NetdevOptions
public import Tunnels

extension L2TPv3Configuration {
    /// The session that a netdev's options describe.
    ///
    /// - Parameter options: Checked by the option table, so every combination has a meaning: cookies fit their size, and
    ///   sequencing has a number to look at. `sequence=reorder` checks without holding anything back for now.
    public init(_ options: L2TPv3Options) {
        func cookie(_ value: UInt64?) -> L2TPv3Cookie {
            guard let value else { return .none }
            return options.cookie64 ? .bits64(value) : .bits32(UInt32(truncatingIfNeeded: value))
        }
        let sublayer: L2TPv3Sublayer =
            switch options.sublayer {
            case .none: .none
            case .counter: .counter
            case .pinned: .pinned
            case .default: .default
            }
        self.init(
            encapsulation: options.udp ? .udp : .ip,
            localSession: options.rxsession, remoteSession: options.txsession,
            txCookie: cookie(options.txcookie), rxCookie: cookie(options.rxcookie),
            sublayer: sublayer, offset: options.offset, sequencing: options.sequence == .off ? .off : .check)
    }
}
