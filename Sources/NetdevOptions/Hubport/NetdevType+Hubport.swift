extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let hubport = NetdevType(name: "hubport", summary: "", keys: [], examples: []) { _ throws(OptionError) in
        .hubport(HubportOptions())
    }
}
