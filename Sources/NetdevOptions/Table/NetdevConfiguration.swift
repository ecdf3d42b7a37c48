/// A netdev as meant: which backend, and everything it needs to know.
public struct NetdevConfiguration: Hashable, Sendable {
    /// The backends, one case for each netdev type.
    public enum Backend: Hashable, Sendable {
        /// An L2TPv3 pseudowire.
        case l2tpv3(L2TPv3Options)
        /// One frame a datagram: UDP, multicast, unix sockets, or a socket that was inherited.
        case dgram(DgramOptions)
        /// Frames on a byte stream: TCP, a unix socket, or one that was inherited.
        case stream(StreamOptions)
        /// QEMU's older netdev of several kinds: TCP, UDP, multicast, or an inherited socket.
        case socket(SocketOptions)
        /// A plug of a VDE network.
        case vde(VDEOptions)
        /// A socket of our own that plugs of a VDE network connect to.
        case vdeSwitch(VDESwitchOptions)
        /// A tap device of the kernel.
        case tap(TapOptions)
        /// A tap device that a privileged helper makes and adds to a bridge.
        case bridge(BridgeOptions)
        /// An interface of the host, through a packet socket.
        case packet(PacketOptions)
        /// A port of a hub in this process.
        case hubport(HubportOptions)

        /// The options, whatever the type.
        var options: any NetdevTypeOptions {
            switch self {
            case .l2tpv3(let options): options
            case .dgram(let options): options
            case .stream(let options): options
            case .socket(let options): options
            case .vde(let options): options
            case .vdeSwitch(let options): options
            case .tap(let options): options
            case .bridge(let options): options
            case .packet(let options): options
            case .hubport(let options): options
            }
        }
    }

    /// The netdev's name, if it was given one.
    public var id: String?
    /// The backend with its options.
    public var backend: Backend

    /// A configuration.
    ///
    /// - Parameters:
    ///   - id: The netdev's name.
    ///   - backend: The backend with its options.
    public init(id: String? = nil, backend: Backend) {
        self.id = id
        self.backend = backend
    }

    /// The canonical option string, which reads as an equal configuration.
    ///
    /// The type, `id`, then what differs from the defaults in the table's order; commas in values are doubled.
    public var optionString: String { rendered(for: .wirework) }

    /// The nearest option string that QEMU reads: without the keys that only Wirework knows.
    public var qemuOptionString: String { rendered(for: .qemu) }

    /// The type, with its row of the table.
    public var type: NetdevType { Swift.type(of: backend.options).type }

    /// What it binds; nil where the kernel chooses, or where it is shared, as a multicast group is.
    package var boundAddress: BoundAddress? { backend.options.boundAddress }

    /// Whether it reaches what only this host's network namespace has: addresses, interfaces.
    package var usesHostNetwork: Bool { backend.options.usesHostNetwork }

    private func rendered(for reader: OptionReadership) -> String {
        let named = (id.map { [RenderedOption(.id, $0)] } ?? []) + backend.options.rendered(for: reader)
        return named.reduce(into: type.name) { text, option in
            guard reader == .wirework || !option.key.isBeyondQEMU else { return }
            text += ",\(option.key.name)=\(option.escapedValue)"
        }
    }
}

/// Who will read an option string.
enum OptionReadership: Hashable, Sendable {
    case wirework, qemu
}

/// An option on its way back to text.
struct RenderedOption: Hashable, Sendable {
    let key: NetdevKey
    let value: String

    init(_ key: NetdevKey, _ value: String) {
        self.key = key
        self.value = value
    }

    init(_ key: NetdevKey, _ flag: Bool) {
        self.init(key, flag ? "on" : "off")
    }

    /// Sessions and cookies are shown in hex everywhere.
    init(_ key: NetdevKey, hexadecimal value: some BinaryInteger) {
        self.init(key, "0x" + String(value, radix: 16))
    }

    /// Permissions are octal, and say so with a leading zero.
    init(_ key: NetdevKey, octal mode: UInt16) {
        self.init(key, "0" + String(mode, radix: 8))
    }

    /// The value with its commas doubled, as QEMU's option strings want them.
    var escapedValue: String {
        var text = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            text.append(scalar)
            if scalar == "," { text.append(scalar) }
        }
        return String(text)
    }
}
