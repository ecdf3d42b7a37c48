/// A key that is in no row of its type: what may have been meant by it.
struct UnknownOption {
    private let entry: OptionEntry
    private let type: NetdevType

    init(_ entry: OptionEntry, of type: NetdevType) {
        self.entry = entry
        self.type = type
    }

    var error: OptionError {
        if let refused = type.refusedKeys.first(where: { $0.name == entry.key }) {
            return OptionError(
                "option '\(entry.key)' of \(type.name) is not supported", at: entry.keyPosition, rule: refused.reason)
        }
        let suggestion = negated ?? nested ?? NearestWord.nearest(to: entry.key, among: type.keys.map(\.name))
        return OptionError(
            "unknown option '\(entry.key)' of \(type.name)", at: entry.keyPosition, suggestion: suggestion,
            remedy: opened ?? (suggestion == nil ? all : nil))
    }

    /// `udp=off` for a bare `noudp`, which old QEMU versions accepted.
    private var negated: String? {
        guard entry.isBare, entry.key.hasPrefix("no") else { return nil }
        let name = String(entry.key.dropFirst(2))
        return type.key(named: name)?.kind == .flag ? "\(name)=off" : nil
    }

    /// `local.host` for a mere `host`.
    private var nested: String? {
        type.keys.first { $0.name.hasSuffix(".\(entry.key)") }?.name
    }

    /// For a mere `local`, which has its value in parts.
    private var opened: String? {
        let parts = type.keys.filter { $0.name.hasPrefix("\(entry.key).") }.map(\.name)
        return parts.isEmpty ? nil : "its parts are \(parts.listed())"
    }

    /// For what is near to nothing.
    private var all: String {
        "\(type.name) takes \(type.keys.dropFirst().map(\.name).joined(separator: ", "))"
    }
}
