/// The options of a `vde` netdev, as meant: a plug of a VDE network.
public struct VDEOptions: Hashable, Sendable {
    /// Where to plug in: the directory of a switch, or what libvdeplug calls a VNL, such as `ptp:///tmp/cable`; nil: the
    /// network that the library finds by itself.
    public var sock: String?
    /// The port of the switch; 0 for any.
    public var port: UInt16
    /// The group that the plug's own socket is given to, a name or a number; nil: that of the process.
    public var group: String?
    /// The permissions of the plug's own socket.
    public var mode: UInt16
    /// The longest frame that is sent, in bytes; nil: what the far end is known to take.
    public var frameLimit: Int?

    /// QEMU's default of ``mode``.
    public static let defaultMode: UInt16 = 0o700

    /// Options; what is not said has its default.
    ///
    /// - Parameters:
    ///   - sock: Where to plug in.
    ///   - port: The port of the switch; 0 for any.
    ///   - group: The group of the plug's own socket.
    ///   - mode: The permissions of the plug's own socket.
    ///   - frameLimit: The longest frame that is sent, in bytes.
    public init(
        sock: String? = nil, port: UInt16 = 0, group: String? = nil, mode: UInt16 = VDEOptions.defaultMode,
        frameLimit: Int? = nil
    ) {
        self.sock = sock
        self.port = port
        self.group = group
        self.mode = mode
        self.frameLimit = frameLimit
    }

    /// Who speaks to the network.
    public enum Network: Hashable, Sendable {
        /// A switch with its sockets in a directory; the plug speaks to it by itself.
        case directory(String)
        /// libvdeplug, which has a module for it; nil: which looks for the default network.
        case library(String?)
    }

    /// Who speaks to the network: ``sock`` is a plain path, or `vde://` before one, or it is the library's.
    public var network: Network {
        guard let sock else { return .library(nil) }
        let path = sock.hasPrefix(Self.plainScheme) ? String(sock.dropFirst(Self.plainScheme.count)) : sock
        // Brackets and braces behind a path are the library's own options.
        let isPlain = !path.isEmpty && !path.contains("://") && !path.utf8.contains { "[]{}".utf8.contains($0) }
        return isPlain ? .directory(path) : .library(sock)
    }

    /// Whether the far end is a switch that may cut long frames: a directory, or a module that makes a vde_switch.
    public var isSwitched: Bool {
        switch network {
        case .directory, .library(nil): true
        case .library(let locator?): ["vde://", "switch://", "hub://"].contains { locator.hasPrefix($0) }
        }
    }

    private static let plainScheme = "vde://"
}

extension VDEOptions: NetdevTypeOptions {
    static var type: NetdevType { .vde }

    /// The options in the table's order.
    func rendered(for reader: OptionReadership) -> [RenderedOption] {
        var options: [RenderedOption] = []
        if let sock { options.append(RenderedOption(Key.sock, sock)) }
        if port != 0 { options.append(RenderedOption(Key.port, String(port))) }
        if let group { options.append(RenderedOption(Key.group, group)) }
        if mode != Self.defaultMode { options.append(RenderedOption(Key.mode, octal: mode)) }
        if let frameLimit { options.append(RenderedOption(Key.frameLimit, String(frameLimit))) }
        return options
    }

    /// A switch has many plugs.
    var boundAddress: BoundAddress? { nil }

    /// Directories and cables between processes are the same everywhere; other modules may open network sockets.
    var usesHostNetwork: Bool {
        switch network {
        case .directory, .library(nil): false
        case .library(let locator?): !["vde://", "switch://", "hub://", "ptp://"].contains { locator.hasPrefix($0) }
        }
    }
}

extension VDEOptions {
    /// Makes options from what the table has accepted key by key.
    ///
    /// - Throws: ``OptionError`` for the first rule that does not hold.
    init(_ reader: OptionReader) throws(OptionError) {
        self.init(
            sock: reader.text(Key.sock), port: reader.integer(Key.port) ?? 0, group: reader.text(Key.group),
            mode: reader.integer(Key.mode) ?? Self.defaultMode, frameLimit: reader.integer(Key.frameLimit))
        if let sock, sock.utf8.contains(0) {
            throw OptionError("sock: a path with a NUL in it", at: reader.valuePosition(of: Key.sock))
        }
        if case .directory(let path) = network {
            try VDEDirectory.check(path, at: reader.valuePosition(of: Key.sock))
        }
    }
}

/// The directory of a switch's sockets.
enum VDEDirectory {
    /// What the longest name of a socket in it takes of a path's 107 bytes: `/ctl`, and `/001.1048576`.
    static let byteLimit = 107 - 12

    /// Refuses a path in which no socket can be reached.
    static func check(_ path: String, at position: OptionPosition) throws(OptionError) {
        let count = path.utf8.count
        guard count <= byteLimit else {
            throw OptionError(
                "sock: a path of \(count) bytes; a switch's directory has at most \(byteLimit)", at: position,
                rule: "unix(7): a socket's path has at most 107 bytes, and the switch's sockets stand in the directory",
                remedy: "use a shorter directory, or a path from the working directory")
        }
    }
}

private typealias Key = NetdevType.VDEKey
