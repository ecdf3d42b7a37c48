/// The scheduler: armed timers, ordered by time and then by the number of the call that armed them.
///
/// Calls that arm a timer to be first at its time are numbered below all others.
///
/// A heap with four children a node, so that a comparison path is half as long as in a binary one and a node's
/// children share a cache line. Each timer knows its place, so arming anew and cancelling move it at once and leave
/// nothing behind.
@safe
struct TimerHeap: ~Copyable {
    /// What a comparison looks at stands beside the handle: no pointer is followed to compare.
    private struct Entry: BitwiseCopyable {
        var time: Int64
        var call: UInt64
        var timer: LoopTimer

        @inline(__always)
        func precedes(_ other: Entry) -> Bool {
            time < other.time || (time == other.time && call < other.call)
        }
    }

    private var entries: [Entry] = []
    private var calls: UInt64 = 1 << 62
    private var firstCalls: UInt64 = 0

    var nextTime: Int64? { entries.first?.time }

    mutating func arm(_ timer: LoopTimer, at time: Int64, first: Bool) {
        let call: UInt64
        if first {
            firstCalls &+= 1
            call = firstCalls
        } else {
            calls &+= 1
            call = calls
        }
        let entry = Entry(time: time, call: call, timer: timer)
        let place = unsafe timer.state.pointee.place
        unsafe timer.state.pointee.time = time
        unsafe timer.state.pointee.call = call
        if place < 0 {
            entries.append(entry)
            siftUp(entry, from: entries.count - 1)
        } else {
            settle(entry, at: place)
        }
    }

    mutating func cancel(_ timer: LoopTimer) {
        let place = unsafe timer.state.pointee.place
        if place >= 0 { remove(at: place) }
    }

    mutating func popFirst(dueBy time: Int64) -> LoopTimer? {
        guard let first = entries.first, first.time <= time else { return nil }
        remove(at: 0)
        return first.timer
    }

    private mutating func remove(at place: Int) {
        unsafe entries[place].timer.state.pointee.place = -1
        let last = entries.removeLast()
        if place < entries.count { settle(last, at: place) }
    }

    /// Puts an entry where another one was.
    private mutating func settle(_ entry: Entry, at place: Int) {
        if place > 0 && entry.precedes(entries[(place - 1) / 4]) {
            siftUp(entry, from: place)
        } else {
            siftDown(entry, from: place)
        }
    }

    @inline(__always)
    private mutating func put(_ entry: Entry, at place: Int) {
        entries[place] = entry
        unsafe entry.timer.state.pointee.place = place
    }

    private mutating func siftUp(_ entry: Entry, from start: Int) {
        var place = start
        while place > 0 {
            let parent = (place - 1) / 4
            if !entry.precedes(entries[parent]) { break }
            put(entries[parent], at: place)
            place = parent
        }
        put(entry, at: place)
    }

    private mutating func siftDown(_ entry: Entry, from start: Int) {
        var place = start
        while true {
            let firstChild = 4 * place + 1
            if firstChild >= entries.count { break }
            var least = firstChild
            for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, entries.count))
            where entries[child].precedes(entries[least]) {
                least = child
            }
            if !entries[least].precedes(entry) { break }
            put(entries[least], at: place)
            place = least
        }
        put(entry, at: place)
    }
}
