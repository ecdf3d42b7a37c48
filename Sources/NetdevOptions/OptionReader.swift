/// Options that a type's table has accepted one by one; what joins several of them is still to be checked.
struct OptionReader {
    private let tree: OptionTree
    private let values: [String: OptionValue]

    /// Reads every option by the table, in the order of the text, then looks for mandatory ones that are missing.
    ///
    /// - Throws: ``OptionError`` for the first unknown key, unfit value or missing key.
    init(_ tree: OptionTree, as type: NetdevType) throws(OptionError) {
        var values: [String: OptionValue] = [:]
        for entry in tree.entries where entry.key != NetdevKey.type.name {
            guard let key = type.key(named: entry.key) else { throw Self.unknown(entry, in: type) }
            values[key.name] = try OptionValue(reading: entry, as: key)
        }
        for key in type.keys where key.isMandatory && tree[key.name] == nil {
            throw OptionError(
                "\(type.name) needs \(key.name)=\(key.kind)", at: tree.position, rule: "\(key.name) is mandatory")
        }
        self.tree = tree
        self.values = values
    }

    func text(_ key: NetdevKey) -> String? {
        if case .text(let text)? = values[key.name] { text } else { nil }
    }

    func flag(_ key: NetdevKey) -> Bool? {
        if case .flag(let flag)? = values[key.name] { flag } else { nil }
    }

    /// An integer; nil also if it does not fit, which the range in the key's row rules out.
    func integer<T: FixedWidthInteger>(_ key: NetdevKey, as: T.Type = T.self) -> T? {
        if case .integer(let value)? = values[key.name] { T(exactly: value) } else { nil }
    }

    func choice<T: RawRepresentable<String>>(_ key: NetdevKey, as: T.Type = T.self) -> T? {
        text(key).flatMap(T.init(rawValue:))
    }

    /// Where an error about this key points: at the key, or where the options begin if it was not written.
    func position(of key: NetdevKey) -> OptionPosition {
        tree[key.name]?.keyPosition ?? tree.position
    }

    private static func unknown(_ entry: OptionEntry, in type: NetdevType) -> OptionError {
        OptionError(
            "unknown option '\(entry.key)' of \(type.name)", at: entry.keyPosition,
            suggestion: negated(entry, in: type)
                ?? NearestWord.nearest(to: entry.key, among: type.keys.map(\.name)))
    }

    /// `udp=off` for a bare `noudp`, which old QEMU versions accepted.
    private static func negated(_ entry: OptionEntry, in type: NetdevType) -> String? {
        guard entry.isBare, entry.key.hasPrefix("no") else { return nil }
        let name = String(entry.key.dropFirst(2))
        return type.key(named: name)?.kind == .flag ? "\(name)=off" : nil
    }
}
