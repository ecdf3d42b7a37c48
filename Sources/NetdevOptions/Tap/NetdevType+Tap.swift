extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let tap = NetdevType(name: "tap", summary: "", keys: [], examples: []) { _ throws(OptionError) in
        .tap(TapOptions())
    }
}
