/// What `when` is decided by.
struct Conditions {
    let sink: DiagnosticSink

    /// Why an entry is left out: its `when` as written, if that does not hold; nil: it stays.
    func skipReason(_ when: SyntaxEntry?) -> String? {
        guard let when else { return nil }
        sink.error("`when` is not supported yet", at: when.key.span)
        return nil
    }
}
