/// The one table of netdev types, their keys, defaults and rules.
///
/// The parser of option strings, the `options:` map of scenario files, the help text and the backends all read it, so
/// that no two of them can disagree. A new type is a file with its keys and its value, and one more row here.
public enum NetdevTable {
    /// The netdev types, in the order of help.
    public static let types: [NetdevType] = [.l2tpv3, .dgram]

    /// QEMU's other types, which are refused with another sentence than a mistyped one.
    static let otherTypes = [
        "af-xdp", "bridge", "hubport", "netmap", "nic", "passt", "socket", "stream", "tap", "user", "vde", "vhost-user",
        "vhost-vdpa",
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
    /// Checks the rules that join several keys, and makes the configuration.
    let configure: @Sendable (OptionReader) throws(OptionError) -> NetdevConfiguration.Backend

    init(
        name: String, summary: String, keys: [NetdevKey], refusing refusedKeys: [RefusedWord] = [],
        examples: [NetdevExample],
        configure: @escaping @Sendable (OptionReader) throws(OptionError) -> NetdevConfiguration.Backend
    ) {
        self.name = name
        self.summary = summary
        self.keys = [.type, .id] + keys
        self.refusedKeys = refusedKeys
        self.examples = examples
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
