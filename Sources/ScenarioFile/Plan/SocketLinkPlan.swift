/// The two ends of a link of QEMU's older netdev `socket`, which is either of two that there are under names of their own.
public enum SocketLinkPlan: Sendable, Hashable {
    /// `listen` and `connect`: as a stream over TCP; `a` listens.
    case stream(a: StreamEndPlan, b: StreamEndPlan)
    /// `udp` and `localaddr`: as dgram over UDP.
    case udp(a: DgramEndPlan, b: DgramEndPlan)

    /// The options of both ends as they are written in a scenario; what the runner picks is left out.
    var written: (a: [(key: String, value: String)], b: [(key: String, value: String)]) {
        switch self {
        case .stream(let a, let b): (Self.written("listen", a.host, a.port), Self.written("connect", b.host, b.port))
        case .udp(let a, let b): (Self.written(a), Self.written(b))
        }
    }

    private static func written(_ end: DgramEndPlan) -> [(key: String, value: String)] {
        written("udp", end.remote.host, end.remote.port) + written("localaddr", end.local.host, end.local.port)
    }

    /// A key says both or, with an empty host, the port alone.
    private static func written(_ key: String, _ host: String?, _ port: UInt16?) -> [(key: String, value: String)] {
        let bracketed = host.map { $0.contains(":") ? "[\($0)]" : $0 }
        return port.map { [(key, "\(bracketed ?? ""):\($0)")] } ?? []
    }
}
