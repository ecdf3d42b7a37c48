import WireFormats

/// A node, one of its interfaces, or several nodes at once, as written: `h1`, `h1:eth0`, `c[*]`, `c[2..4]:eth0`.
struct PlaceEntry: Sendable {
    /// The name of a node, or a pattern of names.
    let node: Located<String>
    let interface: Located<String>?

    /// Whether it may stand for several nodes.
    var isPattern: Bool { node.value.contains("[") }

    /// The whole as written.
    var text: String { node.value + (interface.map { ":" + $0.value } ?? "") }
}

/// An end of a flow as written.
enum FlowEndEntry: Sendable {
    case place(PlaceEntry)
    case address(Located<IPAddress>)

    /// The name of the node, if one stands there.
    var node: String? {
        if case .place(let place) = self { place.node.value } else { nil }
    }

    var isPattern: Bool {
        if case .place(let place) = self { place.isPattern } else { false }
    }

    var span: SourceSpan {
        switch self {
        case .place(let place): place.node.span
        case .address(let address): address.span
        }
    }
}

extension EntryReader {
    /// Reads a node, an interface or a pattern of them; nil after reporting that it is none.
    func place(_ text: Located<String>) -> PlaceEntry? {
        let parts = text.value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[0]
        // What stands in the brackets is looked at where the names are known.
        guard Name.isValid(String(name.prefix { $0 != "[" })) else {
            sink.error(
                "`\(text.value)` is neither a node nor an interface", at: text.span,
                notes: [.init("write `h1`, or `s1:p1` for one of its interfaces")])
            return nil
        }
        let length = name.unicodeScalars.count
        return PlaceEntry(
            node: Located(name, at: text.span.part(at: 0, length: length)),
            interface: parts.count < 2 ? nil : Located(parts[1], at: text.span))
    }

    /// Reads an end of a flow: a place, or an address; nil after reporting that it is neither.
    func flowEnd(_ text: Located<String>) -> FlowEndEntry? {
        if let address = IPAddress(text.value) { return .address(Located(address, at: text.span)) }
        // No name begins with a digit, and no interface with a colon.
        if text.value.first?.isNumber == true || text.value.contains("::") {
            let hasLength = IPPrefix(text.value) != nil
            sink.error(
                "`\(text.value)` is not an address", at: text.span,
                suggestion: hasLength ? String(text.value.prefix { $0 != "/" }) : nil,
                notes: [.init("write a node, an interface, 10.0.0.2 or \"fd00::2\"")])
            return nil
        }
        return place(text).map { .place($0) }
    }
}
