import Glibc
import LinuxNet
import NetBackends
import NetCore
import SystemPackage
import TestSupport
import Testing

/// A netdev on an interface of a namespace, with a probe inside.
struct InterfaceBench {
    let namespace: OwnNetwork
    let loop: Loop
    let driver: RealTimeDriver
    let backend: any Backend
    let inside = Probe()
    let insidePort: Port

    init(_ options: String, in namespace: OwnNetwork) throws {
        self.namespace = namespace
        driver = try RealTimeDriver(loop: Loop())
        loop = driver.loop
        backend = try namespace.open(options, driver)
        insidePort = loop.makePort(for: inside, name: "inside", pausable: true)
        try insidePort.connect(to: backend.port)
        loop.settle()
    }

    /// A tap of its own namespace, named near0 and up.
    static func tap(_ extra: String = "") throws -> InterfaceBench {
        let bench = try InterfaceBench(
            "tap,ifname=near0,script=no,downscript=no\(extra)", in: try OwnNetwork())
        try bench.namespace.shell("ip link set near0 up")
        try bench.waitForCarrier()
        return bench
    }

    /// A packet netdev on near0 of a veth pair whose other end is far0.
    static func veth(mtu: Int = 1500) throws -> InterfaceBench {
        let namespace = try OwnNetwork()
        try namespace.shell(makeVeth(mtu: mtu))
        let bench = try InterfaceBench("packet,ifname=near0", in: namespace)
        try bench.waitForCarrier()
        return bench
    }

    static func makeVeth(mtu: Int = 1500) -> String {
        """
        ip link add near0 mtu \(mtu) type veth peer name far0 mtu \(mtu)
        ip link set near0 up; ip link set far0 up
        """
    }

    func drops(_ reason: DropReason) -> UInt64 { backend.port.counters.drops[reason] }

    func wait(_ location: SourceLocation = #_sourceLocation, for condition: () -> Bool) throws {
        try driver.wait(location, for: condition)
    }

    func waitForCarrier(_ wanted: Bool = true, _ location: SourceLocation = #_sourceLocation) throws {
        try wait(location) { insidePort.hasCarrier == wanted }
    }

    /// Sends frames from inside and delivers them; nothing else happens meanwhile.
    func send(_ frames: [UInt8]...) {
        for frame in frames { insidePort.send(frame) }
        loop.settle()
    }
}

/// A packet socket of the test on an interface: what the kernel's side sees, and sends.
final class InterfacePeer {
    private(set) var frames: [[UInt8]] = []
    private let socket: PacketSocket

    init(_ name: String, in namespace: OwnNetwork) throws {
        socket = try namespace {
            let monitor = try InterfaceMonitor(name)
            return try PacketSocket(bindingTo: name, index: monitor.index)
        }
    }

    func send(_ frame: [UInt8]) throws {
        let message = [UInt8](repeating: 0, count: PacketSocket.headerByteCount) + frame
        try #require(Glibc.send(socket.descriptor.rawValue, message, message.count, 0) == message.count)
    }

    /// Takes what has come.
    func listen() -> Int {
        frames += received(by: socket.descriptor.rawValue).map { Array($0.dropFirst(PacketSocket.headerByteCount)) }
        return frames.count
    }
}

/// An IPv4 packet with UDP, as far as a flow is told from others by it.
func udpFrame(to: UInt8, from: UInt8, ports: (UInt16, UInt16), _ payload: [UInt8]) -> [UInt8] {
    func bytes(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
    let length = 8 + payload.count
    let udp = bytes(Int(ports.0)) + bytes(Int(ports.1)) + bytes(length) + [0, 0] + payload
    let ip = [0x45, 0] + bytes(20 + length) + [0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, from, 10, 0, 0, to]
    return [2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 8, 0] + ip + udp
}

extension Trait where Self == ConditionTrait {
    /// Needs interfaces of the test's own.
    static var needsInterfaces: Self {
        .enabled(if: OwnNetwork.isPossible, Comment(rawValue: OwnNetwork.needs))
    }
}
