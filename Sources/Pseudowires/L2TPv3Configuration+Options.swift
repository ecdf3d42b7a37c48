import NetdevOptions
public import Tunnels

extension L2TPv3Configuration {
    /// The session that a netdev's options describe.
    ///
    /// - Parameter options: Checked by the option table, so every combination has a meaning: cookies fit their size, and
    ///   sequencing has a number to look at.
    public init(_ options: L2TPv3Options) {
        func cookie(_ value: UInt64?, _ is64: Bool) -> L2TPv3Cookie {
            guard let value else { return .none }
            return is64 ? .bits64(value) : .bits32(UInt32(truncatingIfNeeded: value))
        }
        let sublayer: L2TPv3Sublayer =
            switch options.sublayer {
            case .none: .none
            case .counter: .counter
            case .pinned: .pinned
            case .default: .default
            }
        let sequencing: L2TPv3Sequencing =
            switch options.sequence {
            case .off: .off
            case .check: .check
            case .reorder: .reorder
            }
        self.init(
            encapsulation: options.udp ? .udp : .ip,
            localSession: options.rxsession, remoteSession: options.txsession,
            txCookie: cookie(options.txcookie, options.txcookie64),
            rxCookie: cookie(options.rxcookie, options.rxcookie64),
            sublayer: sublayer, offset: options.offset, sequencing: sequencing)
    }
}
