/// One row of a netdev type's option table.
public struct NetdevKey: Hashable, Sendable {
    /// The key as QEMU writes it; dotted where QEMU nests.
    public let name: String
    /// What may stand as its value.
    public let kind: OptionValueKind
    /// What holds when it is not written, as help shows it; nil if nothing does.
    public let defaultText: String?
    /// Whether it must be written.
    public let isMandatory: Bool
    /// Whether QEMU does not know it.
    public let isBeyondQEMU: Bool
    /// The key under which the far end writes this value, if keys cross.
    public let mirroredName: String?
    /// What it does, in one clause.
    public let summary: String
    /// The rule that a refused value has broken, with its source.
    public let rule: String?
    /// Words that QEMU takes here and Wirework does not.
    let refusedWords: [RefusedWord]

    /// A row; everything that is not said is absent.
    init(
        _ name: String, _ kind: OptionValueKind, default defaultText: String? = nil, isMandatory: Bool = false,
        isBeyondQEMU: Bool = false, mirroredAs mirroredName: String? = nil, _ summary: String, rule: String? = nil,
        refusing refusedWords: [RefusedWord] = []
    ) {
        self.name = name
        self.kind = kind
        self.defaultText = defaultText
        self.isMandatory = isMandatory
        self.isBeyondQEMU = isBeyondQEMU
        self.mirroredName = mirroredName
        self.summary = summary
        self.rule = rule
        self.refusedWords = refusedWords
    }

    /// The type, which every netdev has; QEMU lets it stand first without its key.
    static let type = NetdevKey(
        "type", .text("TYPE"), isMandatory: true, "the netdev's type, first and without its key")

    /// The name, which every netdev may have.
    static let id = NetdevKey(
        "id", .identifier, "the netdev's name", rule: "QEMU: Parameter 'id' expects an identifier")
}
