/// A scenario as written: YAML with a place at every node, no types yet.
///
/// Aliases and `<<` are already followed; tags, several documents and duplicate keys are already refused.
struct SyntaxNode: Sendable {
    indirect enum Content: Sendable {
        case scalar(SyntaxScalar)
        case sequence([SyntaxNode])
        case mapping([SyntaxEntry])
    }

    var span: SourceSpan
    var content: Content

    /// What the node is, for messages.
    var shape: String {
        switch content {
        case .scalar(let scalar): scalar.isAbsent ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    var scalar: SyntaxScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    var sequence: [SyntaxNode]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    var mapping: [SyntaxEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// Whether nothing was written: an empty value or `~`.
    var isAbsent: Bool { scalar?.isAbsent ?? false }
}

/// A scalar: its text, and what is needed to point into it.
struct SyntaxScalar: Sendable {
    /// The text; the place where it stands decides its type, YAML's own guess never does.
    var text: String
    /// Whether it stands without quotes.
    var isPlain: Bool
    /// The parameters that were put in, in order.
    var substitutions: [Substitution] = []
    /// Whether a parameter could not be put in, which is reported: the text is not to be looked at.
    var isBroken = false

    struct Substitution: Sendable {
        let name: String
        let value: String
        /// Where the value stands in the text, in Unicode scalars.
        let part: Range<Int>
    }

    /// Whether nothing was written: an empty value or `~`.
    var isAbsent: Bool { isPlain && (text.isEmpty || text == "~") }
    /// Whether it is `~`, which takes a key away where that is allowed.
    var isTilde: Bool { isPlain && text == "~" }
}

/// A key with its value.
struct SyntaxEntry: Sendable {
    var key: Located<String>
    var value: SyntaxNode
}

/// A value with the place where it was written.
struct Located<Value: Sendable>: Sendable {
    var value: Value
    var span: SourceSpan

    init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}
