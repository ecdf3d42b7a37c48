import Glibc
import LinuxNet
import SystemPackage
import Testing

@Suite("an owned descriptor")
struct OwnedDescriptorTests {
    /// The reading end tells whether the writing end is still open.
    private func isAtEnd(_ reader: FileDescriptor) -> Bool {
        var entry = pollfd(fd: reader.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) == 1 && Int32(entry.revents) & Int32(POLLHUP) != 0
    }

    @Test("is closed when its owner goes")
    func closedByDeinit() throws {
        let pipe = try FileDescriptor.pipe()
        do { _ = OwnedDescriptor(owning: pipe.writeEnd) }
        #expect(isAtEnd(pipe.readEnd))
        try pipe.readEnd.close()
    }

    @Test("is closed once when it is closed by name")
    func closed() throws {
        let pipe = try FileDescriptor.pipe()
        try OwnedDescriptor(owning: pipe.writeEnd).close()
        #expect(isAtEnd(pipe.readEnd))
        try pipe.readEnd.close()
    }

    @Test("stays open when it is released")
    func released() throws {
        let pipe = try FileDescriptor.pipe()
        let released = OwnedDescriptor(owning: pipe.writeEnd).release()
        #expect(try released.writeAll([7]) == 1)
        try released.close()
        try pipe.readEnd.close()
    }

    @Test("closing says what the kernel thought of it")
    func closingFails() {
        #expect(throws: Errno.badFileDescriptor) {
            try OwnedDescriptor(owning: FileDescriptor(rawValue: .max)).close()
        }
    }

    @Test("the limit of open descriptors is raised to the hard limit, and stays there")
    func limit() throws {
        let limit = try raiseDescriptorLimit()
        #expect(limit >= 64)
        #expect(try raiseDescriptorLimit() == limit)
        var now = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &now) == 0)
        #expect(UInt64(now.rlim_cur) == limit && now.rlim_cur == now.rlim_max)
    }
}
