/// Which registration of each descriptor number is the latest.
///
/// Descriptor numbers are small and dense, so the table is indexed by them; it grows only when one is registered.
struct RegistrationTable {
    private struct Entry {
        var generation: UInt32 = 0
        var isRegistered = false
        var interest: Interest = []
    }

    private var entries: [Entry] = []

    /// The token that the next registration of a descriptor number gets.
    func next(for descriptor: Int32) -> Registration {
        let slot = Int(descriptor)
        let latest = slot < entries.count ? entries[slot].generation : 0
        return Registration(descriptor: descriptor, generation: latest &+ 1)
    }

    /// Makes a token current, or changes its interest; each earlier one of its number is stale from now on.
    mutating func insert(_ registration: Registration, interest: Interest) {
        let slot = Int(registration.descriptor)
        while entries.count <= slot { entries.append(Entry()) }
        entries[slot] = Entry(generation: registration.generation, isRegistered: true, interest: interest)
    }

    /// Makes a current token stale.
    mutating func remove(_ registration: Registration) {
        let slot = Int(registration.descriptor)
        entries[slot].isRegistered = false
        entries[slot].interest = []
    }

    /// The interest of a current token; `nil` for a stale one.
    subscript(registration: Registration) -> Interest? {
        let slot = Int(registration.descriptor)
        guard slot >= 0, slot < entries.count, entries[slot].isRegistered,
            entries[slot].generation == registration.generation
        else { return nil }
        return entries[slot].interest
    }
}
