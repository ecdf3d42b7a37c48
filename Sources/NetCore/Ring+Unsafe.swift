/// A growing first-in-first-out ring of plain values.
///
/// Positions count on for ever and only their low bits choose a slot, so `tail - head` is the count and a position
/// stays the name of an entry while others come and go.
@safe
struct Ring<Element: BitwiseCopyable>: ~Copyable {
    private var slots: UnsafeMutablePointer<Element>
    private var mask: Int
    private(set) var head = 0
    private(set) var tail = 0

    /// An empty ring.
    ///
    /// - Precondition: `capacity` is a power of two.
    init(capacity: Int = 16) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0)
        unsafe slots = .allocate(capacity: capacity)
        mask = capacity - 1
    }

    deinit { unsafe slots.deallocate() }

    @inline(__always) var count: Int { tail &- head }
    @inline(__always) var isEmpty: Bool { tail == head }
    @inline(__always) var isFull: Bool { count > mask }

    /// Appends, and grows if it must.
    @inline(__always)
    mutating func append(_ element: Element) {
        if isFull { grow().deallocate() }
        appendAssumingRoom(element)
    }

    @inline(__always)
    mutating func appendAssumingRoom(_ element: Element) {
        // SAFETY: the mask keeps the slot inside the allocation; the caller has seen that one is free.
        unsafe (slots + (tail & mask)).initialize(to: element)
        tail &+= 1
    }

    /// Puts an entry before the one at `index`, and grows if it must: what stands behind moves on by a place.
    ///
    /// - Precondition: `index` is at most the count.
    mutating func insert(_ element: Element, at index: Int) {
        precondition(index >= 0 && index <= count)
        append(element)
        var place = count &- 1
        while place > index {
            self[place] = self[place &- 1]
            place &-= 1
        }
        self[index] = element
    }

    /// Whether as many as `count` more find room.
    @inline(__always)
    func hasRoom(for count: Int) -> Bool { self.count &+ count <= mask &+ 1 }

    /// Moves an empty ring to where as many as `count` entries lie in one piece.
    ///
    /// - Precondition: The ring is empty, and has room for that many.
    @inline(__always)
    mutating func align(for count: Int) {
        // Positions only ever grow, so on to the beginning of the next round.
        if tail & mask &+ count > mask &+ 1 { tail = (tail | mask) &+ 1 }
        head = tail
    }

    /// Doubles the room.
    ///
    /// - Returns: The old storage, which the caller must deallocate, at once or, where somebody still reads from it,
    ///   later.
    @inline(never)
    mutating func grow() -> Storage {
        let capacity = (mask + 1) * 2
        // SAFETY: every position in head..<tail has a slot in both storages, and positions keep their numbers.
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        for position in head..<tail {
            unsafe (larger + (position & (capacity - 1))).initialize(to: slots[position & mask])
        }
        let old = unsafe Storage(slots)
        unsafe slots = larger
        mask = capacity - 1
        return old
    }

    @inline(__always)
    mutating func removeFirst(_ count: Int = 1) { head &+= count }

    mutating func removeAll() { head = tail }

    /// The entry `index` places behind the front.
    @inline(__always)
    subscript(index: Int) -> Element {
        // SAFETY: the mask keeps the slot inside the allocation, and callers stay below `count`.
        get { unsafe slots[(head &+ index) & mask] }
        set { unsafe slots[(head &+ index) & mask] = newValue }
    }

    /// The front entries that lie in one piece.
    @inline(__always)
    @unsafe
    var front: (start: UnsafePointer<Element>, count: Int) {
        let first = head & mask
        return unsafe (UnsafePointer(slots + first), min(count, mask &+ 1 &- first))
    }
}
