import WireFormats

/// Turns the text of `match` into a condition on the fields of frames.
///
/// The field decides what its value may be: for an address field a name stands for the addresses of that kind.
struct MatchCompiler {
    let addresses: AddressBook

    static let fieldRule = "the fields are Wireshark's, as far as docs/fields.md has them"

    init(addresses: AddressBook) {
        self.addresses = addresses
    }

    /// The condition that a text is.
    ///
    /// - Parameter text: `eth.dst == h2 and not arp`.
    /// - Returns: The condition.
    /// - Throws: What is wrong with it, at its place in the text.
    func compile(_ text: String) throws(ValueError) -> FieldMatch {
        try condition(try ExpressionParser.parse(text))
    }

    private func condition(_ expression: Expression) throws(ValueError) -> FieldMatch {
        switch expression {
        case .or(let left, let right):
            let (first, second) = (try condition(left), try condition(right))
            if case .any(let parts) = first, case .or = left { return .any(parts + [second]) }
            return .any([first, second])
        case .and(let left, let right):
            let (first, second) = (try condition(left), try condition(right))
            if case .all(let parts) = first, case .and = left { return .all(parts + [second]) }
            return .all([first, second])
        case .not(let inner): return .not(try condition(inner))
        case .call(let function, _):
            throw ValueError(
                "`\(function.text)(...)` has no meaning in a match", part: function.part,
                notes: function.text == "have" ? ["`have` belongs to `when`"] : [])
        case .term(let term): return .present(try presence(term))
        case .comparison(let left, let relation, let right): return try comparison(left, relation, right)
        }
    }

    // MARK: Fields

    private func presence(_ term: Expression.Term) throws(ValueError) -> FrameField {
        let field = try field(term)
        guard field.kind != .flag else {
            throw ValueError(
                "`\(field.name)` alone asks whether there is such a flag, set or not", part: term.part,
                suggestion: "\(field.name) == 1")
        }
        return field
    }

    private func field(_ term: Expression.Term) throws(ValueError) -> FrameField {
        if let field = FrameField.named(term.text) { return field }
        if !term.text.contains("."), (try? addresses.interfaces(term.text)) != nil {
            throw ValueError(
                "`\(term.text)` is no field of a frame, but stands for an address", part: term.part,
                notes: ["a field is compared with it: `eth.dst == \(term.text)`"])
        }
        throw ValueError(
            "no field is named `\(term.text)`", part: term.part, suggestion: Self.nearestField(to: term.text),
            notes: [term.text == "clock" ? "`clock` belongs to `when`" : Self.fieldRule])
    }

    /// A field with the same first and last part (`ip.df`), else the nearest by letters.
    private static func nearestField(to text: String) -> String? {
        let names = FrameField.all.map(\.name)
        let parts = text.split(separator: ".")
        if parts.count > 1, let first = parts.first, let last = parts.last,
            let name = names.first(where: { $0.hasPrefix(first + ".") && $0.hasSuffix("." + last) })
        {
            return name
        }
        return nearest(to: text, in: names)
    }

    // MARK: Comparisons

    private func comparison(
        _ left: Expression.Term, _ relation: Expression.Operator, _ right: Expression.Term
    ) throws(ValueError) -> FieldMatch {
        if FrameField.named(left.text) == nil, FrameField.named(right.text) != nil {
            throw ValueError(
                "the field stands first in a comparison", part: left.part.lowerBound..<right.part.upperBound,
                suggestion: relation == .equal ? "\(right.text) == \(left.text)" : nil)
        }
        let field = try field(left)
        if field.kind == .layer {
            throw ValueError(
                "`\(field.name)` is a protocol, which is there or not: it has no value", part: left.part,
                notes: Self.fields(of: field))
        }
        if FrameField.named(right.text) != nil {
            throw ValueError("`\(right.text)` is a field; a field is compared with a value", part: right.part)
        }
        let isOrdering = relation != .equal && relation != .notEqual
        guard !isOrdering || field.kind == .number else {
            throw ValueError(
                "`\(field.name)` is \(Self.article(field.kind)), which has no order",
                part: left.part.lowerBound..<right.part.upperBound, notes: ["compare it by `==` or `!=`"])
        }
        do throws(ValueError) {
            return .compare(field, Self.relation(relation), try values(right.text, of: field), text: right.text)
        } catch {
            throw error.moved(into: right)
        }
    }

    private static func relation(_ relation: Expression.Operator) -> FieldMatch.Relation {
        switch relation {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .atMost: .atMost
        case .greater: .greater
        case .atLeast: .atLeast
        }
    }

    private static func fields(of layer: FrameField) -> [String] {
        let names = FrameField.all.map(\.name).filter { $0.hasPrefix(layer.name + ".") }
        return names.isEmpty ? [] : ["its fields: \(names.joined(separator: ", "))"]
    }

    private static func article(_ kind: FrameField.Kind) -> String {
        switch kind {
        case .ipv4, .ipv6: "an \(kind.rawValue)"
        case .bytes: "bytes"
        default: "a \(kind.rawValue)"
        }
    }

    // MARK: Values

    private func values(_ text: String, of field: FrameField) throws(ValueError) -> [FieldValue] {
        switch field.kind {
        case .layer: return []
        case .number: return [.number(try number(text, of: field))]
        case .flag:
            guard let bit = ["0": 0, "1": 1, "false": 0, "true": 1][text] as UInt64? else {
                throw ValueError("`\(field.name)` is a flag, and `\(text)` is neither 0 nor 1")
            }
            return [.number(bit)]
        case .bytes: return [.bytes(try HexValue.bytes(text))]
        case .mac:
            try checkForm(text, of: field)
            return try addresses.macs(text).map { .mac($0) }
        case .ipv4, .ipv6:
            try checkForm(text, of: field)
            return try addresses.addresses(text, version: field.kind == .ipv4 ? 4 : 6).map { address in
                switch address {
                case .v4(let address): .ipv4(address)
                case .v6(let address): .ipv6(address)
                }
            }
        }
    }

    private func number(_ text: String, of field: FrameField) throws(ValueError) -> UInt64 {
        if let form = ValueForm(text, addresses) {
            throw ValueError("`\(field.name)` is a number, and `\(text)` is \(form.rawValue)")
        }
        return try IntegerValue.parse(text, in: 0...field.largest)
    }

    /// Refuses what is of another kind than the field, before anything is looked up as a name.
    private func checkForm(_ text: String, of field: FrameField) throws(ValueError) {
        let kind = Self.article(field.kind)
        guard let form = ValueForm(text, addresses) else {
            guard Name.isValid(String(text.prefix { $0 != ":" && $0 != "[" })) else {
                throw ValueError(
                    "`\(text)` is not \(kind)",
                    notes: ["write an address, or the name of a node or interface that has one: `h2`, `h2:eth1`"])
            }
            return
        }
        guard form != .name, form.kind != field.kind else { return }
        let other =
            switch form.kind {
            case .ipv4? where field.name.hasPrefix("ipv6."): "ip." + field.name.dropFirst(5)
            case .ipv6? where field.name.hasPrefix("ip."): "ipv6." + field.name.dropFirst(3)
            default: ""
            }
        throw ValueError(
            "`\(field.name)` is \(kind), and `\(text)` is \(form.rawValue)",
            notes: FrameField.named(other).map { ["its field is `\($0.name)`"] } ?? [])
    }
}

/// What a value looks like that is no number.
private enum ValueForm: String {
    case mac = "a MAC address"
    case ipv4 = "an IPv4 address"
    case ipv6 = "an IPv6 address"
    case network = "a network"
    case name = "a name that stands for addresses"

    init?(_ text: String, _ book: AddressBook) {
        if MACAddress(text) != nil {
            self = .mac
        } else if let address = IPAddress(text) {
            self = address.version == 4 ? .ipv4 : .ipv6
        } else if IPPrefix(text) != nil {
            self = .network
        } else if (try? book.interfaces(text)) != nil {
            self = .name
        } else {
            return nil
        }
    }

    /// The kind of field that it is a value of.
    var kind: FrameField.Kind? {
        switch self {
        case .mac: .mac
        case .ipv4: .ipv4
        case .ipv6: .ipv6
        case .network, .name: nil
        }
    }
}

extension ValueError {
    /// The error at its place in the text that a term stands in.
    fileprivate func moved(into term: Expression.Term) -> ValueError {
        let quote = term.part.count == term.text.unicodeScalars.count ? 0 : 1
        var moved = self
        moved.part = part.map { part in
            let start = term.part.lowerBound + quote
            return start + part.lowerBound..<start + part.upperBound
        }
        if part == nil { moved.part = term.part }
        return moved
    }
}
