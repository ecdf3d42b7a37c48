extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let socket = NetdevType(name: "socket", summary: "", keys: [], examples: []) { _ throws(OptionError) in
        .socket(.descriptor(0))
    }
}
