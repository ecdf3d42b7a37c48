import Glibc
import LinuxNet
import NetBackends
import NetCore
import SystemPackage
import TestSupport
import Testing

/// Two ends of a backend, a probe at each.
struct BackendBench {
    let loop = Loop()
    let driver: RealTimeDriver
    let left = Probe()
    let right = Probe()
    let near: BackendEnd
    let leftPort: Port
    let rightPort: Port
    private let openFar: () throws -> BackendEnd

    init(_ backend: any BackendUnderTest) throws {
        driver = try RealTimeDriver(loop: loop)
        (near, openFar) = try backend.openAlone(driver)
        leftPort = loop.makePort(for: left, name: "left", pausable: true)
        rightPort = loop.makePort(for: right, name: "right", pausable: true)
        try leftPort.connect(to: near.port)
    }

    /// Lets the far end appear.
    func appear() throws -> BackendEnd {
        let far = try openFar()
        try rightPort.connect(to: far.port)
        loop.settle()
        return far
    }

    /// Runs until something holds, ten seconds at most.
    func wait(_ location: SourceLocation = #_sourceLocation, for condition: () -> Bool) throws {
        try driver.wait(location, for: condition)
    }

    /// Sends frames from left to right and waits until they have arrived, a few at a time: a socket buffer is not endless.
    func carry(_ frames: [[UInt8]], from sender: Port, to receiver: Probe) throws {
        let first = receiver.frames.count
        var sent = 0
        while sent < frames.count {
            var bytes = 0
            while sent < frames.count, bytes < 60_000 {
                sender.send(frames[sent])
                bytes += frames[sent].count + 100
                sent += 1
            }
            try wait { receiver.frames.count >= first + sent }
        }
    }
}

extension RealTimeDriver {
    /// Runs until something holds, ten seconds at most.
    func wait(_ location: SourceLocation = #_sourceLocation, for condition: () -> Bool) throws {
        let ended = try run(until: now + 10_000_000_000, stopWhen: condition)
        try #require(ended == .condition, sourceLocation: location)
    }
}

/// A UDP socket that knows nothing of tunnels: what a packet capture would see, and whom nobody expects.
final class PlainPeer {
    private let socket: UDPSocket
    let address: SocketAddress

    init(_ address: SocketAddress = .loopback(.ipv4)) throws {
        var options = UDPSocket.Options()
        options.coalescesReceived = false
        socket = try UDPSocket(bindingTo: address, options: options)
        self.address = socket.localAddress
    }

    func send(_ datagram: [UInt8], to destination: SocketAddress) throws {
        let sent = destination.withSockaddr { name, byteCount in
            sendto(socket.descriptor.rawValue, datagram, datagram.count, 0, name, byteCount)
        }
        try #require(sent == datagram.count)
    }

    /// What has come, oldest first.
    func received() -> [[UInt8]] { TestSupport.received(by: socket.descriptor.rawValue) }
}

/// Sockets of this process; exact only where nobody else opens any, as in an exit test.
func openSocketCount() -> Int {
    (Int32(0)..<1024).filter { descriptor in
        var facts = stat()
        return fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK
    }.count
}
