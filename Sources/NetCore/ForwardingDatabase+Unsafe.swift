/// Which port leads to which station: open addressing in one allocation, keyed by VLAN and MAC address.
///
/// An entry that is older than the aging time counts as absent and is overwritten by the next station that probes past
/// it. Entries are removed only by rebuilding, so probing needs no marks for what was deleted.
@safe
struct ForwardingDatabase: ~Copyable {
    struct Entry: BitwiseCopyable {
        /// Bit 63: in use; VLAN from bit 48; MAC address below.
        var key: UInt64 = 0
        var seen: Int64 = 0
        var port: Int = 0
    }

    /// Stations beyond this are not learnt, so a scan of addresses cannot eat the memory: they are flooded.
    static let stationLimit = 65_536

    private var table: UnsafeMutablePointer<Entry>
    private var shift: UInt64
    private var mask: Int
    private var used = 0
    private let aging: Int64
    /// When a full table was last searched for stations that have aged out.
    private var swept = Int64.min

    /// An empty table.
    ///
    /// - Parameter aging: Nanoseconds after which a silent station is forgotten.
    init(aging: Int64) {
        self.aging = aging
        let capacity = 64
        unsafe table = .allocate(capacity: capacity)
        unsafe table.initialize(repeating: Entry(), count: capacity)
        mask = capacity - 1
        shift = UInt64(64 - capacity.trailingZeroBitCount)
    }

    deinit { unsafe table.deallocate() }

    @inline(__always)
    static func key(vlan: UInt64, address: UInt64) -> UInt64 { 1 << 63 | vlan << 48 | address }

    /// The port that leads to a station, or nil.
    @inline(__always)
    func port(for key: UInt64, now: Int64) -> Int? {
        let entry = unsafe table[slot(of: key)]
        return entry.key == key && now &- entry.seen <= aging ? entry.port : nil
    }

    /// Notes that a station was heard on a port.
    @inline(__always)
    mutating func learn(_ key: UInt64, port: Int, now: Int64) {
        let slot = slot(of: key)
        let entry = unsafe table[slot]
        if entry.key == key {
            if entry.seen != now || entry.port != port {
                unsafe table[slot] = Entry(key: key, seen: now, port: port)
            }
            return
        }
        insert(Entry(key: key, seen: now, port: port), now: now)
    }

    /// Forgets what was learnt on a port.
    mutating func forget(port: Int) {
        rebuild(capacity: mask + 1) { $0.port != port }
    }

    /// Forgets everything.
    mutating func flush() {
        rebuild(capacity: mask + 1) { _ in false }
    }

    /// Live entries, by key; for people and reports.
    func entries(now: Int64) -> [Entry] {
        var live: [Entry] = []
        for slot in 0...mask {
            let entry = unsafe table[slot]
            if entry.key != 0 && now &- entry.seen <= aging { live.append(entry) }
        }
        return live.sorted { $0.key < $1.key }
    }

    /// Where the key stands, or the free slot where it would.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        // Fibonacci hashing: the high bits of a product with 2^64 over the golden ratio (Knuth, TAOCP 3, 6.4).
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        // SAFETY: the mask keeps the slot inside; the table is at most half full, so a free slot ends the probe.
        while unsafe table[slot].key != key && table[slot].key != 0 { slot = (slot &+ 1) & mask }
        return slot
    }

    @inline(never)
    private mutating func insert(_ entry: Entry, now: Int64) {
        if used >= Self.stationLimit {
            // Once a second at most: a scan of addresses must not cost a rebuild for each frame.
            guard swept == .min || now - swept >= 1_000_000_000 else { return }
            swept = now
            let aging = aging
            rebuild(capacity: mask + 1) { now &- $0.seen <= aging }
            guard used < Self.stationLimit else { return }
        }
        if 2 * (used + 1) > mask + 1 {
            // What has aged out makes room first; only live stations make the table larger.
            let aging = aging
            rebuild(capacity: mask + 1) { now &- $0.seen <= aging }
            if 2 * (used + 1) > mask + 1 {
                guard used < Self.stationLimit else { return }
                rebuild(capacity: 2 * (mask + 1)) { _ in true }
            } else if 4 * (used + 1) > mask + 1, used < Self.stationLimit {
                // Nearly full of live ones: without this a table at the edge would be rebuilt for every newcomer.
                rebuild(capacity: 2 * (mask + 1)) { _ in true }
            }
        }
        unsafe table[slot(of: entry.key)] = entry
        used += 1
    }

    private mutating func rebuild(capacity: Int, keeping keep: (Entry) -> Bool) {
        let old = unsafe table
        let oldCapacity = mask + 1
        unsafe table = .allocate(capacity: capacity)
        unsafe table.initialize(repeating: Entry(), count: capacity)
        mask = capacity - 1
        shift = UInt64(64 - capacity.trailingZeroBitCount)
        used = 0
        for index in 0..<oldCapacity {
            let entry = unsafe old[index]
            if entry.key != 0 && keep(entry) {
                unsafe table[slot(of: entry.key)] = entry
                used += 1
            }
        }
        unsafe old.deallocate()
    }
}
