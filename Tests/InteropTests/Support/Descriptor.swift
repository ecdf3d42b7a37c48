import Glibc

/// A call of the operating system that failed.
struct SystemError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    /// - Parameter code: `errno`, unless the call gives the code as its result.
    init(_ call: String, _ code: Int32 = errno) {
        self.call = call
        self.code = code
    }

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// An open file, closed with its last holder.
final class Descriptor: Sendable {
    let number: Int32

    init(_ call: String, _ number: Int32) throws {
        guard number >= 0 else { throw SystemError(call) }
        self.number = number
    }

    deinit { close(number) }

    /// The next datagram of a socket, or nil if none comes within so many milliseconds.
    func receiveDatagram(within milliseconds: Int32) throws -> [UInt8]? {
        var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, milliseconds) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: Station.bufferByteCount)
        let count = recv(number, &buffer, buffer.count, 0)
        guard count >= 0 else { throw SystemError("recv") }
        return Array(buffer.prefix(count))
    }

    /// Two sockets that are each other's peer; programs that are started do not inherit them by themselves.
    static func datagramPair() throws -> (near: Descriptor, far: Descriptor) {
        var numbers: [Int32] = [-1, -1]
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &numbers) == 0 else { throw SystemError("socketpair") }
        return (try Descriptor("socketpair", numbers[0]), try Descriptor("socketpair", numbers[1]))
    }
}

/// Monotonic seconds, for deadlines.
func secondsNow() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Asks again and again until a condition holds.
///
/// - Returns: Whether it did within so many seconds.
func eventually(within seconds: Double = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = secondsNow() + seconds
    while try !condition() {
        guard secondsNow() < deadline else { return false }
        usleep(2000)
    }
    return true
}
