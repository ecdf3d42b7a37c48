import LinuxNet

/// Whose datagrams a backend listens to, where the kernel does not see to it.
enum SourceRule {
    /// Everybody's: the socket is connected, or the options say so.
    case any
    /// Those of one address.
    case only(SocketAddress)
    /// Those of the unix socket at a path.
    case path(UnixAddress)
    /// All but its own, which multicast brings back.
    case others(than: SocketAddress)

    /// What to do with a message.
    enum Judgement {
        case take, refuse, ignore
    }

    @inline(__always)
    func judge(_ message: borrowing ReceivedMessage) -> Judgement {
        switch self {
        case .any: .take
        case .only(let peer): message.isFrom(peer) ? .take : .refuse
        case .path(let peer): message.isFrom(peer) ? .take : .refuse
        case .others(let own): message.isFrom(own) ? .ignore : .take
        }
    }
}
