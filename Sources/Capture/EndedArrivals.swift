import NetCore

/// Frames that a client has ended out of the burst that it is being handed.
///
/// They are among those that it took, as the observer hears when the call is over; until then their reasons wait here,
/// so that each frame is captured once and in its place.
struct EndedArrivals {
    private var entries: [(place: Place, reason: DropReason)] = []
    private var port: Port?
    /// Clients end frames in the order of the burst, nearly always.
    private var next = 0

    init() {
        entries.reserveCapacity(Burst.maximumCount)
    }

    mutating func append(_ frame: Frame, _ reason: DropReason, on port: Port) {
        if self.port != port { removeAll() }
        self.port = port
        entries.append((frame.place, reason))
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
