extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let vde = NetdevType(name: "vde", summary: "", keys: [], examples: []) { _ throws(OptionError) in
        .vde(VDEOptions())
    }
}
