extension OptionTree {
    /// The same options as the far end writes them: keys that cross (src and dst, txcookie and rxcookie) are exchanged.
    ///
    /// It works on what was written, so that positions stay and a reader can still lay an end's own options over it.
    /// Defaults do not cross: fill them in first.
    ///
    /// - Parameter type: The netdev type whose table says which keys cross.
    /// - Returns: The far end's options, in the order of these.
    public func mirrored(by type: NetdevType) -> OptionTree {
        OptionTree(
            uniqueEntries: entries.map { entry in
                var crossed = entry
                crossed.key = type.key(named: entry.key)?.mirroredName ?? entry.key
                return crossed
            }, at: position)
    }

    /// Crossing is one to one (a test holds the table to it), so unique keys stay unique.
    private init(uniqueEntries: [OptionEntry], at position: OptionPosition) {
        entries = uniqueEntries
        self.position = position
    }
}
