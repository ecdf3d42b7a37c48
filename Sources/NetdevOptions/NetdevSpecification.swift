/// From options as written to a configuration that holds every rule.
public enum NetdevSpecification {
    /// Reads a netdev's options by the table.
    ///
    /// - Parameter tree: The options; `type` says by which rows they are read.
    /// - Returns: The configuration.
    /// - Throws: ``OptionError`` for the first thing that is wrong: the type, then each option in the order of the text,
    ///   then mandatory ones that are missing, then the rules that join several.
    public static func parse(_ tree: OptionTree) throws(OptionError) -> NetdevConfiguration {
        let names = NetdevTable.types.map(\.name)
        guard let entry = tree[NetdevKey.type.name] else {
            throw OptionError(
                "the netdev's type is missing: one of \(names.joined(separator: ", "))", at: tree.position,
                rule: "an option string begins with it")
        }
        guard let type = NetdevTable.type(named: entry.value) else {
            throw OptionError(
                "unknown netdev type '\(entry.value)'", at: entry.valuePosition,
                suggestion: NearestWord.nearest(to: entry.value, among: names))
        }
        let reader = try OptionReader(tree, as: type)
        return NetdevConfiguration(id: reader.text(.id), backend: try type.configure(reader))
    }

    /// Reads QEMU's option string by the table.
    ///
    /// - Parameters:
    ///   - text: The option string, such as `l2tpv3,id=n1,src=127.0.0.1,...`.
    ///   - position: Where its first scalar stands.
    /// - Returns: The configuration.
    /// - Throws: ``OptionError`` for the first thing that is wrong.
    public static func parse(
        _ text: String, at position: OptionPosition = .start
    ) throws(OptionError) -> NetdevConfiguration {
        try parse(OptionTree(parsing: text, at: position))
    }
}
