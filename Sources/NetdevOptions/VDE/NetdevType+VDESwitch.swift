extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let vdeSwitch = NetdevType(name: "vde-switch", summary: "", keys: [], examples: []) {
        _ throws(OptionError) in
        .vdeSwitch(VDESwitchOptions())
    }
}
