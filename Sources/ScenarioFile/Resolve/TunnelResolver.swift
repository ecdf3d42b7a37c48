import NetdevOptions

/// Makes the two ends of an l2tpv3 link from one set of options.
///
/// What is written is as the first endpoint has it. Defaults are filled in, then the far end gets all of it mirrored
/// (src and dst, ports, sessions and cookies crossed), then `a` and `b` are laid over their own ends and not mirrored.
struct TunnelResolver {
    private let entry: LinkEntry
    private let number: UInt32
    private let sink: DiagnosticSink

    /// The port that IANA gave to L2TP; Wireshark knows the protocol by it.
    private static let port = "1701"
    /// Where a default stands: nowhere.
    ///
    /// The two differ because equal places mean that no value was written.
    private static let noKey = OptionPosition(line: 0, column: 0)
    private static let noValue = OptionPosition(line: 0, column: 1)

    /// The resolver of the tunnel that is the `number`th of its file, from 1.
    init(_ entry: LinkEntry, number: UInt32, sink: DiagnosticSink) {
        self.entry = entry
        self.number = number
        self.sink = sink
    }

    /// Both ends, or nil after reporting why there are none.
    ///
    /// Ends that do not fit are a lesson, and a warning.
    func kind() -> Scenario.Link.Kind? {
        guard let type = NetdevTable.type(named: "l2tpv3") else { return nil }
        let groups = [entry.options, entry.a, entry.b]
        guard groups.map(areOptions).allSatisfy({ $0 }) else { return nil }
        do {
            let first = withDefaults(overlay(entry.options, on: []))
            let far = try OptionTree(entries: first, at: Self.noKey).mirrored(by: type).entries
            // What is wrong in `options` would be wrong at both ends: it is said once.
            guard let a = try end(overlay(entry.a, on: first)), let b = try end(overlay(entry.b, on: far)) else {
                return nil
            }
            TunnelFit(entry: entry, sink: sink).check(a.options, b.options)
            return .l2tpv3(a: a.plan, b: b.plan)
        } catch {
            report(error)
            return nil
        }
    }

    private func areOptions(_ entries: [SyntaxEntry]) -> Bool {
        var isFit = true
        for option in entries {
            let key = option.key.value
            if key == "type" || key == "id" {
                sink.error(
                    "`\(key)` is not an option of a link; the link has its own `kind` and `id`", at: option.key.span)
            } else if option.value.scalar?.isBroken == true {
                // The parameter that is missing is reported already.
            } else if option.value.scalar == nil {
                sink.error("expected a single value, found \(option.value.shape)", at: option.value.span)
            } else if option.value.isAbsent, option.value.scalar?.isTilde != true {
                sink.error(
                    "`\(key)` has no value", at: option.key.span, notes: [.init("write `~` to take a key away")])
            } else {
                continue
            }
            isFit = false
        }
        return isFit
    }

    /// Options laid over others: what is written wins, `~` takes a key away.
    private func overlay(_ entries: [SyntaxEntry], on base: [OptionEntry]) -> [OptionEntry] {
        var result = base
        for entry in entries {
            let place = result.firstIndex { $0.key == entry.key.value }
            guard let scalar = entry.value.scalar, !scalar.isTilde else {
                if let place { result.remove(at: place) }
                continue
            }
            let option = OptionEntry(
                key: entry.key.value, value: scalar.text, keyPosition: position(entry.key.span),
                valuePosition: position(entry.value.span))
            if let place { result[place] = option } else { result.append(option) }
        }
        return result
    }

    private func withDefaults(_ written: [OptionEntry]) -> [OptionEntry] {
        var options = written
        let removed = entry.options.filter { $0.value.scalar?.isTilde == true }.map(\.key.value)
        func fill(_ key: String, _ value: String) {
            guard !options.contains(where: { $0.key == key }), !removed.contains(key) else { return }
            options.append(OptionEntry(key: key, value: value, keyPosition: Self.noKey, valuePosition: Self.noValue))
        }
        fill("udp", "on")
        fill("txsession", String(number))
        fill("rxsession", options.first { $0.key == "txsession" }?.value ?? String(number))
        if isOn("udp", in: options), !isOn("ipv6", in: options) {
            fill("srcport", Self.port)
            fill("dstport", Self.port)
        }
        return options
    }

    /// One end, read by the option table; what the runner picks is a placeholder there and nil in the plan.
    private func end(_ written: [OptionEntry]) throws(OptionError) -> (plan: L2TPv3EndPlan, options: L2TPv3Options)? {
        var options = written
        if !isOn("udp", in: options) {
            // An end that `a` or `b` made speak IP has no use for the ports that were filled in for UDP.
            options.removeAll { ($0.key == "srcport" || $0.key == "dstport") && $0.keyPosition == Self.noKey }
        }
        let known = options.map(\.key)
        let isPortPicked = isOn("udp", in: options) && isOn("ipv6", in: options)
        let address = isOn("ipv6", in: options) ? "::1" : "127.0.0.1"
        let placeholders =
            [("type", "l2tpv3"), ("src", address), ("dst", address)]
            + (isPortPicked ? [("srcport", Self.port), ("dstport", Self.port)] : [])
        for (key, value) in placeholders where !known.contains(key) {
            options.append(OptionEntry(key: key, value: value, keyPosition: Self.noKey, valuePosition: Self.noValue))
        }
        let configuration = try NetdevSpecification.parse(OptionTree(entries: options, at: Self.noKey))
        switch configuration.backend {
        case .l2tpv3(let meant): return (L2TPv3EndPlan(meant) { known.contains($0) }, meant)
        case .dgram:
            // The type is filled in above; a link of another kind ends where `kind` is read.
            sink.error("dgram links are not supported in scenarios yet", at: entry.span)
            return nil
        }
    }

    /// Whether a flag is on, as far as defaults depend on it; the table decides whether it is a flag at all.
    private func isOn(_ key: String, in options: [OptionEntry]) -> Bool {
        guard let value = options.first(where: { $0.key == key })?.value else { return false }
        return ["on", "yes", "true", "y"].contains(value)
    }

    private func position(_ span: SourceSpan) -> OptionPosition {
        OptionPosition(line: span.line, column: span.column)
    }

    private func report(_ error: OptionError) {
        let written = entry.options + entry.a + entry.b
        let spans = written.flatMap { [$0.key.span, $0.value.span] }
        let span = spans.first { position($0) == error.position } ?? entry.span
        let origins = written.first { $0.value.span == span }?.value.scalar?.substitutions ?? []
        // The table speaks of option strings: `udp=on` is `udp: on` here.
        let suggestion = error.suggestion.map { $0.split(separator: "=").joined(separator: ": ") }
        sink.error(
            error.message, at: span, suggestion: suggestion,
            notes: [error.rule, error.remedy].compactMap(\.self).map { .init($0) }
                + origins.map { .init("`${\($0.name)}` is `\($0.value)`") })
    }
}
