import NetCore

/// Frames that a client has ended out of the burst that it is being handed.
///
/// They are among those that it took, as the observer hears when the call is over; until then their reasons wait here,
/// so that each frame is captured once and in its place.
struct EndedArrivals {
    private var entries: [Entry] = []
    private var port: Port?
    /// Clients end frames in the order of the burst, nearly always.
    private var next = 0

    private struct Entry {
        var place: Place
        let id: FrameID?
        let reason: DropReason
    }

    init() {
        entries.reserveCapacity(Burst.maximumCount)
    }

    mutating func append(_ frame: Frame, _ reason: DropReason, on port: Port) {
        if self.port != port { removeAll() }
        self.port = port
        entries.append(Entry(place: frame.place, id: frame.id, reason: reason))
    }

    /// Finds the frames of the burst of which a changed copy has ended: a bit of it is another, so it lies elsewhere.
    ///
    /// A frame of a flow is known by its name; of others it is the first of that length which nothing else is said of.
    mutating func match(_ burst: Burst, first count: Int) {
        for index in entries.indices {
            let entry = entries[index]
            guard !Self.has(burst, count, where: { $0 == entry.place }) else { continue }
            for position in 0..<count {
                let frame = burst[position]
                let place = frame.place
                guard frame.id == entry.id, entry.id != nil || place.byteCount == entry.place.byteCount,
                    !entries.contains(where: { $0.place == place })
                else { continue }
                entries[index].place = place
                break
            }
        }
    }

    private static func has(_ burst: Burst, _ count: Int, where matches: (Place) -> Bool) -> Bool {
        for position in 0..<count where matches(burst[position].place) { return true }
        return false
    }

    /// Whether there are none for this port.
    func isEmpty(for port: Port) -> Bool { entries.isEmpty || self.port != port }

    /// Why a frame of the burst ended; nil if it did not.
    mutating func reason(for frame: Frame) -> DropReason? {
        let place = frame.place
        guard let found = entries[next...].firstIndex(where: { $0.place == place }) else { return nil }
        if found == next { next += 1 }
        return entries[found].reason
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        next = 0
    }
}

/// Where a frame lies, which tells it from the others of its burst; one that was sent twice has the same bytes too.
private struct Place: Equatable {
    let address: UInt
    /// A frame of no bytes lies where the next one does.
    let byteCount: Int
}

extension Frame {
    fileprivate var place: Place {
        // SAFETY: compared as a number, never followed.
        unsafe Place(address: UInt(bitPattern: address), byteCount: byteCount)
    }
}
