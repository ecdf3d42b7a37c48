import WireFormats

extension ExpectationEntry {
    /// `pcap: { at: h2:eth0, equals: golden/x.pcapng, mask: [ip.id] }`; the file is read when the names are resolved.
    struct PcapLine {
        let at: PlaceEntry
        let equals: Located<String>
        let mask: FieldMask
    }
}

extension EntryReader {
    func pcap(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        var foreign = modifierRule
        foreign["dir"] = "is not for `pcap`: what arrives is compared"
        foreign["match"] = "is not for `pcap`: all that arrives is compared"
        guard
            let fields = fields(of: node, owner: "`pcap`", keys: ["at", "equals", "mask"], foreign: foreign)
        else { return nil }
        if fields.lacks("equals") {
            sink.error(
                "`pcap` needs `equals`", at: node.span,
                notes: [.init("write `equals: golden/x.pcapng`; `run --bless` makes it")])
        }
        let at = at(fields, of: "pcap")
        let equals = text(fields["equals"])
        let written = fields["mask"].map { $0.value.sequence ?? [$0.value] } ?? []
        let mask = written.compactMap { value($0, Self.maskedField)?.value }
        guard let at, let equals, mask.count == written.count else { return nil }
        return .pcap(.init(at: at, equals: equals, mask: FieldMask(mask)))
    }

    private static func maskedField(_ text: String) throws(ValueError) -> FrameField {
        guard let field = FrameField.named(text) else {
            throw ValueError(
                "no field is named `\(text)`",
                suggestion: nearest(to: text, in: FrameField.all.filter(\.hasBytes).map(\.name)),
                notes: ["the fields are Wireshark's, as far as docs/fields.md has them"])
        }
        guard field.hasBytes else {
            let fields = FrameField.all.filter { $0.hasBytes && $0.name.hasPrefix("\(text).") }.map(\.name)
            throw ValueError(
                "`\(text)` has no bytes of its own to mask",
                notes: fields.isEmpty ? [] : ["its fields: \(fields.joined(separator: ", "))"])
        }
        return field
    }
}
