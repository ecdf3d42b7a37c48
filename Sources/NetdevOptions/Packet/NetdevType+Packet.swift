extension NetdevType {
    /// Not in ``NetdevTable/types`` yet.
    static let packet = NetdevType(name: "packet", summary: "", keys: [], examples: []) { _ throws(OptionError) in
        .packet(PacketOptions())
    }
}
