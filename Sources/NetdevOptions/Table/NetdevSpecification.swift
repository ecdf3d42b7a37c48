/// From options as written to a configuration that holds every rule.
public enum NetdevSpecification {
    /// Reads a netdev's options by the table, and says everything that is wrong with them.
    ///
    /// - Parameter tree: The options; `type` says by which rows they are read.
    /// - Returns: The configuration.
    /// - Throws: ``InvalidOptions``: the type, or else each option that is wrong by itself and what is missing, or else
    ///   the first rule that joins several and does not hold.
    public static func read(_ tree: OptionTree) throws(InvalidOptions) -> NetdevConfiguration {
        let type: NetdevType
        do throws(OptionError) {
            type = try self.type(of: tree)
        } catch {
            throw InvalidOptions(errors: [error])
        }
        let reader = try OptionReader(tree, as: type)
        do throws(OptionError) {
            return NetdevConfiguration(id: reader.text(.id), backend: try type.configure(reader))
        } catch {
            throw InvalidOptions(errors: [error])
        }
    }

    /// Reads a netdev's options by the table.
    ///
    /// - Parameter tree: The options; `type` says by which rows they are read.
    /// - Returns: The configuration.
    /// - Throws: ``OptionError`` for the first thing that is wrong: the type, then each option in the order of the text,
    ///   then mandatory ones that are missing, then the rules that join several.
    public static func parse(_ tree: OptionTree) throws(OptionError) -> NetdevConfiguration {
        do throws(InvalidOptions) {
            return try read(tree)
        } catch {
            throw error.errors.first ?? OptionError("these options mean nothing", at: tree.position)
        }
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

    /// The row of the table that `type` names.
    static func type(of tree: OptionTree) throws(OptionError) -> NetdevType {
        let names = NetdevTable.types.map(\.name)
        guard let entry = tree[NetdevKey.type.name] else {
            throw OptionError(
                "the netdev's type is missing: one of \(names.joined(separator: ", "))", at: tree.position,
                rule: "a netdev is TYPE,KEY=VALUE,... or {\"type\":\"TYPE\",...}")
        }
        if let type = NetdevTable.type(named: entry.value) { return type }
        guard !NetdevTable.otherTypes.contains(entry.value) else {
            throw OptionError(
                "netdev type '\(entry.value)' is not supported yet", at: entry.valuePosition,
                rule: "the types are \(names.listed())")
        }
        throw OptionError(
            "unknown netdev type '\(entry.value)'", at: entry.valuePosition,
            suggestion: NearestWord.nearest(to: entry.value, among: names), rule: "the types are \(names.listed())")
    }
}
