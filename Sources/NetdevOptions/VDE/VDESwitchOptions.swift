/// The options of a `vde-switch` netdev, as meant: a switch of our own that plugs of a VDE network find at a directory.
public struct VDESwitchOptions: Hashable, Sendable {
    /// The directory of the switch's sockets; made if it is not there.
    public var sock: String
    /// The permissions of the sockets; the directory has them too, with leave to enter where there is leave to read.
    public var mode: UInt16
    /// The group of directory and sockets, a name or a number; nil: that of the process.
    public var group: String?
    /// Whether every frame goes to every other plug.
    public var isHub: Bool
    /// The most plugs at a time.
    public var ports: Int

    /// The permissions where nothing is said: the user's own.
    public static let defaultMode: UInt16 = 0o700
    /// The plugs where nothing is said, as of a vde_switch.
    public static let defaultPorts = 32
    /// The most plugs that can be asked for.
    public static let portLimit = 1024

    /// Options; what is not said has its default.
    ///
    /// - Parameters:
    ///   - sock: The directory of the switch's sockets.
    ///   - mode: The permissions of directory and sockets.
    ///   - group: Their group.
    ///   - isHub: Whether every frame goes to every other plug.
    ///   - ports: The most plugs at a time.
    public init(
        sock: String, mode: UInt16 = VDESwitchOptions.defaultMode, group: String? = nil, isHub: Bool = false,
        ports: Int = VDESwitchOptions.defaultPorts
    ) {
        self.sock = sock
        self.mode = mode
        self.group = group
        self.isHub = isHub
        self.ports = ports
    }
}

extension VDESwitchOptions: NetdevTypeOptions {
    static var type: NetdevType { .vdeSwitch }

    /// The options in the table's order.
    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        var options = [RenderedOption(Key.sock, sock)]
        if mode != Self.defaultMode { options.append(RenderedOption(Key.mode, octal: mode)) }
        if let group { options.append(RenderedOption(Key.group, group)) }
        if isHub { options.append(RenderedOption(Key.hub, true)) }
        if ports != Self.defaultPorts { options.append(RenderedOption(Key.ports, String(ports))) }
        return options
    }

    var boundAddress: BoundAddress? {
        BoundAddress(identity: .unix(path: "\(sock)/ctl"), key: Key.sock.name)
    }

    /// A directory is the same everywhere.
    var usesHostNetwork: Bool { false }
}

extension VDESwitchOptions {
    /// Makes options from what the table has accepted key by key.
    ///
    /// - Throws: ``OptionError`` for the first rule that does not hold.
    init(_ reader: OptionReader) throws(OptionError) {
        self.init(
            sock: reader.text(Key.sock) ?? "", mode: reader.integer(Key.mode) ?? Self.defaultMode,
            group: reader.text(Key.group), isHub: reader.flag(Key.hub) ?? false,
            ports: reader.integer(Key.ports) ?? Self.defaultPorts)
        let position = reader.valuePosition(of: Key.sock)
        guard !sock.contains("://") else {
            throw OptionError(
                "sock: '\(sock)' is no directory", at: position,
                rule: "a switch listens in a directory; what has a scheme is a network to plug into",
                remedy: "the netdev type vde plugs into such a network")
        }
        try VDEDirectory.check(sock, at: position)
    }
}

private typealias Key = NetdevType.VDESwitchKey
