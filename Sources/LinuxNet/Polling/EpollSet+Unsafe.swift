import CLinuxNet
import SystemPackage

/// The kernel's epoll set, with the room its events are collected in; allocated once.
///
/// The corresponding C functions are those of `epoll(7)`.
@safe
struct EpollSet: ~Copyable {
    /// One event as the kernel gave it.
    struct Event {
        let events: UInt32
        let token: UInt64
    }

    private let epoll: OwnedDescriptor
    private var room: [epoll_event]

    init(eventsPerWait: Int) throws(Errno) {
        epoll = OwnedDescriptor(owning: try retryingOnInterrupt { epoll_create1(clinuxnet_EPOLL_CLOEXEC) })
        // SAFETY: any bits are an epoll_event; its union is only ever used as the integer.
        unsafe room = Array(repeating: epoll_event(), count: eventsPerWait)
    }

    /// Adds, changes or removes a descriptor.
    func control(_ operation: Int32, _ descriptor: Int32, events: UInt32, token: UInt64) throws(Errno) {
        var event = unsafe clinuxnet_epoll_event(events, token)
        // SAFETY: the kernel copies the event during the call.
        _ = try retryingOnInterrupt { unsafe epoll_ctl(epoll.descriptor.rawValue, operation, descriptor, &event) }
    }

    /// Collects events.
    ///
    /// - Parameter timeout: Milliseconds; 0 does not wait, -1 waits as long as it takes.
    /// - Returns: How many there are in ``subscript(_:)``.
    /// - Throws: The error of `epoll_wait(2)`, which is not expected.
    mutating func wait(timeout: Int32) throws(Errno) -> Int {
        let descriptor = epoll.descriptor.rawValue
        // SAFETY: the kernel writes no more events than it is told there is room for.
        let count = try unsafe room.withUnsafeMutableBufferPointer { (events) throws(Errno) in
            try retryingOnInterrupt {
                unsafe epoll_wait(descriptor, events.baseAddress, Int32(events.count), timeout)
            }
        }
        return Int(count)
    }

    /// An event of the latest wait.
    subscript(index: Int) -> Event {
        // SAFETY: the array checks the index, and the union is only ever used as the integer.
        unsafe Event(events: room[index].events, token: clinuxnet_epoll_token(room[index]))
    }
}
