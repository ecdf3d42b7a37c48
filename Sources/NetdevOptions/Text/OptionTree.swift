/// One option as it was written: a key and the text of its value, each with its place.
public struct OptionEntry: Hashable, Sendable {
    /// The key; dotted keys (`remote.host`) are kept as text.
    public var key: String
    /// The value's text, with doubled commas already single.
    public var value: String
    /// Where the key begins.
    public var keyPosition: OptionPosition
    /// Where the value begins; the key's place if no value was written.
    public var valuePosition: OptionPosition

    /// An option.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value's text.
    ///   - keyPosition: Where the key begins.
    ///   - valuePosition: Where the value begins.
    public init(key: String, value: String, keyPosition: OptionPosition, valuePosition: OptionPosition) {
        self.key = key
        self.value = value
        self.keyPosition = keyPosition
        self.valuePosition = valuePosition
    }

    /// Whether no value was written: a bare `key`, which QEMU reads as `key=on`.
    var isBare: Bool { keyPosition == valuePosition }
}

/// Options as they were written, in their order, before anything is known about their meaning.
///
/// It comes from QEMU's option string (``init(parsing:at:)``) or from a map in a file, whose reader supplies the
/// positions (``init(entries:at:)``).
///
/// - Invariant: No key stands twice. QEMU lets the last one win, which hides mistakes.
public struct OptionTree: Hashable, Sendable {
    /// The options in the order of the text.
    public let entries: [OptionEntry]
    /// Where the options begin: the place of an error about something that is missing.
    public let position: OptionPosition

    /// Options from a map.
    ///
    /// - Parameters:
    ///   - entries: The options in the order of the text; the netdev's type under the key `type`.
    ///   - position: Where the options begin.
    /// - Throws: ``OptionError`` if a key stands twice.
    public init(entries: [OptionEntry], at position: OptionPosition = .start) throws(OptionError) {
        var seen: Set<String> = []
        for entry in entries where !seen.insert(entry.key).inserted {
            throw OptionError(
                "option '\(entry.key)' stands twice", at: entry.keyPosition,
                rule: "QEMU would take the last one, and hide a mistake")
        }
        self.entries = entries
        self.position = position
    }

    /// Whether help is asked for: `help` or `?` alone, as an item or in place of the type, as in QEMU.
    package var asksForHelp: Bool {
        entries.contains { entry in
            entry.isBare && Self.helpWords.contains(entry.key == NetdevKey.type.name ? entry.value : entry.key)
        }
    }

    /// The words that ask for help.
    static let helpWords = ["help", "?"]

    /// The option with this key.
    public subscript(key: String) -> OptionEntry? {
        entries.first { $0.key == key }
    }
}
