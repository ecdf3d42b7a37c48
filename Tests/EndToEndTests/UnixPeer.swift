import Foundation
import TestSupport
import Testing

/// A unix datagram socket at a path: the network at one end of a netdev.
final class UnixPeer {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let result = withUnixName(path) { bind(descriptor, $0, $1) }
        try #require(result == 0, "bind \(path): errno \(errno)")
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Sends a frame; waits while the receiver's queue is full.
    func send(_ frame: [UInt8], to path: String) throws {
        let sent = withUnixName(path) { sendto(descriptor, frame, frame.count, 0, $0, $1) }
        try #require(sent == frame.count, "send to \(path): errno \(errno)")
    }

    /// The next frames, in five seconds at most.
    func receive(_ count: Int) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var buffer = [UInt8](repeating: 0, count: 70_000)
        while frames.count < count {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 5000) == 1 else { break }
            let length = recv(descriptor, &buffer, buffer.count, 0)
            guard length >= 0 else { break }
            frames.append(Array(buffer.prefix(length)))
        }
        return frames
    }

    /// Whether everything that was sent there has been read.
    func hasBeenHeard(at path: String) -> Bool {
        // SIOCOUTQ: bytes that the receiver has not taken yet (unix(7)).
        var pending: Int32 = 0
        return ioctl(descriptor, UInt(TIOCOUTQ), &pending) == 0 && pending == 0
    }
}
