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
    private let backend: any BackendUnderTest
    private let openFar: () throws -> BackendEnd

    init(_ backend: any BackendUnderTest) throws {
        self.backend = backend
        driver = try RealTimeDriver(loop: loop)
        (near, openFar) = try backend.openAlone(driver)
        leftPort = loop.makePort(for: left, name: "left", pausable: true)
        rightPort = loop.makePort(for: right, name: "right", pausable: true)
        try leftPort.connect(to: near.port)
    }

    /// Lets the far end appear, and waits until both know.
    func appear() throws -> BackendEnd {
        let far = try beginToAppear()
        try wait { leftPort.hasCarrier && rightPort.hasCarrier }
        return far
    }

    /// Opens the far end and lets nothing happen yet.
    func beginToAppear() throws -> BackendEnd {
        let far = try openFar()
        try rightPort.connect(to: far.port)
        return far
    }

    /// Closes the far end, and waits until the near one knows, if it can.
    func vanish(_ far: BackendEnd) throws {
        far.close()
        loop.settle()
        if backend.tellsCarrier { try wait { !leftPort.hasCarrier } }
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

    /// Drops of every port, by reason.
    var drops: [DropReason: UInt64] {
        var sum: [DropReason: UInt64] = [:]
        for reason in DropReason.allCases {
            let count = loop.ports.reduce(0) { $0 + $1.counters.drops[reason] }
            if count > 0 { sum[reason] = count }
        }
        return sum
    }

    /// Closes what is left, and holds the loop to having nothing of it any more.
    func expectNothingLeft(closing ends: [BackendEnd] = [], _ location: SourceLocation = #_sourceLocation) throws {
        for end in ends + [near] { end.close() }
        // A readiness, a timer or a child that outlived its backend would speak now.
        _ = try driver.run(until: driver.now + 1_000_000)
        #expect(!leftPort.hasPeer && !rightPort.hasPeer, sourceLocation: location)
        #expect(loop.keptBlocks == 0, sourceLocation: location)
        #expect(loop.nextDeadline == nil, sourceLocation: location)
        #expect(loop.audit().isEmpty, sourceLocation: location)
    }
}

/// Frames of any length that say their number.
enum Numbered {
    /// What stands behind the header: each number begins at another place of it.
    private static let noise = {
        var random = SplitMix64(seed: 7)
        return random.bytes(Frame.byteLimit + 256)
    }()

    /// An Ethernet frame with noise that is the number's own, from a station to a station.
    ///
    /// - Parameter byteCount: If it is less than a header's, the frame ends within it.
    static func frame(_ number: Int, byteCount: Int, to: UInt8 = 2, from: UInt8 = 1) -> [UInt8] {
        var frame = Array(noise[(number & 0xff)..<(number & 0xff) + byteCount])
        let head = Sample.frame(to: to, from: from, Sample.number(number)).prefix(byteCount)
        frame.replaceSubrange(0..<head.count, with: head)
        return frame
    }

    /// The number of a frame; nil if one byte of it is not as it was made.
    static func number(of frame: [UInt8]) -> Int? {
        guard frame.count >= 18 else { return nil }
        let number = Sample.number(in: Array(frame[14..<18]))
        return Self.frame(number, byteCount: frame.count, to: frame[5], from: frame[11]) == frame ? number : nil
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
