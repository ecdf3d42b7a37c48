/// What is wrong with an option, and where.
///
/// The parts are kept apart so that a reader of files can show the line with a caret; ``description`` joins them for
/// everybody else.
public struct OptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in one clause without a full stop.
    public let message: String
    /// The key or the value that is meant; where the options begin if something is missing.
    public let position: OptionPosition
    /// What was probably meant, as it should be written: `cookie64`, or `udp=on`.
    public let suggestion: String?
    /// The rule that was broken, with its source: an RFC section, or QEMU's own words.
    public let rule: String?
    /// What to write instead, in one clause, where one word does not mend it.
    public let remedy: String?

    /// An error.
    ///
    /// - Parameters:
    ///   - message: What is wrong, in one clause.
    ///   - position: Where.
    ///   - suggestion: What was probably meant.
    ///   - rule: The rule that was broken.
    ///   - remedy: What to write instead.
    public init(
        _ message: String, at position: OptionPosition, suggestion: String? = nil, rule: String? = nil,
        remedy: String? = nil
    ) {
        self.message = message
        self.position = position
        self.suggestion = suggestion
        self.rule = rule
        self.remedy = remedy
    }

    /// Everything on one line: `1:8: unknown option 'cokie64' of l2tpv3; did you mean 'cookie64'?`.
    public var description: String {
        var text = "\(position): \(message)"
        if let rule { text += " (\(rule))" }
        if let suggestion { text += "; did you mean '\(suggestion)'?" }
        if let remedy { text += "; \(remedy)" }
        return text
    }
}

/// Everything that could be said at once about one netdev's options.
public struct InvalidOptions: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, at least one thing: in the order of the text, what is missing behind it.
    public let errors: [OptionError]

    /// All of it, a line each.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
