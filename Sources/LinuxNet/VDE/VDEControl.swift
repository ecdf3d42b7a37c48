import CLinuxNet
import Glibc
public import SystemPackage

/// A control stream between a plug and a switch of a VDE network: one message each way, and then its end, when one of them goes.
public struct VDEControl: ~Copyable {
    private let socket: StreamSocket

    /// Of a plug that was let in.
    init(_ socket: consuming StreamSocket) {
        self.socket = socket
    }

    /// Connects to a switch without waiting for it.
    ///
    /// - Parameter directory: Of the switch.
    /// - Throws: `ENOENT` or `ECONNREFUSED` where there is no switch, `EAGAIN` where too many wait for it.
    public init(connectingTo directory: String) throws(SocketError) {
        socket = try StreamSocket(connectingTo: .unix(VDEControlListener.address(in: directory)))
    }

    /// The descriptor, lent for polling: it must not be closed.
    public var descriptor: FileDescriptor { socket.descriptor }

    /// Sends a message, which is short enough for an empty socket to take whole.
    public func send(_ message: [UInt8]) throws(Errno) {
        // SAFETY: the kernel reads the array during the call.
        let sent = try retryingOnInterrupt {
            unsafe Glibc.send(
                descriptor.rawValue, message, message.count, clinuxnet_MSG_DONTWAIT | Int32(MSG_NOSIGNAL))
        }
        guard sent == message.count else { throw .noBufferSpace }
    }

    /// What a look at the stream brought.
    public enum Arrival: Equatable, Sendable {
        /// Bytes, at least one.
        case bytes([UInt8])
        /// Nothing yet.
        case nothing
        /// The other end has gone.
        case end
    }

    /// Reads what has come, at most so many bytes.
    public func receive(atMost byteCount: Int) -> Arrival {
        var buffer = [UInt8](repeating: 0, count: byteCount)
        do throws(Errno) {
            // SAFETY: the kernel writes at most as many bytes as the array has.
            let answer = try nonBlocking {
                unsafe recv(descriptor.rawValue, &buffer, byteCount, clinuxnet_MSG_DONTWAIT)
            }
            guard case .done(let count) = answer else { return .nothing }
            return count == 0 ? .end : .bytes(Array(buffer.prefix(count)))
        } catch {
            // ECONNRESET: it went without reading what was sent.
            return .end
        }
    }
}
