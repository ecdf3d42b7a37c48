import NetCore

extension EntryReader {
    func frames(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: node, owner: "`frames`", keys: ["at", "match", "dir", "count"], foreign: modifierRule),
            let at = places(fields)
        else { return nil }
        let direction =
            fields["dir"] == nil
            ? .rx : keyword(fields["dir"], "direction", as: InterfaceDirection.self)?.value
        let count = fields["count"] == nil ? .atLeast(1) : value(fields["count"], ComparisonValue.count)?.value
        guard let direction, let count else { return nil }
        return .frames(
            .init(
                at: at, isTogether: fields["at"]?.value.sequence != nil, direction: direction,
                match: fields["match"]?.value, count: count))
    }

    /// `at` of `frames`: one place, or a list of them.
    private func places(_ fields: Fields) -> [PlaceEntry]? {
        guard let items = fields["at"]?.value.sequence else { return at(fields, of: "frames").map { [$0] } }
        if items.isEmpty { sink.error("`at` is an empty list", at: fields["at"]?.value.span ?? fields.span) }
        let places = items.compactMap { item in
            value(item) { (text) throws(ValueError) in text }.flatMap(place)
        }
        return places.count == items.count && !items.isEmpty ? places : nil
    }

    func nothingElse(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: node, owner: "`nothing_else`", keys: ["at", "except"],
                foreign: modifierRule.merging(["match": "is not for `nothing_else`: what may arrive stands in `except`"]
                ) {
                    $1
                }),
            let at = at(fields, of: "nothing_else")
        else { return nil }
        let except = fields["except"].map { $0.value.sequence ?? [$0.value] } ?? []
        return .nothingElse(.init(at: at, except: except))
    }

    func dropped(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: node, owner: "`dropped`", keys: ["link", "node", "reason", "count"], foreign: modifierRule)
        else { return nil }
        exclude("link", "node", in: fields)
        guard !fields.lacks("count") else {
            sink.error(
                "`dropped` needs `count`", at: node.span, notes: [.init("write `count: 0` or `count: \">= 1\"`")])
            return nil
        }
        let place =
            text(fields["link"]).map(ExpectationEntry.DropPlace.link)
            ?? text(fields["node"]).map(ExpectationEntry.DropPlace.node)
        let reason = value(fields["reason"], Self.reason)
        guard let count = value(fields["count"], ComparisonValue.count), fields["reason"] == nil || reason != nil
        else { return nil }
        return .dropped(place, reason: reason?.value, count.value)
    }

    func bytes(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: node, owner: "`bytes`", keys: ["at", "frame", "match", "equals", "starts", "layer"],
                foreign: modifierRule),
            let at = at(fields, of: "bytes")
        else { return nil }
        exclude("equals", "starts", in: fields)
        guard let written = fields["equals"] ?? fields["starts"] else {
            if fields.lacks("equals"), fields.lacks("starts") {
                sink.error(
                    "`bytes` needs `equals` or `starts`", at: node.span,
                    notes: [.init("write `starts: \"0003 ????\"`; ? is a free half byte")])
            }
            return nil
        }
        let number: Int64? = fields["frame"] == nil ? 1 : integer(fields["frame"], in: 1...1_000_000_000_000)?.value
        let layer = keyword(fields["layer"], "layer", as: BytesExpectation.Layer.self)
        guard let number, let pattern = value(written, HexValue.pattern) else { return nil }
        return .bytes(
            .init(
                at: at, number: number, match: fields["match"]?.value, layer: layer, pattern: pattern.value,
                isWhole: written.key.value == "equals"))
    }

    /// A reason of drops, by its word.
    static func reason(_ text: String) throws(ValueError) -> DropReason {
        guard let reason = DropReason(name: text) else {
            let names = DropReason.allCases.map(\.name)
            if let meant = reasonsBySense[text] {
                throw ValueError(
                    "unknown reason `\(text)`", suggestion: meant.name,
                    notes: ["reason: \(names.joined(separator: ", "))"])
            }
            throw unknown(text, "reason", in: names)
        }
        return reason
    }

    /// What words mean whose letters would lead elsewhere.
    private static let reasonsBySense: [String: DropReason] = [
        "loss": .impairedLoss, "lost": .impairedLoss, "drop": .impairedDrop, "dropped": .impairedDrop,
        "queue": .impairedQueue, "down": .linkDown, "mtu": .oversize, "too-big": .oversize, "ttl": .ttlExpired,
        "cookie": .cookieMismatch, "session": .sessionMismatch, "arp": .unresolved, "corrupt": .corrupted,
    ]

    func at(_ fields: Fields, of kind: String) -> PlaceEntry? {
        guard let entry = fields["at"] else {
            if fields.lacks("at") {
                sink.error("`\(kind)` needs `at`", at: fields.span, notes: [.init("write `at: h1:eth0`")])
            }
            return nil
        }
        return text(entry).flatMap(place)
    }
}
