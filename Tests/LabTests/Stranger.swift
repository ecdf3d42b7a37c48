import Foundation
import LinuxNet
import Synchronization

/// Somebody who sends frames to an address that is not his to send to, a hundred a second, from a thread of his own.
final class Stranger: Sendable {
    private let isStopped = Atomic(false)
    private let sent = Atomic(0)
    private let ended = DispatchSemaphore(value: 0)

    /// Begins, and goes on until he is stopped, for a minute at most.
    init(sendingTo address: SocketAddress) throws {
        let thread = Thread { [self] in
            defer { ended.signal() }
            guard let socket = try? UDPSocket(bindingTo: .loopback(.ipv4)) else { return }
            // A broadcast: whoever took it would see it.
            let frame = [UInt8](repeating: 0xff, count: 64)
            for _ in 0..<6000 where !isStopped.load(ordering: .relaxed) {
                let count = address.withSockaddr { sendto(socket.descriptor.rawValue, frame, frame.count, 0, $0, $1) }
                if count == frame.count { sent.add(1, ordering: .relaxed) }
                poll(nil, 0, 10)
            }
        }
        thread.start()
    }

    /// Ends it.
    ///
    /// - Returns: How many datagrams went out.
    func stop() -> Int {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
        return sent.load(ordering: .relaxed)
    }
}

/// The peer of a netdev: sends broadcasts into it, and counts what comes out.
final class Visitor: Sendable {
    private let isStopped = Atomic(false)
    private let sent = Atomic(0)
    private let received = Atomic(0)
    private let ended = DispatchSemaphore(value: 0)

    /// Begins on a socket that stays open until he is stopped.
    init(_ descriptor: Int32, sendingTo address: SocketAddress) {
        let thread = Thread { [self] in
            let frame = [UInt8](repeating: 0xff, count: 64)
            var room = [UInt8](repeating: 0, count: 2048)
            for _ in 0..<6000 where !isStopped.load(ordering: .relaxed) {
                let count = address.withSockaddr { sendto(descriptor, frame, frame.count, 0, $0, $1) }
                if count == frame.count { sent.add(1, ordering: .relaxed) }
                while recv(descriptor, &room, room.count, 0) > 0 { received.add(1, ordering: .relaxed) }
                poll(nil, 0, 10)
            }
            ended.signal()
        }
        thread.start()
    }

    /// Ends it.
    ///
    /// - Returns: How many datagrams went out, and how many came.
    func stop() -> (sent: Int, received: Int) {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
        return (sent.load(ordering: .relaxed), received.load(ordering: .relaxed))
    }
}
