/// Options that a type's table has accepted one by one; what joins several of them is still to be checked.
struct OptionReader {
    private let tree: OptionTree
    private let values: [String: OptionValue]

    /// Reads every option by the table, in the order of the text, then looks for mandatory ones that are missing.
    ///
    /// - Throws: ``InvalidOptions`` with every unknown key and unfit value, and the missing keys.
    init(_ tree: OptionTree, as type: NetdevType) throws(InvalidOptions) {
        var values: [String: OptionValue] = [:]
        var errors: [OptionError] = []
        // A mandatory key that is only misspelt is not missing as well.
        var meant: Set<String> = []
        for entry in tree.entries where entry.key != NetdevKey.type.name {
            guard let key = type.key(named: entry.key) else {
                let error = UnknownOption(entry, of: type).error
                if let suggestion = error.suggestion { meant.insert(suggestion) }
                errors.append(error)
                continue
            }
            do throws(OptionError) {
                values[key.name] = try OptionValue(reading: entry, as: key)
            } catch {
                errors.append(error)
            }
        }
        let missing = type.keys.filter { $0.isMandatory && tree[$0.name] == nil && !meant.contains($0.name) }
        if !missing.isEmpty {
            errors.append(Self.missing(missing, of: type, at: tree.position))
        }
        guard errors.isEmpty else { throw InvalidOptions(errors: errors) }
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

    /// Where an error about this key's value points.
    func valuePosition(of key: NetdevKey) -> OptionPosition {
        tree[key.name]?.valuePosition ?? tree.position
    }

    /// Those of the keys that were written, in the order of the text.
    func written(among keys: [NetdevKey]) -> [NetdevKey] {
        tree.entries.compactMap { entry in keys.first { $0.name == entry.key } }
    }

    private static func missing(_ keys: [NetdevKey], of type: NetdevType, at position: OptionPosition) -> OptionError {
        let names = keys.map(\.name).listed()
        let wanted = keys.map { "\($0.name)=\($0.kind)" }.listed()
        return OptionError(
            "\(type.name) needs \(wanted)", at: position, rule: "\(names) \(keys.count == 1 ? "is" : "are") mandatory")
    }
}

extension [String] {
    /// `a`, `a and b`, `a, b and c`.
    func listed(with word: String = "and") -> String {
        guard count > 1, let last else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
