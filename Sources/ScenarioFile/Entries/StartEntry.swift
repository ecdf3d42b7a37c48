/// When a flow or an entry of the timeline begins, as written.
struct StartEntry {
    var at: Int64?
    /// A flow or an entry of the timeline.
    var after: Located<String>?
    var plus: Int64?
}

extension EntryReader {
    static let startKeys = ["at", "after", "plus"]

    func start(_ fields: Fields) -> StartEntry {
        exclude("at", "after", in: fields)
        if let plus = fields["plus"], fields.lacks("after") {
            sink.error(
                "`plus` needs `after`", at: plus.key.span, notes: [.init("a time from zero is written `at: 1s`")])
        }
        return StartEntry(
            at: value(fields["at"], TimeValue.parse)?.value, after: text(fields["after"]),
            plus: value(fields["plus"], TimeValue.parse)?.value)
    }
}
