import NetdevOptions

// Where plugs of VDE networks find a hub or a switch: options of the netdev type vde-switch, with the directory first.

extension EntryReader {
    private static let listenKeys = ["vde", "mode", "ports"]

    /// What a hub or a switch listens for; nil after reporting a mistake.
    func listen(_ entry: SyntaxEntry) -> Located<VDESwitchOptions>? {
        guard entry.value.mapping != nil else {
            sink.error(
                "expected what to listen for as a mapping, found \(entry.value.shape)", at: entry.value.span,
                notes: [.init("write `listen: { vde: /tmp/lan.ctl }`, a directory for the sockets")])
            return nil
        }
        guard
            let fields = fields(
                of: entry.value, owner: "what a switch listens for", keys: Self.listenKeys,
                foreign: [
                    "hub": "is the kind of the node here", "sock": "is `vde` here",
                    "group": "is an option of the netdev type vde-switch alone",
                ])
        else { return nil }
        guard let directory = fields["vde"] else {
            // Written under QEMU's name, it is reported already.
            if fields.lacks("vde"), !(entry.value.mapping ?? []).contains(where: { $0.key.value == "sock" }) {
                sink.error(
                    "`listen` has no directory", at: entry.key.span,
                    notes: [.init("write `listen: { vde: /tmp/lan.ctl }`")])
            }
            return nil
        }
        // The table's own name of the directory.
        let sock = SyntaxEntry(key: Located("sock", at: directory.key.span), value: directory.value)
        let others = fields.entries.filter { $0.key.value != "vde" }
        guard let written = WrittenOptions([sock] + others, of: nil, takesAway: false, sink: sink) else { return nil }
        return options(written, at: entry.value.span)
    }

    private func options(_ written: WrittenOptions, at span: SourceSpan) -> Located<VDESwitchOptions>? {
        let type = OptionEntry(
            key: "type", value: "vde-switch", keyPosition: OptionPosition(span), valuePosition: OptionPosition(span))
        do {
            let tree = try OptionTree(entries: [type] + written.options, at: OptionPosition(span))
            guard case .vdeSwitch(let options) = try NetdevSpecification.read(tree).backend else { return nil }
            return Located(options, at: span)
        } catch let error as InvalidOptions {
            for error in error.errors { written.report(error, else: span, to: sink) }
        } catch let error as OptionError {
            written.report(error, else: span, to: sink)
        } catch {
            sink.error("\(error)", at: span)
        }
        return nil
    }
}
