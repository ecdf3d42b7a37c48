import Glibc
public import SystemPackage

/// Waits until a pipe, a socket or a terminal takes more, but does not hold up the end of the program.
///
/// write(2) would wait for a reader that has stalled without end, and signals that are blocked do not interrupt it.
public struct RoomToWrite: Sendable {
    /// What poll(2) says there is room for is as much as this in a pipe (pipe(7), `PIPE_BUF`), perhaps no more.
    public static let byteCount = 4096

    private let descriptor: FileDescriptor
    private let interrupt: FileDescriptor
    /// Milliseconds; a reader that takes nothing for so long has stalled.
    private static let patience: Int32 = 1000

    /// Room in a descriptor; nil for a file, which always has it.
    ///
    /// - Parameters:
    ///   - descriptor: Open for writing, and lent.
    ///   - interrupt: Readable when the program is to end, such as ``EventPoll/signalDescriptor``; lent.
    public init?(in descriptor: FileDescriptor, unless interrupt: FileDescriptor) {
        var facts = stat()
        // SAFETY: the kernel writes one structure.
        let isKnown = unsafe fstat(descriptor.rawValue, &facts) == 0
        guard !isKnown || facts.st_mode & S_IFMT != S_IFREG else { return nil }
        self.descriptor = descriptor
        self.interrupt = interrupt
    }

    /// Waits: as long as it may, but only for a second once the program is to end.
    ///
    /// - Parameters:
    ///   - limit: Milliseconds until the program is to end anyway; negative: nobody knows when.
    ///   - isEnding: It is known that the program is to end.
    /// - Returns: Whether ``byteCount`` bytes can be written, or write(2) has an error to tell; false: the reader has stalled.
    public func wait(atMost limit: Int32 = -1, isEnding: Bool) -> Bool {
        if !isEnding, poll(for: limit, or: interrupt.rawValue) { return true }
        // A negative descriptor is passed over.
        return poll(for: Self.patience, or: -1)
    }

    /// The corresponding C function is `poll(2)`.
    private func poll(for milliseconds: Int32, or interrupt: Int32) -> Bool {
        var watched = (
            pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: interrupt, events: Int16(POLLIN), revents: 0)
        )
        do {
            // SAFETY: the tuple is two structures one behind the other, and the kernel keeps nothing of it.
            _ = try unsafe withUnsafeMutableBytes(of: &watched) { (bytes) throws(Errno) in
                let first = unsafe bytes.assumingMemoryBound(to: pollfd.self).baseAddress
                return try retryingOnInterrupt { unsafe Glibc.poll(first, 2, milliseconds) }
            }
        } catch {
            return true
        }
        return watched.0.revents != 0
    }
}
