import NetdevOptions

/// Options of a mapping in a scenario, in which QEMU's dotted keys may be mappings in mappings.
struct WrittenOptions {
    /// In the order of the file, under dotted keys, each with a single value.
    let entries: [SyntaxEntry]

    /// Options as they stand; nil after reporting what is no option.
    ///
    /// - Parameters:
    ///   - written: The entries of the mapping.
    ///   - type: The netdev type, whose dotted keys may be nested; nil where it is not known yet.
    ///   - takesAway: Whether `~` takes a key away, or is no value.
    init?(_ written: [SyntaxEntry], of type: NetdevType?, takesAway: Bool, sink: DiagnosticSink) {
        var flattening = Flattening(type, takesAway: takesAway, sink)
        flattening.add(written, below: "")
        guard flattening.isFit else { return nil }
        entries = flattening.entries
    }

    /// Some options of several mappings, for showing errors in any of them.
    init(joining all: [WrittenOptions]) {
        entries = all.flatMap(\.entries)
    }

    /// The options as the table reads them; those that are taken away are left out.
    var options: [OptionEntry] {
        entries.compactMap { entry in
            guard let scalar = entry.value.scalar, !scalar.isTilde else { return nil }
            return OptionEntry(
                key: entry.key.value, value: scalar.text, keyPosition: OptionPosition(entry.key.span),
                valuePosition: OptionPosition(entry.value.span))
        }
    }

    /// The keys that are taken away.
    var removed: [String] { entries.filter { $0.value.scalar?.isTilde == true }.map(\.key.value) }

    /// These options laid over others: what is written wins, `~` takes a key away.
    func laid(over base: [OptionEntry]) -> [OptionEntry] {
        guard !entries.isEmpty else { return base }
        let written = Dictionary(options.map { ($0.key, $0) }) { _, last in last }
        let removed = Set(self.removed)
        let known = Set(base.map(\.key))
        return base.filter { !removed.contains($0.key) }.map { written[$0.key] ?? $0 }
            + options.filter { !known.contains($0.key) }
    }

    /// Says what the table says of an option, at its place in the file, or at `other` for what is not written.
    func report(_ error: OptionError, else other: SourceSpan, to sink: DiagnosticSink) {
        let place = entries.lazy.flatMap { [($0.key.span, $0), ($0.value.span, $0)] }
            .first { OptionPosition($0.0) == error.position }
        // The table speaks of option strings: `udp=on` is `udp: on` here.
        var suggestion = error.suggestion.map { $0.split(separator: "=").joined(separator: ": ") }
        if let (span, entry) = place, span == entry.key.span, entry.key.value.count > span.length,
            let dot = entry.key.value.lastIndex(of: "."), suggestion?.hasPrefix(entry.key.value[...dot]) == true
        {
            // In a mapping of its own the key stands without what is before its dot.
            suggestion?.removeFirst(entry.key.value[...dot].count)
        }
        let origins = place?.1.value.scalar?.substitutions ?? []
        sink.error(
            error.message, at: place?.0 ?? other, suggestion: suggestion,
            notes: [error.rule, error.remedy].compactMap(\.self).map { .init($0) }
                + origins.map { .init("`${\($0.name)}` is `\($0.value)`") })
    }
}

extension WrittenOptions {
    /// Warns at the first of some keys that is written, or at `other`.
    func warn(_ message: String, about keys: [String], else other: SourceSpan, to sink: DiagnosticSink) {
        let cause = entries.first { keys.contains($0.key.value) }
        sink.warning(message, at: cause?.key.span ?? other)
    }
}

/// Makes one list of mappings in mappings.
private struct Flattening {
    private let sink: DiagnosticSink
    private let prefixes: Set<String>
    private let takesAway: Bool
    private var places: [String: SourceSpan] = [:]
    private(set) var entries: [SyntaxEntry] = []
    private(set) var isFit = true

    init(_ type: NetdevType?, takesAway: Bool, _ sink: DiagnosticSink) {
        self.sink = sink
        self.takesAway = takesAway
        let dotted = (type?.keys ?? []).map { $0.name.split(separator: ".").map(String.init) }.filter { $0.count > 1 }
        prefixes = Set(dotted.compactMap(\.first))
    }

    mutating func add(_ written: [SyntaxEntry], below prefix: String) {
        for entry in written {
            let name = prefix + entry.key.value
            if let inner = entry.value.mapping, prefix.isEmpty, !prefixes.isEmpty {
                guard prefixes.contains(name) else {
                    sink.error(
                        "`\(name)` is no mapping of options", at: entry.key.span,
                        suggestion: nearest(to: name, in: prefixes.sorted()))
                    isFit = false
                    continue
                }
                add(inner, below: name + ".")
            } else if isValue(entry, name) {
                entries.append(SyntaxEntry(key: Located(name, at: entry.key.span), value: entry.value))
            } else {
                isFit = false
            }
        }
    }

    private mutating func isValue(_ entry: SyntaxEntry, _ name: String) -> Bool {
        guard let scalar = entry.value.scalar else {
            sink.error("expected a single value, found \(entry.value.shape)", at: entry.value.span)
            return false
        }
        // A parameter that is missing is reported already.
        guard !scalar.isBroken else { return false }
        if scalar.isAbsent, !takesAway || !scalar.isTilde {
            sink.error(
                "`\(name)` has no value", at: entry.key.span,
                notes: takesAway ? [.init("write `~` to take a key away")] : [])
            return false
        }
        if let earlier = places.updateValue(entry.key.span, forKey: name) {
            sink.error(
                "option '\(name)' stands twice", at: entry.key.span,
                notes: [sink.note("it stands here already", at: earlier)])
            return false
        }
        return true
    }
}
