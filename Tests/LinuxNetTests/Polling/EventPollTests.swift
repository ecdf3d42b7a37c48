import Glibc
import LinuxNet
import SystemPackage
import Testing

@Suite("the event poll", .tags(.kernel), .timeLimit(.minutes(10)))
struct EventPollTests {
    @Test("a deadline ends a wait, not before its time")
    func deadline() throws {
        var poll = try EventPoll()
        let deadline = EventPoll.now() + 3_000_000
        try #require(try poll.wait(until: deadline) == 1)
        #expect(poll.event(at: 0) == .deadline)
        #expect(EventPoll.now() >= deadline)
    }

    @Test("deadlines that have passed end each wait at once", arguments: [Int64.min, -1, 0, 1])
    func passed(deadline: Int64) throws {
        var poll = try EventPoll()
        for _ in 0..<3 {
            try #require(try poll.wait(until: deadline) == 1)
            #expect(poll.event(at: 0) == .deadline)
        }
    }

    @Test("a deadline that passes under load is told with what is ready")
    func passedUnderLoad() throws {
        var poll = try EventPoll()
        let pipe = try FileDescriptor.pipe()
        let writer = try poll.register(pipe.writeEnd, interest: .write)
        try #require(try poll.wait(until: EventPoll.now() + 3_600_000_000_000) == 1)
        #expect(poll.event(at: 0) == .ready(writer, .writable))
        try #require(try poll.wait(until: EventPoll.now()) == 2)
        #expect(poll.event(at: 0) == .ready(writer, .writable))
        #expect(poll.event(at: 1) == .deadline)
        for descriptor in [pipe.readEnd, pipe.writeEnd] { try descriptor.close() }
    }

    @Test("a far deadline does not hide a near one after it")
    func nearAfterFar() throws {
        var poll = try EventPoll()
        for _ in 0..<3 {
            let deadline = EventPoll.now() + 1_000_000
            try #require(try poll.wait(until: deadline) == 1)
            #expect(poll.event(at: 0) == .deadline)
            #expect(EventPoll.now() >= deadline)
            #expect(try poll.poll() == 0)
        }
    }

    @Test("readiness follows interest")
    func interest() throws {
        var poll = try EventPoll()
        let pipe = try FileDescriptor.pipe()
        let reader = try poll.register(pipe.readEnd, interest: .read)
        let writer = try poll.register(pipe.writeEnd, interest: [])
        #expect(try poll.poll() == 0)
        try poll.setInterest(.write, of: writer)
        try #require(try poll.poll() == 1)
        #expect(poll.event(at: 0) == .ready(writer, .writable))
        try poll.setInterest([], of: writer)
        try pipe.writeEnd.writeAll([1])
        try #require(try poll.poll() == 1)
        #expect(poll.event(at: 0) == .ready(reader, .readable))
        // Level-triggered: what was not read is told again.
        try #require(try poll.poll() == 1)
        try poll.setInterest([], of: reader)
        #expect(try poll.poll() == 0)
        // A hang-up cannot be masked in the kernel; without interest it must not end every wait.
        try pipe.writeEnd.close()
        #expect(try poll.poll() == 0)
        try poll.setInterest(.read, of: reader)
        try #require(try poll.poll() == 1)
        #expect(poll.event(at: 0) == .ready(reader, [.readable, .hangup]))
        try pipe.readEnd.close()
    }

    @Test("an event for the former owner of a descriptor number does not reach the next")
    func reusedNumber() throws {
        var poll = try EventPoll()
        let first = try FileDescriptor.pipe()
        let second = try FileDescriptor.pipe()
        try first.writeEnd.writeAll([1])
        let stale = try poll.register(first.readEnd, interest: .read)
        try #require(try poll.poll() == 1)
        // In one step the number belongs to another file, as after close and open.
        #expect(dup2(second.readEnd.rawValue, first.readEnd.rawValue) == first.readEnd.rawValue)
        let fresh = try poll.register(first.readEnd, interest: .read)
        #expect(stale.descriptor == fresh.descriptor)
        #expect(poll.event(at: 0) == nil)
        #expect(throws: Errno.badFileDescriptor) { try poll.setInterest([], of: stale) }
        poll.deregister(stale)
        try second.writeEnd.writeAll([2])
        try #require(try poll.poll() == 1)
        #expect(poll.event(at: 0) == .ready(fresh, .readable))
        for descriptor in [first.readEnd, first.writeEnd, second.readEnd, second.writeEnd] { try descriptor.close() }
    }

    @Test("an event whose registration went in the same batch reads as nothing")
    func deregisteredInBatch() throws {
        var poll = try EventPoll()
        let pipes = try (FileDescriptor.pipe(), FileDescriptor.pipe())
        try pipes.0.writeEnd.writeAll([1])
        try pipes.1.writeEnd.writeAll([1])
        let first = try poll.register(pipes.0.readEnd, interest: .read)
        let second = try poll.register(pipes.1.readEnd, interest: .read)
        try #require(try poll.poll() == 2)
        poll.deregister(first)
        poll.deregister(second)
        #expect(poll.event(at: 0) == nil)
        #expect(poll.event(at: 1) == nil)
        #expect(try poll.poll() == 0)
        for descriptor in [pipes.0.readEnd, pipes.0.writeEnd, pipes.1.readEnd, pipes.1.writeEnd] {
            try descriptor.close()
        }
    }

    @Test("a descriptor is registered once, and only one that can be polled")
    func refused() throws {
        var poll = try EventPoll()
        let pipe = try FileDescriptor.pipe()
        _ = try poll.register(pipe.readEnd, interest: .read)
        #expect(throws: Errno.fileExists) { try poll.register(pipe.readEnd, interest: .read) }
        #expect(throws: Errno.badFileDescriptor) {
            try poll.register(FileDescriptor(rawValue: -1), interest: .read)
        }
        let file = try FileDescriptor.open("/proc/self/status", .readOnly)
        #expect(throws: Errno.notPermitted) { try poll.register(file, interest: .read) }
        for descriptor in [pipe.readEnd, pipe.writeEnd, file] { try descriptor.close() }
    }

    @Test("more events than one wait collects come with the next")
    func manyEvents() throws {
        var poll = try EventPoll()
        var sockets: [FileDescriptor] = []
        for _ in 0..<EventPoll.eventsPerWait + 5 {
            let descriptor = FileDescriptor(rawValue: socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0))
            _ = try poll.register(descriptor, interest: .write)
            sockets.append(descriptor)
        }
        try #require(try poll.poll() == EventPoll.eventsPerWait)
        try #require(try poll.poll() == EventPoll.eventsPerWait)
        for descriptor in sockets { try descriptor.close() }
        #expect(try poll.poll() == 0)
    }
}
