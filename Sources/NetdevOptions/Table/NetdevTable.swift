/// The one table of netdev types, their keys, defaults and rules.
///
/// The parser of option strings, the `options:` map of scenario files, the help text and the backends all read it, so
/// that no two of them can disagree. A new type is a file with its keys and its value, and one more row here.
public enum NetdevTable {
    /// The netdev types, in the order of help.
    public static let types: [NetdevType] = [
        .l2tpv3, .dgram, .stream, .socket, .vde, .vdeSwitch, .tap, .bridge, .packet, .hubport,
    ]

    /// QEMU's other types, which are refused with another sentence than a mistyped one.
    static let otherTypes = [
        "af-xdp", "netmap", "nic", "passt", "user", "vhost-user", "vhost-vdpa",
    ]

    /// The type of this name, as in `type=l2tpv3`.
    ///
    /// - Parameter name: The name.
    /// - Returns: The type, or nil if there is none of that name.
    public static func type(named name: String) -> NetdevType? {
        types.first { $0.name == name }
    }
}

/// A netdev type: its keys, and how options written with them become a configuration.
public struct NetdevType: Sendable {
    /// The name, as in `type=l2tpv3`.
    public let name: String
    /// What it is, in one clause.
    public let summary: String
    /// Its keys in the order of help and of canonical option strings; `type` and `id` come first.
    public let keys: [NetdevKey]
    /// Keys that QEMU takes for this type and Wirework does not.
    let refusedKeys: [RefusedWord]
    /// Whole command lines for help.
    public let examples: [NetdevExample]
    /// What a process has to be allowed for it, in a few words; nil: nothing beyond an ordinary user's rights.
    public let right: String?
    /// What it is proven against: tests run these command lines.
    public let peers: [NetdevPeer]
    /// Checks the rules that join several keys, and makes the configuration.
    let configure: @Sendable (OptionReader) throws(OptionError) -> NetdevConfiguration.Backend

    init(
        name: String, summary: String, keys: [NetdevKey], refusing refusedKeys: [RefusedWord] = [],
        examples: [NetdevExample], right: String? = nil, peers: [NetdevPeer] = [],
        configure: @escaping @Sendable (OptionReader) throws(OptionError) -> NetdevConfiguration.Backend
    ) {
        self.name = name
        self.summary = summary
        self.keys = [.type, .id] + keys
        self.refusedKeys = refusedKeys
        self.examples = examples
        self.right = right
        self.peers = peers
        self.configure = configure
    }

    /// The key of this name.
    ///
    /// - Parameter name: The name.
    /// - Returns: The key, or nil if this type has none of that name.
    public func key(named name: String) -> NetdevKey? {
        keys.first { $0.name == name }
    }
}

/// A command line that shows a netdev type at work.
public struct NetdevExample: Hashable, Sendable {
    /// What it does, in one clause.
    public let summary: String
    /// The netdevs that `wirework connect` is given, as they reach it: without the quotes of a shell.
    public let netdevs: [String]

    init(_ summary: String, _ netdevs: [String]) {
        self.summary = summary
        self.netdevs = netdevs
    }
}

/// A program of others at the far end of a netdev type, with the command lines of both ends, for docs/backends.md.
public struct NetdevPeer: Hashable, Sendable {
    /// Who: a program and what of it, such as `QEMU 7.2, l2tpv3`.
    public let name: String
    /// Our netdev, an option string.
    public let netdev: String
    /// The other netdevs of the same command, where it is about them, too.
    public let others: [String]
    /// What has to be run at the far end, as a shell would take it.
    public let command: String
    /// The suite of tests that has both ends talk.
    public let test: String

    init(_ name: String, netdev: String, others: [String] = [], command: String, test: String) {
        self.name = name
        self.netdev = netdev
        self.others = others
        self.command = command
        self.test = test
    }
}
