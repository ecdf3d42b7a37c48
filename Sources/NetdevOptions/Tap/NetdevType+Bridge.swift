extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let bridge = NetdevType(name: "bridge", summary: "", keys: [], examples: []) { _ throws(OptionError) in
        .bridge(BridgeOptions())
    }
}
