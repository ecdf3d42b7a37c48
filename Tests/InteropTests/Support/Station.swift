import Glibc

/// Where the test stands on an Ethernet: one end of a pair of sockets whose other end a program has as a netdev.
///
/// A datagram of it is a frame. The kernel limits what waits in such a pair by bytes only (SO_SNDBUF).
final class Station {
    /// The program's name.
    let name: String
    let program: RunningProgram
    /// Frames that the program's socket took.
    private(set) var sentFrames = 0
    /// Frames that came from the program.
    private(set) var receivedFrames = 0
    private let netdev: String
    private let socket: Descriptor

    /// - Parameters:
    ///   - socket: The test's end.
    ///   - program: Has the other end.
    ///   - name: The program's name.
    ///   - netdev: What the program joins with it, in the program's words.
    init(_ socket: Descriptor, of program: RunningProgram, named name: String, joinedWith netdev: String) {
        self.name = name
        self.program = program
        self.netdev = netdev
        self.socket = socket
    }

    /// All that is known of what stands behind it, for a failure.
    var account: String { "\(name) with \(netdev)\n\(program.account)" }

    var descriptor: Int32 { socket.number }

    /// Sends a frame.
    ///
    /// - Returns: Whether there was room for it.
    /// - Throws: ``Failure``, for instance when the program is gone.
    func send(_ frame: UnsafeRawBufferPointer) throws -> Bool {
        while true {
            if Glibc.send(descriptor, frame.baseAddress, frame.count, Int32(MSG_DONTWAIT)) >= 0 {
                sentFrames += 1
                return true
            }
            switch errno {
            case EINTR: continue
            case EAGAIN, ENOBUFS: return false
            default: throw failure(of: SystemError("send"))
            }
        }
    }

    private func failure(of error: SystemError) -> Failure { Failure("\(error), at \(account)") }

    func send(_ frame: [UInt8]) throws -> Bool { try frame.withUnsafeBytes(send) }

    /// Takes a frame that has arrived.
    ///
    /// - Returns: Its length, or nil if there is none.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count >= 0 {
                receivedFrames += 1
                return count
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: return nil
            default: throw failure(of: SystemError("recv"))
            }
        }
    }
}

/// A failure in words.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension Station {
    /// Longer than any frame.
    static let bufferByteCount = 128 << 10

    /// Waits until one of several can be read, or one of the blocked written.
    ///
    /// - Returns: Those that can be read; none when the time is over.
    static func wait(for stations: [Station], blocked: [Bool], milliseconds: Int32) -> [Int] {
        var polled = stations.indices.map { index in
            pollfd(
                fd: stations[index].descriptor,
                events: Int16(POLLIN) | (blocked[index] ? Int16(POLLOUT) : 0), revents: 0)
        }
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return [] }
        return polled.indices.filter { polled[$0].revents != 0 }
    }
}
