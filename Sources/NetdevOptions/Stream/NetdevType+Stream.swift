extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let stream = NetdevType(name: "stream", summary: "", keys: [], examples: []) { _ throws(OptionError) in
        .stream(StreamOptions())
    }
}
